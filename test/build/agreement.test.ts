import { execFile } from "node:child_process";
import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { buildVariants, loadConfig } from "@darkroom/build";
import type { OriginalAnswer } from "@darkroom/http/answers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { uploaded } from "../harness/client.ts";
import { fixture } from "../harness/fixtures.ts";
import { CREDENTIALS, ROOT, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

/** A photo with a profile, a turned one, transparency, an animation, and what is not pixels. */
const IMAGES = [
  "photos/adobe-rgb-600.jpg",
  "orientation/portrait_6.jpg",
  "png/palette-transparent.png",
  "gif/animated-loop-3.gif",
  "svg/simple-shapes.svg",
];
/** As browsers of different ages send it. */
const ACCEPTS = [
  "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
  "image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
  "*/*",
];
const DEVICES = ["desktop", "tablet", "mobile"];

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

test("a build makes, under the very keys, the very bytes that a server derives for browsers", async () => {
  for (const path of IMAGES) {
    const bytes = await fixture(path);
    for (const variant of ["public", "default"]) {
      const { url } = await uploaded(server, bytes, variant);
      for (const accept of ACCEPTS) {
        for (const device of DEVICES) {
          const answer = await fetch(url, { headers: { accept, "cf-device-type": device } });
          expect(answer.status).toBe(200);
          await answer.arrayBuffer();
        }
      }
    }
  }
  const derived = await filesBelow(join(folder.path, "data/cache"), "derived/");
  expect(derived.size).toBeGreaterThan(2 * IMAGES.length);

  const { images, failures } = await buildVariants({
    folder: join(ROOT, "test/fixtures"),
    input: IMAGES,
    only: ["public", "default"],
    account: server.account,
    output: join(folder.path, "out"),
    cache: join(folder.path, "cache"),
    threads: 2,
  });
  expect(failures).toEqual([]);
  const built = [...images.values()].flatMap(({ files }) => files);
  expect(new Set(built.map(({ key }) => key))).toEqual(new Set(derived.keys()));
  for (const { key, path } of built) {
    expect(await readFile(join(folder.path, "out", path)), path).toEqual(derived.get(key));
  }
});

test("a build with the variants pulled from a server makes what that server delivers", async () => {
  const made = await fetch(`${server.api}/variants`, {
    method: "POST",
    headers: { ...server.tokenHeaders, "content-type": "application/json" },
    body: JSON.stringify({ id: "card", options: { width: 120, height: 90, fit: "cover", metadata: "none" } }),
  });
  expect(made.status).toBe(200);
  const site = join(folder.path, "site");
  await mkdir(site);
  const token = { DARKROOM_API_TOKEN: CREDENTIALS.DARKROOM_API_TOKEN };
  await promisify(execFile)(
    join(ROOT, "node_modules/.bin/darkroom"),
    ["variants", "pull", server.url, "--account", server.account],
    { cwd: site, env: { ...process.env, ...token } },
  );
  const { config } = await loadConfig(site);
  const { images } = await buildVariants({
    ...config,
    folder: site,
    root: join(ROOT, "test/fixtures"),
    input: join(ROOT, "test/fixtures", IMAGES[1]!),
    only: ["card"],
    output: "out",
    threads: 1,
  });
  const { url } = await uploaded(server, await fixture(IMAGES[1]!), "card");
  for (const [at, { path, mediaType }] of images.get(IMAGES[1]!)!.files.entries()) {
    const answer = await fetch(url, { headers: { accept: ACCEPTS[at]! } });
    expect(answer.headers.get("content-type")).toBe(mediaType);
    expect(await readFile(join(site, "out", path))).toEqual(Buffer.from(await answer.arrayBuffer()));
  }
});

test("a build has the placeholders that a server has", async () => {
  const { images } = await buildVariants({
    folder: join(ROOT, "test/fixtures"),
    input: IMAGES,
    only: ["public"],
    placeholders: "thumbhash",
    output: join(folder.path, "hashed"),
    cache: join(folder.path, "cache"),
    threads: 2,
  });
  for (const path of IMAGES) {
    const { id } = await uploaded(server, await fixture(path), "public");
    const ours = `${server.url}/client/v4/accounts/${server.account}/darkroom/v1`;
    const made = await fetch(`${ours}/images/${id}/placeholder`, {
      method: "POST",
      headers: server.tokenHeaders,
    });
    const { result } = (await made.json()) as { readonly result: Pick<OriginalAnswer, "placeholder"> };
    const { thumbHash, colour: color } = images.get(path)!;
    expect({ path, placeholder: result.placeholder }).toEqual({
      path,
      placeholder: path.endsWith(".svg") ? null : { thumbHash, color },
    });
  }
});

/** Contents of files by their keys. */
async function filesBelow(root: string, prefix: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(join(root, prefix), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return new Map(
    await Promise.all(
      files.map(async ({ parentPath, name }) => {
        const path = join(parentPath, name);
        return [path.slice(root.length + 1), await readFile(path)] as const;
      }),
    ),
  );
}
