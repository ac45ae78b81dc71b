import { existsSync } from "node:fs";
import { relative } from "node:path";
import type { Config, SETTINGS } from "@darkroom/http";
import type { RunningServer } from "./server.ts";

/** A picture that is in every checkout, so that the printed command works as it is. */
const SAMPLE = "test/fixtures/photos/3mp-baseline-422-flower.jpg";

/** What a person sees when the server is up: where it is, and a command to upload an image that can be pasted. */
export function startLines({ url, account, files }: RunningServer, config: Config): string {
  const key = config.authKey === undefined ? `$(cat ${shellPath(files.key)})` : `$DARKROOM_AUTH_KEY`;
  const file = existsSync(SAMPLE) ? SAMPLE : "./logo.png";
  return [
    `Darkroom is ready on ${url}`,
    `Data in ${config.data}, account ${account.tag}`,
    ...(config.apiToken === undefined ? [`API token in ${relativePath(files.token)}`] : []),
    "",
    "Upload an image:",
    "",
    `  curl ${url}/client/v4/accounts/${account.tag}/images/v1 \\`,
    `    -H "X-Auth-Key: ${key}" \\`,
    `    -H "X-Auth-Email: ${account.email}" \\`,
    `    -F file=@${file}`,
    "",
    "",
  ].join("\n");
}

export function helpText(settings: typeof SETTINGS): string {
  const rows = Object.values(settings).map(({ name, doc, shownDefault }) => {
    return `  ${name.padEnd(24)}${doc} Default: ${shownDefault.replaceAll("`", "")}.`;
  });
  return `Usage: npm start\n\nServes the Darkroom API and the images. Settings come from the environment:\n\n${rows.join("\n")}\n`;
}

/** Paths are printed as seen from the folder of the command, which is where the person stands. */
function relativePath(path: string): string {
  const fromHere = relative(process.cwd(), path);
  return fromHere.startsWith("..") ? path : fromHere;
}

function shellPath(path: string): string {
  const shown = relativePath(path);
  return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
