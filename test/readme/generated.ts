import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { OPTIONS, type OptionName, type OptionRow } from "@darkroom/core";
import { SETTINGS } from "@darkroom/http";
import { startApp } from "../../packages/http/src/testing/start-app.ts";
import { readGuides } from "../guides/guide.ts";
import { readManifest } from "../parity/manifest.ts";

/** The committed document of the API. */
export const DOCUMENT = fileURLToPath(new URL("../../packages/http/openapi.json", import.meta.url));

export const README = fileURLToPath(new URL("../../README.md", import.meta.url));

/** How many pairs of the parity manifest there are to each one that is shown: enough for some of each kind. */
const SHOWN_EVERY = 12;

/** The generated parts of the README, by the name of their markers. */
const PARTS = {
  settings: () => [
    "| variable | default | what it is |",
    "|---|---|---|",
    ...Object.values(SETTINGS).map(
      ({ name, shownDefault, doc }) => `| \`${name}\` | ${shownDefault} | ${doc} |`,
    ),
  ],
  options: () => [
    "| option | in URLs also | takes | what it does |",
    "|---|---|---|---|",
    ...(Object.keys(OPTIONS) as OptionName[]).flatMap((name) => {
      const { aliases, built, kind, doc }: OptionRow = OPTIONS[name];
      const names = aliases.map((alias) => `\`${alias}\``).join(", ");
      return built ? [`| \`${name}\` | ${names} | ${kind.what} | ${doc} |`] : [];
    }),
  ],
  guides: () => readGuides().map(({ title, path }) => `- [${title}](${path})`),
  parity: () => [
    "| one in twelve of the pairs | bytes | SHA-256 on Node, Bun and workerd |",
    "|---|---|---|",
    ...Object.entries(readManifest().pairs)
      .filter((_pair, index) => index % SHOWN_EVERY === 0)
      .map(([pair, { bytes, sha256 }]) => `| ${pair} | ${bytes} | \`${sha256.slice(0, 16)}…\` |`),
  ],
} as const;

/** The README with its generated parts made anew. */
export function generatedReadme(text: string): string {
  return Object.entries(PARTS).reduce((readme, [name, lines]) => {
    const marked = new RegExp(`(<!-- ${name} -->\n)[^]*?(<!-- /${name} -->)`);
    if (!marked.test(readme)) throw new Error(`The README has no part \`${name}\`.`);
    return readme.replace(
      marked,
      (_all, open: string, close: string) => `${open}${lines().join("\n")}\n${close}`,
    );
  }, text);
}

/** The document that the application serves, with addresses that are relative to it. */
export async function generatedDocument(): Promise<string> {
  const response = await startApp().call("http://localhost/openapi.json");
  const document = (await response.json()) as object;
  return `${JSON.stringify({ ...document, servers: [{ url: "/" }] }, null, 1)}\n`;
}

/** What stands between the markers of a hand-written part. */
export function readmePart(name: string): string {
  return new RegExp(`<!-- ${name} -->\n([^]*?)<!-- /${name} -->`).exec(readFileSync(README, "utf8"))![1]!;
}

/** The code blocks of a text, in order. */
export function codeBlocks(text: string): string[] {
  return [...text.matchAll(/^```\w*\n([^]*?)^```$/gm)].map(([, code]) => code!);
}

if (import.meta.main) {
  writeFileSync(README, generatedReadme(readFileSync(README, "utf8")));
  writeFileSync(DOCUMENT, await generatedDocument());
  process.stdout.write("README.md: generated parts written. packages/http/openapi.json: written.\n");
}
