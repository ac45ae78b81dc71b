import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createPipeline, OPTIONS } from "@darkroom/core";
import { allCodecs } from "@darkroom/threads";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { COMMANDS, runCli } from "./run-cli.ts";
import type { Terminal } from "./terminal.ts";

const FIXTURES = new URL("../../../../test/fixtures/", import.meta.url);
const pipeline = createPipeline(allCodecs());

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "darkroom-cli-"));
  await copyFile(new URL("photos/adobe-rgb-600.jpg", FIXTURES), join(folder, "in.jpg"));
});
afterEach(() => rm(folder, { recursive: true }));

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What was written as bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Runs a command in the folder of the test, as one who reads it from a pipe, or from a screen of `columns`. */
async function run(
  line: string | readonly string[],
  world: Partial<Terminal> & { columns?: number } = {},
): Promise<Outcome> {
  const written = { out: "", err: "", bytes: new Uint8Array() };
  const outputOf = (name: "out" | "err") => ({
    columns: world.columns,
    write(content: string | Uint8Array) {
      if (typeof content === "string") written[name] += content;
      else written.bytes = new Uint8Array(content);
    },
  });
  const code = await runCli({
    args: typeof line === "string" ? line.split(" ").filter((word) => word !== "") : line,
    folder,
    environment: {},
    stdout: outputOf("out"),
    stderr: outputOf("err"),
    readInput: async () => Promise.resolve(new Uint8Array()),
    fetch,
    now: Date.now,
    wait: async () => undefined,
    signal: new AbortController().signal,
    ...world,
  });
  return { code, ...written };
}

const read = async (path: string) => pipeline.inspect(new Uint8Array(await readFile(join(folder, path))));
const write = (path: string, content: unknown) =>
  writeFile(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));

describe("darkroom", () => {
  test("says what it can do, and of each command more, with examples", async () => {
    const overview = await run("");
    expect(overview).toEqual(await run("--help"));
    expect(overview.code).toBe(0);
    for (const { name, flags, examples } of COMMANDS) {
      expect(overview.out).toContain(name);
      const help = await run(`${name} --help`);
      expect(help.code).toBe(0);
      for (const example of examples) expect(help.out).toContain(example);
      for (const [flag, { hidden }] of Object.entries(flags)) {
        expect(help.out.includes(`--${flag}`), flag).toBe(hidden !== true);
      }
    }
  });

  test("says what the commands of one kind are", async () => {
    const help = await run("tokens --help");
    expect(help.code).toBe(0);
    for (const { name, summary } of COMMANDS) {
      expect(help.out.includes(summary), name).toBe(name.startsWith("tokens "));
    }
  });

  test("says which version it is", async () => {
    expect(await run("--version")).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) as string,
    });
  });

  test.each([
    ["tranform in.jpg", 'There is no command "tranform". Did you mean `transform`?'],
    ["variants", 'There is no command "variants".'],
    ["transform in.jpg --widht 80 -o out.webp", "There is no flag --widht. Did you mean `--width`?"],
    ["transform in.jpg -x", "There is no flag -x."],
    ["transform in.jpg --width --format webp -o out.webp", "Expected a value after --width"],
    ["transform in.jpg --width 80 --width 90 -o out.webp", "Expected --width once."],
    ["transform in.jpg --width 0 -o out.webp", 'for `width` but received "0"'],
    ["transform in.jpg --blur 3 -o out.webp", "that Darkroom does not build yet"],
    ["transform in.jpg", "--output <file>"],
    ["transform -o out.webp", "Expected <image> but received nothing."],
    ["transform a b -o out.webp", "Expected <image> but received `a` `b`."],
    ["transform in.jpg --variant hero -o out.webp", 'There is no variant "hero".'],
    ["transform in.jpg --format jpeg -o out.webp", "Expected a name for image/jpeg but received out.webp."],
    ["build *.jpg --output out", "Set it"],
    ["build *.gif --variants public --output out", "No file matches"],
    ["build in.jpg --variants pubic --output out", "Did you mean `public`?"],
    ["build in.jpg --variants public --output out --threads many", 'for `threads` but received "many"'],
    ["build in.jpg --variants public", "--output <folder>"],
    ["inspect in.jpg --json=yes", "--json takes no value."],
  ])("%s is misuse, answered with 2 and what was meant", async (line, sentence) => {
    const { code, out, err } = await run(line);
    expect(err).toContain(sentence);
    expect({ code, out }).toEqual({ code: 2, out: "" });
  });

  test.each([
    ["transform missing.jpg -o out.webp", "missing.jpg cannot be read: no such file or directory."],
    ["transform in.jpg -o in.jpg/out.webp", "out.webp cannot be written"],
    ["inspect config.json", "(image_unrecognised)"],
  ])("%s fails with 1 and a sentence", async (line, sentence) => {
    await write("config.json", {});
    const { code, err } = await run(line);
    expect(err).toContain(sentence);
    expect(code).toBe(1);
  });
});

