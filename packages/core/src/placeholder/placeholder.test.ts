import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { avifDecoder } from "../codecs/avif.ts";
import { lcmsColour } from "../codecs/colour.ts";
import { gifDecoder } from "../codecs/gif.ts";
import { jpegDecoder, lanczosResizer, matrixColour } from "../codecs/pixels.ts";
import { pngDecoder } from "../codecs/png.ts";
import { webpDecoder } from "../codecs/webp.ts";
import { createPipeline } from "../pipeline/pipeline.ts";
import { describePlan } from "../pipeline/step.ts";
import { decodePlaceholder, type Placeholder } from "./placeholder.ts";
import { drawThumbHash } from "./thumb-hash-picture.ts";

/** No encoder: a placeholder needs none. */
const pipeline = createPipeline([
  jpegDecoder(),
  pngDecoder(),
  webpDecoder(),
  avifDecoder(),
  gifDecoder(),
  lanczosResizer(),
  matrixColour(),
  lcmsColour(),
]);

async function load(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL(`../../../../test/fixtures/${path}`, import.meta.url)));
}

async function planOf(path: string): Promise<string> {
  const bytes = await load(path);
  const plan = pipeline.planPlaceholder(await pipeline.inspect(bytes), bytes.length);
  return plan === undefined ? "" : describePlan(plan);
}

async function placeholderOf(path: string): Promise<Placeholder | null> {
  const bytes = await load(path);
  const facts = await pipeline.inspect(bytes);
  const plan = pipeline.planPlaceholder(facts, bytes.length)!;
  const { bytes: json, mediaType } = await pipeline.run(plan, bytes, facts);
  expect(mediaType).toBe("application/json");
  return decodePlaceholder(json);
}

describe("the placeholder of an image", () => {
  test("is planned like a tiny picture: upright and in sRGB, but not encoded", async () => {
    expect(await planOf("photos/12mp-iphone-city.jpg")).toMatch(
      /^decode jpeg \d+×\d+ at 0,0 to 48×36 → .*summarise as a placeholder$/,
    );
    expect(await planOf("orientation/landscape_6.jpg")).toContain("→ orient 6 → summarise as a placeholder");
    expect(await planOf("svg/commons-logo.svg")).toBe("");
  });

  test.each([
    ["photos/12mp-iphone-city.jpg"],
    ["photos/cmyk-ycck-swop-icc.jpg"],
    ["png/palette-transparent.png"],
    ["webp/animated-alpha-9.webp"],
    ["avif/hdr-p3-pq.avif"],
    ["gif/animated-loop-3.gif"],
  ])("of %s is there, and small", async (path) => {
    const placeholder = await placeholderOf(path);
    expect(placeholder?.colour).toMatch(/^#[0-9a-f]{6}$/);
    const hash = Uint8Array.fromBase64(placeholder!.thumbHash);
    expect(hash.length).toBeLessThanOrEqual(25);
    expect(drawThumbHash(hash)).toBeDefined();
  });

  test("is that of the picture as it is seen: a photo that is stored turned is drawn upright", async () => {
    const upright = await placeholderOf("orientation/landscape_1.jpg");
    const turned = await placeholderOf("orientation/landscape_6.jpg");
    const [one, other] = [upright, turned].map((each) =>
      drawThumbHash(Uint8Array.fromBase64(each!.thumbHash))!,
    );
    expect(one!.width).toBeGreaterThan(one!.height);
    expect([other!.width, other!.height]).toEqual([one!.width, one!.height]);
    const difference = one!.data.reduce((sum, byte, at) => sum + Math.abs(byte - other!.data[at]!), 0);
    expect(difference / one!.data.length).toBeLessThan(4);
  });
});
