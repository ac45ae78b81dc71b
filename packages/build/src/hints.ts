import { nearNames } from "@darkroom/core";

/** What to say after an unknown name: the name that was meant, or all there are. */
export function hint(written: string, names: readonly string[], what: string): string {
  const near = nearNames(written, names);
  if (near.length > 0) return `Did you mean ${listed(near, "or")}?`;
  return names.length > 0 ? `The ${what} are ${listed(names, "and")}.` : `There are no ${what}.`;
}

/** "`a`, `b` and `c`". */
export function listed(names: readonly string[], joint: "and" | "or"): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop();
  return quoted.length > 0 ? `${quoted.join(", ")} ${joint} ${last}` : `${last}`;
}