describe("darkroom transform", () => {
  test("takes the options of the API, and the format from the name", async () => {
    const { code, out } = await run(
      "transform in.jpg --width 80 --height=80 --fit cover --gravity 0.2x0.5 -o a.avif",
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^a\.avif: image\/avif, 80 × 80, /);
    expect(await read("a.avif")).toMatchObject({ format: "avif", width: 80, height: 80 });
  });

  test("begins with the options of a variant", async () => {
    await write("darkroom.config.json", { variants: { small: { width: 60, format: "png" } } });
    await run("transform in.jpg --variant small --width 50 -o out.png");
    expect(await read("out.png")).toMatchObject({ format: "png", width: 50 });
  });

  test("reads from a pipe and writes to one", async () => {
    const readInput = async () => new Uint8Array(await readFile(join(folder, "in.jpg")));
    const { bytes, out } = await run("transform - --width 50 --format webp -o -", { readInput });
    expect(out).toBe("");
    expect(await pipeline.inspect(bytes)).toMatchObject({ format: "webp", width: 50 });
  });

  test("knows every option by the name that the API has for it", () => {
    const { flags } = COMMANDS.find(({ name }) => name === "transform")!;
    expect(Object.keys(flags)).toEqual(expect.arrayContaining(Object.keys(OPTIONS)));
  });
});

describe("darkroom inspect", () => {
  test("says facts, plan and predicted memory, once for each picture there would be", async () => {
    const { out } = await run("inspect in.jpg --width 80 --format webp");
    expect(out).toMatch(/pixels +600 × 322/);
    expect(out).toMatch(/plan +decode jpeg .* → encode .*webp q85/);
    expect(out.match(/predicted/g)).toHaveLength(1);
    expect((await run("inspect in.jpg --width 80")).out.match(/predicted/g)).toHaveLength(3);
  });

  test("says the same as JSON", async () => {
    const { out } = await run("inspect in.jpg --width 80 --json");
    expect(JSON.parse(out)).toMatchObject({
      path: "in.jpg",
      facts: { format: "jpeg", width: 600, height: 322 },
      plans: [{ output: { format: "avif", width: 80 } }, {}, { output: { format: "jpeg" } }],
    });
  });
});

describe("darkroom build", () => {
  beforeEach(async () => {
    await mkdir(join(folder, "images"));
    await copyFile(join(folder, "in.jpg"), join(folder, "images/a.jpg"));
    await copyFile(new URL("orientation/portrait_6.jpg", FIXTURES), join(folder, "images/b.jpg"));
    await write(
      "darkroom.config.mjs",
      "const width = 40;\nexport default { output: 'out', root: 'images', formats: ['webp'], variants: { hero: { width }, thumb: { width: 20 } } };",
    );
  });

  test("reads the configuration, shows progress in lines, and sums up", async () => {
    const { code, out, err } = await run("build images/*.jpg");
    expect(code).toBe(0);
    expect(err).toBe("1 of 2 images\n2 of 2 images\n");
    expect(out).toMatch(/^2 images: 4 files computed, 0 from the cache, 0 unchanged\n/);
    expect(out).toMatch(/hero webp +2 +[\d.]+ k?B +[\d.]+ kB \(\d+ %\)/);
    expect(await read("out/a.hero.webp")).toMatchObject({ width: 40 });
  });

  test("draws a bar where a person looks, and leaves no trace of it", async () => {
    const { err } = await run("build images/*.jpg", { columns: 80 });
    expect(err).toContain("█ 2/2 ");
    expect(err.endsWith("\r\u001B[2K")).toBe(true);
    for (const line of err.split("\r")) expect(line.replace("\u001B[2K", "").length).toBeLessThan(80);
  });

  test("builds the variants that are named, to where the flags say", async () => {
    await run("build images/a.jpg --variants thumb --output elsewhere");
    expect(await read("elsewhere/a.thumb.webp")).toMatchObject({ width: 20 });
    await expect(read("elsewhere/a.hero.webp")).rejects.toThrow("ENOENT");
  });

  test("ends with 1 when an image fails, and says which and why", async () => {
    await write("images/broken.jpg", "no image");
    const { code, out, err } = await run("build images/*.jpg --variants thumb");
    expect(code).toBe(1);
    expect(out).toContain("1 failure");
    expect(err).toContain("broken.jpg: The file does not begin like a JPEG");
    expect(await read("out/b.thumb.webp")).toMatchObject({ width: 20 });
  });

  test("says what is stale, and removes it when told to", async () => {
    await run("build images/*.jpg --variants thumb");
    await rm(join(folder, "images/b.jpg"));
    expect((await run("build images/*.jpg --variants thumb")).out).toContain(
      "--prune removes them: b.thumb.webp",
    );
    const { out } = await run("build images/*.jpg --variants thumb --prune --json");
    expect(JSON.parse(out)).toMatchObject({ removed: ["b.thumb.webp"], work: { unchanged: 1, computed: 0 } });
  });

  test("ends with 130 when it is interrupted", async () => {
    const { code, err } = await run("build images/*.jpg", { signal: AbortSignal.abort() });
    expect(code).toBe(130);
    expect(err).toContain("Interrupted.");
  });

  test.each([
    [
      "export default { ouput: 'x' };",
      'darkroom.config.mjs: There is no setting "ouput". Did you mean `output`?',
    ],
    ["export default { variants: { hero: { with: 3 } } };", "Did you mean `width`?"],
    ["export const config = {};", "has no default export"],
    ["export default {", "cannot be read"],
  ])("refuses a configuration like %s", async (text, sentence) => {
    await write("darkroom.config.mjs", text);
    const { code, err } = await run("build images/*.jpg");
    expect(err).toContain(sentence);
    expect(code).toBe(2);
  });
});

