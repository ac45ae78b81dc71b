import type { Owner } from "./account.ts";
import { SETTINGS } from "./config.ts";

/** What the first lines of a server name; texts for the shell are written as it takes them. */
export interface StartFacts {
  /** The address that it listens on, as a browser takes it. */
  readonly url: string;
  /** The data folder, as it was set. */
  readonly data: string;
  readonly owner: Owner;
  /** The address of the metrics, where they have a port of their own. */
  readonly metricsUrl?: string | undefined;
  /** The key as an expression of the shell, such as `$(cat data/credentials/key)`. */
  readonly keyInShell: string;
  /** The file of the API token; undefined when whoever started the server gave it. */
  readonly tokenFile: string | undefined;
  /** A picture that exists, so that the printed command works as it is. */
  readonly picture: string;
}

/** What a person sees when the server is up: where it is, and a command to upload an image that can be pasted. */
export function startLines(facts: StartFacts): string {
  const { url, data, owner, metricsUrl, keyInShell, tokenFile, picture } = facts;
  const { account, operator } = owner;
  return [
    `Darkroom is ready on ${url}`,
    `Data in ${data}, account ${account.tag}`,
    ...(tokenFile === undefined ? [] : [`API token in ${tokenFile}`]),
    ...(metricsUrl === undefined ? [] : [`Metrics on ${metricsUrl}`]),
    "",
    "Upload an image:",
    "",
    `  curl ${url}/client/v4/accounts/${account.tag}/images/v1 \\`,
    `    -H "X-Auth-Key: ${keyInShell}" \\`,
    `    -H "X-Auth-Email: ${operator.email}" \\`,
    `    -F file=@${picture}`,
    "",
    "",
  ].join("\n");
}

/** @param command What starts the server, such as `npm start`. */
export function helpText(command: string): string {
  const rows = Object.values(SETTINGS).map(({ name, doc, shownDefault }) => {
    return `  ${name.padEnd(24)}${doc} Default: ${shownDefault.replaceAll("`", "")}.`;
  });
  return `Usage: ${command}\n\nServes the Darkroom API and the images. Settings come from the environment:\n\n${rows.join("\n")}\n`;
}

/** A configuration's problems as a person reads them. */
export function configProblems(problems: readonly string[]): string {
  const count = problems.length;
  const lines = problems.map((problem) => `  ${problem}`).join("\n");
  return `The configuration has ${count === 1 ? "a problem" : `${count} problems`}:\n${lines}`;
}
