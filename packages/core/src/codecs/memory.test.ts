import { readdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { DEFAULT_LIMITS } from "../limits.ts";
import { inspect } from "../pipeline/inspect.ts";
import { avifDecoder } from "./avif.ts";
import { pngDecoder, pngEncoder } from "./png.ts";
import { webpDecoder, webpEncoder } from "./webp.ts";

/**
 * Prediction by what is taken, for a plan: pixels and linear memory. Of WebP and AVIF it can be more: their heaps are 17
 * to 19 MB from the start, and no header says whether a WebP is lossless, which takes several times as much.
 */
const DECODERS = {
  png: { codec: pngDecoder(), most: 1.5 },
  webp: { codec: webpDecoder(), most: 2.5 },
  avif: { codec: avifDecoder(), most: 2.2 },
} as const;

const FIXTURES = new URL("../../../../test/fixtures/", import.meta.url);

describe("a decoder takes no more than is predicted, and not much less", () => {
  test.each(
    (["png", "webp", "avif"] as const).flatMap((folder) =>
      readdirSync(new URL(folder, FIXTURES)).map((file) => `${folder}/${file}`),
    ),
  )("for %s", async (path) => {
    const bytes = new Uint8Array(await readFile(new URL(path, FIXTURES)));
    // Files that are refused take nothing.
    const facts = await inspect(bytes, DEFAULT_LIMITS).catch(() => undefined);
    if (facts?.format !== "png" && facts?.format !== "webp" && facts?.format !== "avif") return;
    const { codec, most } = DECODERS[facts.format];
    const instance = await codec.open();
    try {
      instance.decode(bytes, facts);
    } catch {
      return;
    }
    const predicted = codec.bytesFor(facts);
    expect(instance.memoryBytes()).toBeLessThanOrEqual(predicted);
    const pixels = 4 * facts.width * facts.height;
    expect(predicted + pixels).toBeLessThanOrEqual(most * (instance.memoryBytes() + pixels));
  });
});

describe("an encoder takes no more than is predicted", () => {
  const lossy = { quality: 85, progressive: false };
  test.each([
    ["PNG", pngEncoder(), lossy],
    ["WebP", webpEncoder(), lossy],
    ["lossless WebP", webpEncoder(), { ...lossy, quality: 100 }],
  ] as const)("for a photograph as %s", async (_, codec, options) => {
    const bytes = new Uint8Array(await readFile(new URL("png/kodim23-photo-rgb8.png", FIXTURES)));
    const raster = (await pngDecoder().open()).decode(bytes, await inspect(bytes, DEFAULT_LIMITS));
    const instance = await codec.open();
    instance.encode(raster, options);
    expect(instance.memoryBytes()).toBeLessThanOrEqual(codec.bytesFor(raster, options));
  });
});
