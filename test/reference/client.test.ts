import { execFile } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { SCRIPT_PATH } from "../harness/runtimes.ts";
import { ROOT, startProcess } from "../harness/served-process.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const run = promisify(execFile);

/** What a person writes with a client that was generated for him; the compiler must refuse what is marked. */
const PROGRAM = `
import { readFile } from "node:fs/promises";
import * as darkroom from "./darkroom.ts";

const [url = "", account = "", token = "", photo = ""] = process.argv.slice(2);
darkroom.defaults.baseUrl = url;
darkroom.defaults.headers = { authorization: \`Bearer \${token}\` };

const file = new File([await readFile(photo)], "photo.jpg");
const metadata = { album: "summer", stars: 5 };
const uploaded = await darkroom.uploadImage(account, { file, id: "by/client", metadata, creator: "user-7" });
if (uploaded.status !== 200) throw new Error(uploaded.data.errors[0]?.message);
const found = await darkroom.listImages(account, { creator: "user-7", meta: { "meta.stars[gte]": "5" } });
const missing = await darkroom.getImage(account, "nothing");
const original = await darkroom.downloadOriginal(account, "by/client");

// @ts-expect-error There is no such field.
() => darkroom.uploadImage(account, { file, colour: "red" });
// @ts-expect-error An answer that failed has no result.
() => missing.status === 404 && missing.data.result.id;

process.stdout.write(JSON.stringify([uploaded, found, missing, original].map(({ status, data }) => [status, data])));
`;

const COMPILER = `--strict --noEmit --target es2024 --module nodenext --lib es2024,dom --types node
  --allowImportingTsExtensions --verbatimModuleSyntax --erasableSyntaxOnly`.split(/\s+/);

test("a client that is generated from the document compiles, and uploads an image", async () => {
  await using folder = await temporaryFolder();
  await using server = await startProcess(join(folder.path, "data"));
  const work = join(folder.path, "work");
  await mkdir(work);
  await symlink(join(ROOT, "node_modules"), join(work, "node_modules"));
  await writeFile(join(work, "package.json"), '{"type":"module"}');
  await writeFile(join(work, "program.ts"), PROGRAM);
  const options = { cwd: work, env: { ...process.env, PATH: SCRIPT_PATH } };

  await run("oazapfts", [`${server.url}/openapi.json`, "darkroom.ts"], options);
  expect(await readFile(join(work, "darkroom.ts"), "utf8")).toContain(`baseUrl: "${server.url}"`);
  await run("tsc", [...COMPILER, "program.ts"], options).catch((error: { readonly stdout?: string }) => {
    throw new Error(error.stdout);
  });

  const token = server.tokenHeaders.authorization.slice("Bearer ".length);
  const photo = join(ROOT, "test/fixtures/photos/adobe-rgb-600.jpg");
  const { stdout } = await run("node", ["program.ts", server.url, server.account, token, photo], options);
  const [uploaded, found, missing, original] = JSON.parse(stdout) as [number, { readonly result: object }][];
  const image = {
    id: "by/client",
    filename: "photo.jpg",
    meta: { album: "summer", stars: 5 },
    creator: "user-7",
  };
  expect(uploaded).toMatchObject([200, { result: image }]);
  expect(found).toMatchObject([200, { result: { images: [image] } }]);
  expect(missing).toMatchObject([404, { errors: [{ code: 5404 }] }]);
  expect(original?.[0]).toBe(200);
});
