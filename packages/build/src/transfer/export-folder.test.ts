import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  beginExport,
  endExport,
  originalFile,
  readAccount,
  readKeys,
  readRecords,
  writeKeys,
  type ExportedImage,
} from "./export-folder.ts";

const SHA256 = "0123456789abcdef".repeat(4);
const IMAGE: ExportedImage = {
  id: "../../etc/passwd\u2028",
  filename: "a.jpg",
  uploaded: "2026-11-22T00:00:00.000Z",
  requireSignedURLs: true,
  creator: null,
  meta: JSON.parse('{"__proto__":{"a":[1,null]}}') as ExportedImage["meta"],
  file: originalFile(SHA256, "image/jpeg"),
  bytes: 5,
  mediaType: "image/jpeg",
  sha256: SHA256,
};
const ACCOUNT = { server: "http://s", account: { id: "acme", hash: "h" }, config: {}, variants: {} };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "darkroom-export-"));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, content: unknown): Promise<void> =>
  writeFile(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));

describe("an exported folder", () => {
  test("comes back as it was written, whatever the texts are", async () => {
    await beginExport(folder, ACCOUNT);
    await endExport(folder, [IMAGE, { ...IMAGE, id: "two\nlines" }]);
    await writeKeys(folder, [{ name: "a", value: "b" }]);
    expect(await readAccount(folder)).toEqual({ version: 1, ...ACCOUNT });
    const images = await readRecords(folder);
    expect(images).toEqual([IMAGE, { ...IMAGE, id: "two\nlines" }]);
    expect(JSON.stringify(images[0]!.meta)).toBe('{"__proto__":{"a":[1,null]}}');
    expect(await readKeys(folder)).toEqual([{ name: "a", value: "b" }]);
    expect((await readdir(folder)).toSorted()).toEqual(["account.json", "keys.json", "records.jsonl"]);
  });

  test("may be empty of images", async () => {
    await endExport(folder, []);
    expect(await readRecords(folder)).toEqual([]);
  });

  test("is gone on with for the same account only, and never begun among other files", async () => {
    await beginExport(folder, ACCOUNT);
    await beginExport(folder, { ...ACCOUNT, server: "http://moved" });
    const other = { ...ACCOUNT, account: { id: "other", hash: "h" } };
    await expect(beginExport(folder, other)).rejects.toMatchObject({ code: "export_broken" });
    await rm(join(folder, "account.json"));
    await write("letter.txt", "mine");
    await expect(beginExport(folder, ACCOUNT)).rejects.toThrow("holds other files");
  });

  test.each<[string, unknown, string]>([
    [
      "another file than follows from its digest",
      { ...IMAGE, file: "../../etc/passwd" },
      "The field `file` does not follow",
    ],
    [
      "a path for a digest",
      { ...IMAGE, sha256: "../x", file: "originals/../../x.jpg" },
      "The field `sha256`",
    ],
    ["a digest in capitals", { ...IMAGE, sha256: SHA256.toUpperCase() }, "The field `sha256`"],
    ["a number for an id", { ...IMAGE, id: 5 }, "The field `id`"],
    ["a list for metadata", { ...IMAGE, meta: [] }, "The field `meta`"],
    ["a field too few", { ...IMAGE, creator: undefined }, "The field `creator` is missing"],
    ["a field too many", { ...IMAGE, admin: true }, 'There is no field "admin".'],
    ["a text", "x", "Expected an object of JSON."],
    ["broken JSON", "{", "Expected an object of JSON."],
  ])("with %s is refused by its line", async (_what, line, sentence) => {
    const text = typeof line === "string" ? line : JSON.stringify(line);
    await write("records.jsonl", `${JSON.stringify(IMAGE)}\n${text}\n`);
    await expect(readRecords(folder)).rejects.toMatchObject({
      code: "export_broken",
      message: expect.stringContaining(`records.jsonl:2: ${sentence}`) as string,
    });
  });

  test("that is cut off, of another version, or none is refused", async () => {
    await expect(readRecords(folder)).rejects.toThrow("Run the export again: it goes on.");
    await write("records.jsonl", JSON.stringify(IMAGE));
    await expect(readRecords(folder)).rejects.toThrow("is cut off in its last line.");
    await expect(readKeys(folder)).rejects.toThrow("export again, with --keys");
    await write("keys.json", { keys: 5 });
    await expect(readKeys(folder)).rejects.toThrow("has no list of keys");
    for (const [content, sentence] of [
      [{ version: 2 }, "is of version 2; this program reads 1."],
      [{ version: 1, account: {}, config: {}, variants: [] }, "does not tell of an account."],
      ["[]", "Expected an object of JSON"],
    ] as const) {
      await write("account.json", content);
      await expect(readAccount(folder)).rejects.toThrow(sentence);
    }
  });
});

test("the bytes of a type that is none of ours have an ending too", () => {
  expect(originalFile(SHA256, "image/x/../y")).toBe(`originals/01/${SHA256}.bin`);
});

test.each(["../../../etc/passwd", "", SHA256.toUpperCase(), `${SHA256}\n`])(
  "%j is no digest to make a path of",
  (sha256) => {
    expect(() => originalFile(sha256, "image/png")).toThrow("Expected a SHA-256");
  },
);
