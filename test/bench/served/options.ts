import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DARKROOMS } from "./darkroom.ts";
import { PEERS } from "./peers.ts";

export const HELP = `Compares Node, Bun and workerd, and peers that deliver pictures too, from outside.

  npm run bench -- [options]

  --quick               fewer requests and rounds: under two minutes for the three runtimes, four with all peers
  --only A,B            only these: ${[...DARKROOMS, ...PEERS].map(({ name }) => name).join(", ")}
  --photo FILE          the JPEG that is asked for in many sizes
  --out FOLDER          where the results go (default test/bench/results)
  --compare A.json B.json
                        runs nothing: shows how B differs from A
  --check A.json        after the run, fails if a ratio to Node is worse than in A by more than the tolerance
  --tolerance 0.35      of --check: the share by which a ratio may be worse
  --help                shows this

It writes <date>-served.json, a table (.md) and a page with charts (.html), and prints the table. The three runtimes
need nothing but \`npm ci\`. IPX is installed by: npm ci --prefix test/bench/peers
Next.js by: npm ci --prefix test/bench/next-peer (340 MB)
nginx is found on the PATH; on Debian: apt-get install nginx libnginx-mod-http-image-filter
`;

export type Command =
  | { readonly do: "help" }
  | { readonly do: "compare"; readonly before: string; readonly after: string }
  | {
      readonly do: "run";
      readonly quick: boolean;
      readonly only: readonly string[] | undefined;
      readonly photo: string | undefined;
      readonly out: string;
      readonly check: string | undefined;
      readonly tolerance: number;
    };

/** Reads the arguments. Throws an error with a sentence for those that make no sense. */
export function readCommand(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      only: { type: "string" },
      photo: { type: "string" },
      out: { type: "string", default: fileURLToPath(new URL("../results", import.meta.url)) },
      compare: { type: "boolean", default: false },
      check: { type: "string" },
      tolerance: { type: "string", default: "0.35" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return { do: "help" };
  const [before, after, ...more] = positionals;
  if (values.compare) {
    if (before === undefined || after === undefined || more.length > 0)
      throw new Error("Expected two files of results after `--compare`, the older one first.");
    return { do: "compare", before, after };
  }
  if (before !== undefined) throw new Error(`Expected an option but received "${before}". See --help.`);
  const known = new Set([...DARKROOMS, ...PEERS].map(({ name }) => name.toLowerCase()));
  const only = values.only?.toLowerCase().split(",");
  const unknown = only?.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new Error(
      `Expected names out of ${[...known].join(", ")} for \`--only\` but received "${unknown}".`,
    );
  const tolerance = Number(values.tolerance);
  if (!(tolerance >= 0 && tolerance <= 10))
    throw new Error(`Expected a share such as 0.35 for \`--tolerance\` but received "${values.tolerance}".`);
  const { quick, photo, out, check } = values;
  return { do: "run", quick, only, photo, out, check, tolerance };
}
