import { isDarkroomError } from "@darkroom/core";
import packageJson from "../../package.json" with { type: "json" };
import { isBuildError, type BuildErrorCode } from "../errors.ts";
import { hint } from "../hints.ts";
import { ACCOUNTS_ADD, ACCOUNTS_LIST, ACCOUNTS_REMOVE } from "./accounts.ts";
import { BUILD } from "./build.ts";
import { columns, helpText, readArguments, usage, type Command } from "./command.ts";
import { IMAGES_EXPORT } from "./images-export.ts";
import { IMAGES_IMPORT } from "./images-import.ts";
import { IMAGES_DELETE, IMAGES_LIST } from "./images-list.ts";
import { IMAGES_UPLOAD } from "./images-upload.ts";
import { INSPECT } from "./inspect.ts";
import { SIGN } from "./sign.ts";
import { EXIT, type ExitCode, type Terminal } from "./terminal.ts";
import { TOKENS_CREATE, TOKENS_LIST, TOKENS_REVOKE } from "./tokens.ts";
import { TRANSFORM } from "./transform.ts";
import { VARIANTS_PULL } from "./variants-pull.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  TRANSFORM,
  BUILD,
  INSPECT,
  SIGN,
  VARIANTS_PULL,
  ACCOUNTS_ADD,
  ACCOUNTS_LIST,
  ACCOUNTS_REMOVE,
  TOKENS_CREATE,
  TOKENS_LIST,
  TOKENS_REVOKE,
  IMAGES_LIST,
  IMAGES_UPLOAD,
  IMAGES_DELETE,
  IMAGES_EXPORT,
  IMAGES_IMPORT,
];

/** First words of commands that have two. */
const FAMILIES: ReadonlySet<string> = new Set(
  COMMANDS.map(({ name }) => name.split(" ")).flatMap(([family = "", ...rest]) =>
    rest.length > 0 ? family : [],
  ),
);

/** Errors that are about the command line or the configuration, before anything was done. */
const MISUSES: ReadonlySet<BuildErrorCode> = new Set([
  "usage",
  "setting_invalid",
  "variant_unknown",
  "source_missing",
  "config_unreadable",
]);
const OPTION_MISUSES: ReadonlySet<string> = new Set(["option_unknown", "option_invalid", "option_unbuilt"]);

/** Runs the command that the arguments name, and gives its exit code; what goes wrong is said on standard error. */
export async function runCli(terminal: Terminal): Promise<ExitCode> {
  try {
    if (terminal.args[0] === "--version") {
      terminal.stdout.write(`${packageJson.version}\n`);
      return EXIT.done;
    }
    const family = familyAskedFor(terminal.args);
    const command = family === undefined ? findCommand(terminal.args) : undefined;
    if (command === undefined) {
      terminal.stdout.write(family === undefined ? overview() : familyHelp(family));
      return EXIT.done;
    }
    const given = readArguments(command, terminal.args.slice(command.name.split(" ").length));
    if (given.flags["help"] !== undefined) {
      terminal.stdout.write(helpText(command));
      return EXIT.done;
    }
    return await command.run(terminal, given);
  } catch (error) {
    if (terminal.signal.aborted) {
      terminal.stderr.write("Interrupted. What is done is kept.\n");
      return EXIT.interrupted;
    }
    if (isBuildError(error)) {
      terminal.stderr.write(`${error.message}\n`);
      return MISUSES.has(error.code) ? EXIT.misused : EXIT.failed;
    }
    if (isDarkroomError(error)) {
      terminal.stderr.write(`${error.message} (${error.code})\n`);
      return OPTION_MISUSES.has(error.code) ? EXIT.misused : EXIT.failed;
    }
    throw error;
  }
}

const HELP: ReadonlySet<string | undefined> = new Set(["help", "--help", "-h"]);

/** The first word of commands whose help is asked for together, such as `images --help`. */
function familyAskedFor([first = "", second]: readonly string[]): string | undefined {
  return FAMILIES.has(first) && HELP.has(second) ? first : undefined;
}

/** The command that is asked for; undefined where the overview is. */
function findCommand(args: readonly string[]): Command | undefined {
  const [first] = args;
  if (first === undefined || HELP.has(first)) return undefined;
  const found = COMMANDS.find(({ name }) => name.split(" ").every((word, at) => args[at] === word));
  if (found !== undefined) return found;
  const written = FAMILIES.has(first) && args[1] !== undefined ? `${first} ${args[1]}` : first;
  const names = COMMANDS.map(({ name }) => name);
  throw usage("", `There is no command ${JSON.stringify(written)}. ${hint(written, names, "commands")}`);
}

function overview(): string {
  return [
    "Darkroom: images at build time, as the server delivers them, and what a server holds.\n",
    "Usage: darkroom <command> [flags]\n",
    "Commands:",
    ...columns(COMMANDS.map(({ name, summary }) => [name, summary])),
    "\nExamples:",
    ...COMMANDS.filter(isFirstOfFamily).map(({ examples }) => `  ${examples[0]}`),
    "\ndarkroom <command> --help says more; darkroom --version says which this is.",
    "",
  ].join("\n");
}

function familyHelp(family: string): string {
  const members = COMMANDS.filter(({ name }) => name.startsWith(`${family} `));
  return [
    `Usage: darkroom ${family} <command> [flags]\n`,
    "Commands:",
    ...columns(members.map(({ name, summary }) => [name, summary])),
    "\nExamples:",
    ...members.map(({ examples }) => `  ${examples[0]}`),
    `\ndarkroom ${family} <command> --help says more.`,
    "",
  ].join("\n");
}

/** Of commands that have a word in common, one example is enough to see how they are typed. */
function isFirstOfFamily(command: Command): boolean {
  const [family] = command.name.split(" ");
  return COMMANDS.find(({ name }) => name.split(" ")[0] === family) === command;
}
