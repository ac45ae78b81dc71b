import { readFile } from "node:fs/promises";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { upload } from "../harness/client.ts";
import { startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";
import { meanBlockDeltaE } from "./block-means.ts";
import { openCorpus, type CorpusFile } from "./manifest.ts";

/** Mean ΔE2000 over 8×8 blocks: what lossy coding at quality 85 and another resampler may differ. */
const MOST_DELTA_E = 3;
const BOX = { width: 1366, height: 768 };
/** What a client without and with the newer formats sends, and what it may get. */
const CLIENTS = [
  { accept: undefined, types: /^image\/(jpeg|png)$/ },
  { accept: "image/webp,*/*;q=0.8", types: /^image\/webp$/ },
  { accept: "image/avif,image/webp,*/*;q=0.8", types: /^image\/avif$/ },
] as const;

const corpus = openCorpus();
let folder: TemporaryFolder;
let server: ServedProcess;

beforeAll(async () => {
  folder = await temporaryFolder();
  server = await startProcess(folder.path);
});
afterAll(async () => {
  await server?.[Symbol.asyncDispose]();
  await folder?.[Symbol.asyncDispose]();
});

function filesThat(expectation: CorpusFile["expect"]): CorpusFile[] {
  return corpus.files.filter(({ expect: expected }) => expected === expectation);
}

async function send(file: CorpusFile): Promise<Awaited<ReturnType<typeof upload>> & { url: string }> {
  const bytes = new Uint8Array(await readFile(join(corpus.folder, file.path)));
  const answer = await upload(server, bytes, { filename: file.path });
  return { ...answer, url: answer.body.result?.variants.find((url) => url.endsWith("/public")) ?? "" };
}

/** The size that scale-down gives, or undefined where the manifest does not know the source's. */
function expectedSize(file: CorpusFile): { width: number; height: number } | undefined {
  const width = file.upright_width ?? file.width;
  const height = file.upright_height ?? file.height;
  if (width === null || height === null) return undefined;
  const scale = Math.min(1, BOX.width / width, BOX.height / height);
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

async function pixels(image: Sharp): Promise<{ width: number; height: number; data: Uint8Array }> {
  const { data, info } = await image
    .flatten({ background: "white" })
    .toColourspace("srgb")
    .ensureAlpha()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

function isAnimated(file: CorpusFile): boolean {
  return (file.frames ?? file.pillow_frames ?? 1) > 1 && ["gif", "png", "webp"].includes(file.format);
}

/** Asserts that a delivery is the picture of the file: type, size, no metadata, colours. */
async function expectPicture(file: CorpusFile, url: string, client: (typeof CLIENTS)[number]): Promise<void> {
  const response = await fetch(
    url,
    client.accept === undefined ? {} : { headers: { accept: client.accept } },
  );
  const body = Buffer.from(await response.arrayBuffer());
  expect(response.status, body.subarray(0, 200).toString()).toBe(200);
  const type = response.headers.get("content-type")!;
  const metadata = await sharp(body).metadata();
  expect(metadata.exif).toBeUndefined();
  expect(metadata.xmp).toBeUndefined();
  if (isAnimated(file) && type === file.mime_by_file) {
    // An animation is passed through: it keeps its size, its frames, and the profile that its pixels need.
    expect(metadata.width).toBe(file.width);
    if (file.frames !== undefined) expect(metadata.pages).toBe(file.frames);
    return;
  }
  expect(metadata.icc).toBeUndefined();
  expect(type).toMatch(client.types);
  const size = expectedSize(file);
  if (size !== undefined) expect({ width: metadata.width, height: metadata.height }).toEqual(size);
  const source = sharp(join(corpus.folder, file.path), { failOn: "none" });
  const reference = await pixels(
    source.autoOrient().resize({ width: metadata.width, height: metadata.height, fit: "fill" }),
  );
  expect(meanBlockDeltaE(await pixels(sharp(body)), reference), type).toBeLessThanOrEqual(MOST_DELTA_E);
}

describe(`every file of ${process.env["CORPUS_DIR"] ? "the whole corpus" : "the fixtures"}`, () => {
  test.each(filesThat("decodes").filter(({ format }) => format !== "svg"))(
    "$path is delivered right",
    async (file) => {
      const { status, body, url } = await send(file);
      expect(status, JSON.stringify(body)).toBe(200);
      for (const client of CLIENTS) await expectPicture(file, url, client);
    },
  );

  test.each(corpus.files.filter(({ format }) => format === "svg" || format === "svgz"))(
    "$path is harmless, or refused",
    async (file) => {
      const { status, body, url } = await send(file);
      if (status !== 200) {
        expect(file.expect).not.toBe("decodes");
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
        expect(body.success).toBe(false);
        return;
      }
      expect(file.expect).not.toBe("must-reject");
      const response = await fetch(url);
      const text = await response.text();
      expect(response.headers.get("content-type")).toBe("image/svg+xml");
      expect(response.headers.get("content-security-policy")).toContain("sandbox");
      expect(text).not.toMatch(
        /<script|\son\w+\s*=|javascript:|https?:\/\/(?!www\.w3\.org)|\bfile:|<!ENTITY|@import/i,
      );
    },
  );

  test.each(filesThat("must-reject").filter(({ format }) => format !== "svg"))(
    "$path is refused",
    async (file) => {
      const { status, body, url } = await send(file);
      if (status !== 200) {
        expect(status).toBeGreaterThanOrEqual(400);
        expect(status).toBeLessThan(500);
        expect(body).toMatchObject({ success: false, result: null });
        return;
      }
      const delivered = await fetch(url);
      expect(delivered.status).toBeGreaterThanOrEqual(400);
      expect(delivered.status).toBeLessThan(500);
      expect(delivered.headers.get("cf-resized")).toMatch(/^err=9\d\d\d$/);
    },
  );

  test.each(filesThat("either").filter(({ format }) => !format.startsWith("svg")))(
    "$path is delivered as a picture, or refused",
    async (file) => {
      const { status, url } = await send(file);
      expect(status).toBeLessThan(500);
      if (status !== 200) return;
      const delivered = await fetch(url);
      expect(delivered.status).toBeLessThan(500);
      if (delivered.status !== 200) return;
      expect(delivered.headers.get("content-type")).toMatch(/^image\//);
      const metadata = await sharp(Buffer.from(await delivered.arrayBuffer())).metadata();
      expect(metadata.width).toBeGreaterThan(0);
    },
  );

  test("the server is well after all of it", async () => {
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect(server.output()).not.toMatch(/unexpected error/);
  });
});
