import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expectedSentence, FORMATS } from "@darkroom/core";
import type { ImageAnswer, SigningKeyAnswer } from "@darkroom/http/answers";
import { fileError, isAbsent, writeAtomically } from "../atomic-file.ts";
import { BuildError } from "../errors.ts";
import type { ListedVariant } from "../server/lists.ts";

/*
 * What a folder of an exported account holds:
 * - `account.json`: which account it was, its settings and variants. Written first.
 * - `originals/<two digits>/<SHA-256>.<ending>`: the bytes, named by themselves: no id becomes a path.
 * - `records.jsonl`: one image a line, the oldest first. Written last, so that what it names is there.
 * - `keys.json`, where they were asked for: the signing keys, for its owner's eyes only.
 */

const ACCOUNT_FILE = "account.json";
const RECORDS_FILE = "records.jsonl";
const KEYS_FILE = "keys.json";
const SECRET_MODE = 0o600;
/** Grows when an older program could no longer read what is written. */
const VERSION = 1;

/** What is known of an image, in the fields that it is imported with. */
export type KnownImage = Pick<
  ImageAnswer,
  "id" | "filename" | "uploaded" | "requireSignedURLs" | "creator" | "meta"
>;

/** A line of `records.jsonl`. */
export interface ExportedImage extends KnownImage {
  /** Where its bytes are, from the folder. */
  readonly file: string;
  readonly bytes: number;
  readonly mediaType: string;
  readonly sha256: string;
}

/** `account.json`. */
export interface ExportedAccount {
  readonly version: typeof VERSION;
  readonly server: string;
  readonly account: { readonly id: string; readonly hash: string };
  readonly config: Readonly<Record<string, unknown>>;
  readonly variants: Readonly<Record<string, ListedVariant>>;
}

/** Every field of a line, and what it must be. */
const LINE_FIELDS = {
  id: isText,
  filename: isText,
  uploaded: isText,
  requireSignedURLs: (value) => typeof value === "boolean",
  creator: (value) => value === null || isText(value),
  meta: isObject,
  file: isText,
  bytes: (value) => typeof value === "number",
  mediaType: isText,
  sha256: isDigest,
} as const satisfies Record<keyof ExportedImage, (value: unknown) => boolean>;

const ENDINGS: ReadonlyMap<string, string> = new Map(
  Object.values(FORMATS).map(({ mediaType, extensions }) => [mediaType, extensions[0]]),
);

/** Where the bytes of that digest are, from the folder. Throws `export_broken` for a text that is no digest. */
export function originalFile(sha256: string, mediaType: string): string {
  // It becomes a path, and comes from a server that may be anybody's.
  if (!isDigest(sha256)) throw broken(expectedSentence("a SHA-256 in lower-case hex", "sha256", sha256));
  return `originals/${sha256.slice(0, 2)}/${sha256}.${ENDINGS.get(mediaType) ?? "bin"}`;
}

/**
 * Begins an export, or goes on with one of the same account. Throws `export_broken` for a folder that holds
 * anything else.
 */
export async function beginExport(folder: string, account: Omit<ExportedAccount, "version">): Promise<void> {
  const names: readonly string[] = await readdir(folder).catch((error: unknown) => {
    if (isAbsent(error)) return [];
    throw fileError(`${folder} cannot be read`, error);
  });
  if (names.length > 0) {
    if (!names.includes(ACCOUNT_FILE))
      throw broken(`${folder} holds other files. Export to a folder of its own.`);
    const before = await readAccount(folder);
    if (before.account.hash !== account.account.hash || before.account.id !== account.account.id) {
      throw broken(
        `${folder} holds an export of the account ${before.account.id}. Export to another folder.`,
      );
    }
  }
  await writeAtomically(join(folder, ACCOUNT_FILE), json({ version: VERSION, ...account }));
}

/** Ends an export: from now on the folder tells of these images. */
export async function endExport(folder: string, images: readonly ExportedImage[]): Promise<void> {
  await writeAtomically(
    join(folder, RECORDS_FILE),
    images.map((image) => `${JSON.stringify(image)}\n`).join(""),
  );
}

export async function writeKeys(folder: string, keys: readonly SigningKeyAnswer[]): Promise<void> {
  await writeAtomically(join(folder, KEYS_FILE), json({ keys }), SECRET_MODE);
}

/** Throws `export_broken`. */
export async function readAccount(folder: string): Promise<ExportedAccount> {
  const account = await readJson(folder, ACCOUNT_FILE);
  if (account["version"] !== VERSION) {
    throw broken(
      `${join(folder, ACCOUNT_FILE)} is of version ${JSON.stringify(account["version"])}; this program reads ${VERSION}.`,
    );
  }
  if (!["account", "config", "variants"].every((name) => isObject(account[name]))) {
    throw broken(`${join(folder, ACCOUNT_FILE)} does not tell of an account.`);
  }
  return account as unknown as ExportedAccount;
}

/** Throws `export_broken` where the export has none. */
export async function readKeys(folder: string): Promise<readonly SigningKeyAnswer[]> {
  const { keys } = await readJson(folder, KEYS_FILE);
  if (Array.isArray(keys)) return keys as readonly SigningKeyAnswer[];
  throw broken(`${join(folder, KEYS_FILE)} has no list of keys.`);
}

/** The images, the oldest first. Throws `export_broken` with the line that is wrong. */
export async function readRecords(folder: string): Promise<readonly ExportedImage[]> {
  const lines = (await readText(folder, RECORDS_FILE)).split("\n");
  if (lines.pop() !== "") throw broken(`${join(folder, RECORDS_FILE)} is cut off in its last line.`);
  return lines.map((line, index) => {
    const problem = (what: string): BuildError =>
      broken(`${join(folder, RECORDS_FILE)}:${index + 1}: ${what}`);
    const image = parse(line);
    if (!isObject(image)) throw problem("Expected an object of JSON.");
    const names = Object.keys(LINE_FIELDS) as readonly (keyof ExportedImage)[];
    const unknown = Object.keys(image).find((name) => !Object.hasOwn(LINE_FIELDS, name));
    if (unknown !== undefined) throw problem(`There is no field ${JSON.stringify(unknown)}.`);
    const wrong = names.find((name) => !LINE_FIELDS[name](image[name]));
    if (wrong !== undefined) throw problem(`The field \`${wrong}\` is missing, or not what it must be.`);
    const exported = image as unknown as ExportedImage;
    // Nothing but what follows from its digest: a folder may come from a stranger.
    if (exported.file !== originalFile(exported.sha256, exported.mediaType)) {
      throw problem("The field `file` does not follow from `sha256` and `mediaType`.");
    }
    return exported;
  });
}

async function readJson(folder: string, name: string): Promise<Readonly<Record<string, unknown>>> {
  const value = parse(await readText(folder, name));
  if (isObject(value)) return value;
  throw broken(`Expected an object of JSON in ${join(folder, name)}.`);
}

async function readText(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), "utf8");
  } catch (error) {
    if (!isAbsent(error)) throw fileError(`${join(folder, name)} cannot be read`, error);
    throw broken(
      name === KEYS_FILE
        ? `The export ${folder} has no signing keys: export again, with --keys.`
        : `${folder} has no ${name}: it is no export, or one that has not ended. Run the export again: it goes on.`,
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

function isDigest(value: unknown): boolean {
  return typeof value === "string" && /^[0-9a-f]{64}$/.test(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

function broken(message: string): BuildError {
  return new BuildError("export_broken", message);
}
