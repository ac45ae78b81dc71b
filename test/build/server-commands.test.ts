import { cp, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../../packages/build/src/cli/run-cli.ts";
import type { Terminal } from "../../packages/build/src/cli/terminal.ts";
import type { Ended } from "../harness/darkroom-command.ts";
import { ROOT } from "../harness/runtimes.ts";
import { CREDENTIALS, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

let folder: TemporaryFolder;
let server: ServedProcess;
beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startProcess(join(folder.path, "data"), CREDENTIALS);
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
});

/**
 * Runs a command, its server's address put after its name of two words, with the operator's token; in this process, for
 * starting one takes longer than most commands (`moving.test.ts` starts them).
 */
async function run(name: string, ...args: readonly string[]): Promise<Ended> {
  const written = { stdout: "", stderr: "" };
  const outputOf = (stream: keyof typeof written): Terminal["stdout"] => ({
    columns: undefined,
    write: (content) => void (written[stream] += String(content)),
  });
  const code = await runCli({
    args: [...name.split(" "), server.url, ...args],
    folder: folder.path,
    environment: { DARKROOM_API_TOKEN: CREDENTIALS.DARKROOM_API_TOKEN },
    stdout: outputOf("stdout"),
    stderr: outputOf("stderr"),
    readInput: async () => new Uint8Array(),
    fetch,
    now: Date.now,
    wait: (milliseconds) => setTimeout(milliseconds),
    signal: new AbortController().signal,
  });
  return { code, ...written };
}

const lines = (text: string): readonly string[] => text.trimEnd().split("\n");

describe("accounts and tokens", () => {
  test("are made, listed, used and taken away", async () => {
    const added = await run("accounts add", "A shop", "--id", "shop", "--hash", "TheShopAcrossTheStreet");
    expect(added).toMatchObject({
      code: 0,
      stdout: `shop: images are at ${server.url}/TheShopAcrossTheStreet/<id>/<variant>\n`,
      stderr: expect.stringContaining("--account shop --scope admin") as string,
    });
    const accounts = await run("accounts list");
    expect(lines(accounts.stdout)[2]).toBe("shop  TheShopAcrossTheStreet  A shop");

    const made = await run(
      "tokens create",
      "website",
      "--account",
      "shop",
      "--scope",
      "edit",
      "--output",
      "secret",
    );
    expect(made).toMatchObject({ code: 0, stdout: "" });
    const file = join(folder.path, "secret");
    expect((await stat(file)).mode & 0o077).toBe(0);
    const secret = (await readFile(file, "utf8")).trim();
    expect(made.stderr).not.toContain(secret);
    const id = /by its id: (\w+)/.exec(made.stderr)![1]!;
    const printed = await run("tokens create", "reader", "--account", "shop", "--expires-in", "90d");
    expect(printed.stdout).toMatch(/^darkroom_[\w-]{43}\n$/);
    const tokens = await run("tokens list", "--account", "shop");
    expect(tokens.stdout).toMatch(new RegExp(`^${id}  edit   active  never `, "m"));
    expect(tokens.stdout).toMatch(/ read   active  2\d{3}-.* reader$/m);

    // The token knows its account, and is not let out of it.
    const own = await run("images list", "--token-file", "secret", "--json");
    expect(own).toMatchObject({ code: 0, stdout: "" });
    const other = await run("images list", "--token-file", "secret", "--account", server.account);
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("ERROR 9109") as string });

    expect(await run("tokens revoke", id, "--account", "shop")).toMatchObject({ stdout: `${id}: revoked\n` });
    expect((await run("images list", "--token-file", "secret")).code).toBe(1);
    expect(await run("accounts remove", "shop")).toMatchObject({ code: 0, stdout: "shop: removed\n" });
    expect(lines((await run("accounts list")).stdout)).toHaveLength(2);
    expect(await run("accounts remove", "shop")).toMatchObject({ code: 1, stdout: "" });
  });
});