describe("darkroom sign", () => {
  // Computed with another program: printf '<path>?exp=1631289275' | openssl dgst -sha256 -hmac test-key
  const PATH = "/Vi7wi5KSItxGFsWRG2Us6Q/083eb7b2-5392-4565-b69e-aff66acddd00/public";
  const SIGNED = `${PATH}?exp=1631289275&sig=c2b7563b168cd32900bd7b3da6ff27e72a61cc830b2eceebadee4db01c9db68a`;
  const environment = { DARKROOM_SIGNING_KEY: "test-key" };
  const now = (): number => 1_631_289_275_000 - 3_600_000;

  test.each(["--expires-in 1h", "--expires-at 1631289275", "--expires-at 2021-09-10T15:54:35Z"])(
    "signs an address that ends %s",
    async (flag) => {
      expect(await run(`sign ${PATH} ${flag}`, { environment, now })).toMatchObject({
        code: 0,
        out: `${SIGNED}\n`,
      });
    },
  );

  test("takes the key from a file", async () => {
    await write("key", "test-key\n");
    const { out } = await run(`sign https://img.example.com${PATH} --key-file key --expires-in 60m`, { now });
    expect(out).toBe(`https://img.example.com${SIGNED}\n`);
  });

  test.each([
    ["sign /a/b/public", {}, "Expected a signing key: --key-file <file>, or DARKROOM_SIGNING_KEY."],
    ["sign /a/b/public --expires-in soon", environment, "a duration such as `15m`"],
    ["sign /a/b/public --expires-in 1h --expires-at 2030-01-01", environment, "not both"],
    ["sign /a/b/public --expires-at someday", environment, "a time such as"],
    ["sign /a/b/public --expires-at 2020-01-01", environment, "a time to come"],
    ["sign nothing", environment, "Expected a whole address"],
  ])("%s is misuse", async (line, given, sentence) => {
    const { code, err } = await run(line, { environment: given, now });
    expect(err).toContain(sentence);
    expect(code).toBe(2);
  });
});

