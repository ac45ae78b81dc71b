import { ConfigError, OutboundError, SETTINGS, type Config, type Outbound } from "@darkroom/http";

/** Throws a `ConfigError` for hosts that nobody listed: a Worker cannot see which of them are public. */
export function assertNamedHosts(config: Config): void {
  const problems = (["fetchHosts", "webhookHosts"] as const)
    .filter((name) => config[name]?.includes("*") === true)
    .map(
      (name) =>
        `\`${SETTINGS[name].name}\` is \`*\`, which a Worker does not take: it cannot know which hosts are public. Name them.`,
    );
  if (problems.length > 0) throw new ConfigError(problems);
}

/**
 * Reaches other servers by `fetch`, which connects by name: where a name leads, a Worker cannot know. So it leaves
 * `resolve` out, and only names that the operator listed are asked for.
 */
export const fetchOutbound: Outbound = {
  async exchange({ url, method, headers, body }, signal) {
    const init = {
      cache: "no-store" as const,
      method,
      headers,
      redirect: "manual" as const,
      signal,
      ...(body !== undefined && { body }),
    };
    try {
      return await fetch(url, init);
    } catch (cause) {
      signal.throwIfAborted();
      throw new OutboundError("unreachable", { cause });
    }
  },
};