describe("images", () => {
  test("are uploaded with their paths as ids, once, and told of", async () => {
    const photos = join(folder.path, "photos");
    await mkdir(join(photos, "deep/.hidden"), { recursive: true });
    const copy = (from: string, to: string) => cp(join(ROOT, "test/fixtures", from), join(photos, to));
    await copy("photos/adobe-rgb-600.jpg", "a.jpg");
    await copy("png/basn0g08.png", "deep/b.PNG");
    await copy("svg/gzip.svgz", "deep/c.svgz");
    await copy("png/basn0g08.png", "deep/.hidden/d.png");
    await writeFile(join(photos, "notes.txt"), "no image");
    await writeFile(join(photos, "deep/broken.jpg"), "no image");
    const args = [
      "photos",
      "--ids-from-paths",
      "--prefix",
      "p/",
      "--creator",
      "ann",
      "--metadata",
      '{"n":1}',
    ];

    const first = await run("images upload", ...args);
    expect(first.stdout).toMatch(
      /^3 images uploaded \([\d.]+ kB\), 1 other file left out, 1 failure, see above\./,
    );
    expect(first.stderr).toContain("deep/broken.jpg: ERROR 5455:");
    expect(first.stderr).toContain("4 of 4 images\n");
    expect(first.code).toBe(1);
    const second = await run("images upload", ...args, "--json");
    expect(JSON.parse(second.stdout)).toMatchObject({
      uploaded: [],
      present: 3,
      failures: [{ path: "deep/broken.jpg" }],
    });

    const listed = lines((await run("images list", "--json", "--creator", "ann")).stdout).map(
      (line) => JSON.parse(line) as { id: string; filename: string; meta: object },
    );
    const known = listed.map(({ id, filename, meta }) => [id, filename, meta] as const);
    expect(known.toSorted(([one], [other]) => (one < other ? -1 : 1))).toEqual([
      ["p/a.jpg", "a.jpg", { n: 1 }],
      ["p/deep/b.PNG", "b.PNG", { n: 1 }],
      ["p/deep/c.svgz", "c.svgz", { n: 1 }],
    ]);
    const table = (await run("images list", "--search", "a.jpg")).stdout;
    expect(table).toMatch(/^75\.3 kB +image\/jpeg +600 × 322 +public +\S+Z +p\/a\.jpg$/m);
    expect(lines((await run("images list", "--limit", "2")).stdout)).toHaveLength(3);
  });

  test("are not taken for others that everybody can see, or of other bytes", async () => {
    const a = "photos/a.jpg";
    const first = await run("images upload", a);
    expect(first.stdout).toMatch(/^0 images uploaded \(0 B\), 1 there already\.$/m);
    const secret = await run("images upload", a, "--private");
    expect(secret.stdout).toBe("1 image uploaded (75.3 kB).\n");
    const id = await run("images upload", a, "--ids-from-paths", "--prefix", "p/", "--private");
    expect(id.stderr).toContain("There is an image of the id p/a.jpg, which differs in who may see it.");
    await cp(join(folder.path, "photos/deep/b.PNG"), join(folder.path, "a.jpg"));
    const other = await run("images upload", "a.jpg", "--ids-from-paths", "--prefix", "p/");
    expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining("with other bytes") as string });
  });

  test("are deleted by their ids", async () => {
    const { code, stdout, stderr } = await run("images delete", "p/deep/b.PNG", "nothing", "p/deep/c.svgz");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "p/deep/b.PNG: deleted\np/deep/c.svgz: deleted\n" });
    expect(stderr).toBe("nothing: ERROR 5404: Image not found.\n");
  });

  test("are exported to a folder of their own, not among other files or another account's", async () => {
    expect((await run("images export", "photos")).stderr).toContain("holds other files");
    expect((await run("images export", "ex")).code).toBe(0);
    await run("accounts add", "Other", "--id", "other");
    const other = await run("images export", "ex", "--account", "other");
    expect(other).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("an export of the account acme") as string,
    });
    const keys = await run("images import", "ex", "--account", "other", "--keys");
    expect(keys).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("export again, with --keys") as string,
    });
  });

  test("are imported by an administrator alone", async () => {
    const secret = (await run("tokens create", "editor", "--scope", "edit")).stdout;
    await writeFile(join(folder.path, "editor"), secret);
    const { code, stderr } = await run("images import", "ex", "--token-file", "editor");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "The token may not import: that takes one of the scope `admin`.\n",
    });
  });
});