describe("darkroom variants pull", () => {
  let server: Server;
  let answer: { status: number; body: unknown };
  let asked: { url: string | undefined; authorization: string | undefined }[];
  let url: string;

  beforeEach(async () => {
    asked = [];
    server = createServer((request, response) => {
      asked.push({ url: request.url, authorization: request.headers.authorization });
      response.writeHead(answer.status, { "content-type": "application/json" });
      response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    answer = { status: 200, body: listing({ hero: { width: 30, format: "webp", metadata: "none" } }) };
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const listing = (variants: Record<string, unknown>) => ({
    success: true,
    errors: [],
    messages: [],
    result: {
      variants: Object.fromEntries(
        Object.entries(variants).map(([id, options]) => [id, { id, options, neverRequireSignedURLs: false }]),
      ),
    },
  });
  const pull = (flags = "") =>
    run(`variants pull ${url} --account acme ${flags}`, { environment: { DARKROOM_API_TOKEN: "secret" } });

  test("makes a server's variants those of the next build", async () => {
    const { code, out } = await pull();
    expect({ code, out }).toEqual({ code: 0, out: "darkroom.variants.json: 1 variant (hero)\n" });
    expect(asked).toEqual([
      { url: "/client/v4/accounts/acme/images/v1/variants", authorization: "Bearer secret" },
    ]);
    await run("build in.jpg --output out");
    expect(await read("out/in.hero.webp")).toMatchObject({ width: 30 });
    const manifest = await readFile(join(folder, "out/manifest.json"), "utf8");
    expect(manifest).toContain('"key": "derived/acme/');
  });

  test("takes a variant with other options for each device, and leaves out what is not about the picture", async () => {
    const devices = { desktop: { width: 50 }, tablet: { width: 40 }, mobile: { width: 30 } };
    answer.body = {
      success: true,
      result: {
        variants: {
          each: { id: "each", options: devices.desktop, devices },
          hero: { id: "hero", options: { width: 20, browser_ttl: 60 } },
        },
      },
    };
    expect((await pull()).code).toBe(0);
    await run("build in.jpg --output out --formats webp");
    expect(await read("out/in.each-mobile.webp")).toMatchObject({ width: 30 });
    expect(await read("out/in.hero.webp")).toMatchObject({ width: 20 });
  });

  test("takes the token from a file", async () => {
    await write("token", "from-a-file\n");
    await run(`variants pull ${url} --account acme --token-file token`);
    expect(asked[0]!.authorization).toBe("Bearer from-a-file");
  });

  test("says when the configuration means something else by a name", async () => {
    await write("darkroom.config.json", { variants: { hero: { width: 31, format: "webp" } } });
    const { code, err } = await pull();
    expect(err).toContain("The variant `hero` has other options here than on the server");
    expect(code).toBe(2);
    await write("darkroom.config.json", { variants: { hero: { format: "webp", width: 30 } } });
    expect((await pull()).code).toBe(0);
  });

  test.each([
    [
      { status: 403, body: { success: false, errors: [{ code: 9109, message: "Invalid access token" }] } },
      "Invalid access token (9109)",
    ],
    [{ status: 200, body: "<html>" }, "gives no answer of Darkroom's API"],
    [
      { status: 200, body: listing({ hero: { sparkle: 1 } }) },
      'Variant `hero`: There is no option "sparkle"',
    ],
  ])("refuses an answer that cannot be used, %#", async (given, sentence) => {
    answer = given;
    const { code, err } = await pull();
    expect(err).toContain(sentence);
    expect(code).toBe(1);
    await expect(readFile(join(folder, "darkroom.variants.json"))).rejects.toThrow("ENOENT");
  });

  test.each([
    ["variants pull not-an-address --account acme", "Expected the address of a server"],
    ["variants pull http://127.0.0.1:1 --account acme", "--token-file <file>"],
  ])("%s is misuse", async (line, sentence) => {
    const { code, err } = await run(line);
    expect(err).toContain(sentence);
    expect(code).toBe(2);
  });
});

describe("commands that ask a server", () => {
  const environment = { DARKROOM_API_TOKEN: "secret" };

  test.each([
    ["images upload http://s in.jpg --prefix a/", "Expected --ids-from-paths beside --prefix"],
    ["images upload http://s in.jpg --metadata []", "an object of JSON for `metadata`"],
    ["images upload http://s in.jpg --concurrency 0", "a whole number from 1 to 64 for `concurrency`"],
    ["images upload http://s in.jpg other --ids-from-paths", "would have one id, in.jpg"],
    ["images upload s in.jpg", "Expected the address of a server but received `s`."],
    ["images list http://s --limit few", "a whole number from 1 for `limit`"],
    ["images import http://s", "Expected what to import: a folder, or --from-cloudflare <account>."],
    ["images import http://s ex --from-cloudflare abc", "Expected what to import"],
    ["images import http://s ex --api-url http://a", "Expected --from-cloudflare beside --api-url"],
    ["tokens create http://s x --expires-in soon", "a duration such as `15m` or `7d`"],
    ["accounts add http://s", "Expected <server> <name> but received `http://s`."],
    ["tokens", 'There is no command "tokens".'],
    ["tokens revke", "Did you mean `tokens revoke`?"],
  ])("%s is misuse, and asks nobody", async (line, sentence) => {
    await mkdir(join(folder, "other"));
    await copyFile(join(folder, "in.jpg"), join(folder, "other/in.jpg"));
    const asked: unknown[] = [];
    const { code, out, err } = await run(line, {
      environment,
      fetch: async (address) => Promise.reject(new Error(String(asked.push(address)))),
    });
    expect(err).toContain(sentence);
    expect({ code, out, asked }).toEqual({ code: 2, out: "", asked: [] });
  });

  test("say that there is no server, after trying again", async () => {
    let tries = 0;
    const { code, err } = await run("accounts list http://127.0.0.1:1", {
      environment,
      fetch: async () => Promise.reject(new TypeError(`fetch failed ${(tries += 1)}`)),
    });
    expect({ code, err, tries }).toEqual({
      code: 1,
      err: "http://127.0.0.1:1 gives no answer of Darkroom's API.\n",
      tries: 6,
    });
  });
});
