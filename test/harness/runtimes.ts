import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The search path of an npm script: the commands of the checkout first, its Node among them. */
export const SCRIPT_PATH = `${join(ROOT, "node_modules/.bin")}${delimiter}${process.env["PATH"]}`;

/** A runtime that Darkroom is served on. */
export interface Runtime {
  readonly name: string;
  /** What a person types to start it. */
  readonly command: string;
  /** The folder of its app. */
  readonly app: string;
  /** Whether its data folder holds files that another such runtime can open after it. */
  readonly sharesDataFolder: boolean;
}

const TABLE = {
  node: { name: "Node", command: "npm start", app: "apps/node", sharesDataFolder: true },
  bun: { name: "Bun", command: "npm run start:bun", app: "apps/bun", sharesDataFolder: true },
  workerd: { name: "workerd", command: "npm run start:worker", app: "apps/worker", sharesDataFolder: false },
} as const satisfies Record<string, Runtime>;

export const { node: NODE, bun: BUN, workerd: WORKERD } = TABLE;

/** Every runtime, also those that cannot be tested here. */
export const ALL_RUNTIMES: readonly Runtime[] = Object.values(TABLE);

/** The runtimes that the suites run against. */
export const RUNTIMES: readonly Runtime[] = ALL_RUNTIMES.filter(
  (runtime) => absenceOf(runtime) === undefined,
);

/** Of these, those that can open each other's data folders. */
export const FOLDER_RUNTIMES: readonly Runtime[] = RUNTIMES.filter(
  ({ sharesDataFolder }) => sharesDataFolder,
);

/** The line of the shell that npm runs for a runtime's command. */
export function scriptOf(runtime: Runtime): string {
  const script = findScript(runtime);
  if (script === undefined) throw new Error(`package.json has no script for \`${runtime.command}\`.`);
  return script;
}

/** Why a runtime cannot be tested here; undefined when it can. */
export function absenceOf(runtime: Runtime): string | undefined {
  if (!existsSync(join(ROOT, runtime.app, "package.json"))) return `${runtime.app} is not in this checkout`;
  return findScript(runtime) === undefined
    ? `package.json has no script for \`${runtime.command}\``
    : undefined;
}

function findScript({ command }: Runtime): string | undefined {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  return scripts[command.replace(/^npm (run )?/, "")];
}
