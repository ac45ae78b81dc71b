import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { fixture } from "../../../../test/harness/fixtures.ts";
import { composed, noise, psnr, sharpOf, sharpPixels } from "../../../../test/harness/rasters.ts";
import type { Raster, ResizerInstance } from "./contract.ts";
import { lanczosResizer } from "./resize.ts";

const RESIZER = lanczosResizer();
let resizer: ResizerInstance;
let photo: Raster;
beforeAll(async () => {
  resizer = await RESIZER.open();
  photo = { ...(await sharpPixels(await fixture("photos/display-p3-gain-map-phone.jpg"))), opaque: true };
});

/** One colour everywhere. */
function flat(width: number, height: number, colour: readonly [number, number, number, number]): Raster {
  const data = Uint8Array.from({ length: width * height * 4 }, (_, i) => colour[i % 4] ?? 0);
  return { width, height, data, opaque: colour[3] === 255 };
}

function colours({ data }: Raster): Set<string> {
  const found = new Set<string>();
  for (let i = 0; i < data.length; i += 4) found.add(data.subarray(i, i + 4).join(" "));
  return found;
}

const side = fc.integer({ min: 1, max: 60 });
const byte = fc.nat(255);

describe("the resizer", () => {
  test.each([
    [383, 511, 50],
    [300, 400, 50],
    [192, 256, 50],
    [100, 133, 45],
    [64, 64, 45],
    [384, 100, 45],
  ])("gives %i×%i as libvips does with Lanczos3, within %i dB", async (width, height, decibels) => {
    const expected = await sharpOf(photo)
      .removeAlpha()
      .resize(width, height, { fit: "fill", kernel: "lanczos3" })
      .ensureAlpha()
      .raw()
      .toBuffer();
    const resized = resizer.resize(photo, { width, height });
    expect(resized).toMatchObject({ width, height, opaque: true });
    expect(psnr(resized, { width, height, data: new Uint8Array(expected) })).toBeGreaterThan(decibels);
  });

  test("gives what is seen of a transparent picture as libvips does", async () => {
    const data = photo.data.map((value, i) =>
      i % 4 === 3 ? (((i >> 2) % photo.width) * 255) / photo.width : value,
    );
    const faded = { ...photo, data, opaque: false };
    const [width, height] = [150, 200];
    const expected = await sharpOf(faded)
      .resize(width, height, { fit: "fill", kernel: "lanczos3" })
      .raw()
      .toBuffer();
    const resized = resizer.resize(faded, { width, height });
    for (const grey of [0, 128, 255]) {
      const theirs = composed({ width, height, data: new Uint8Array(expected) }, grey);
      expect(psnr(composed(resized, grey), theirs)).toBeGreaterThan(48);
    }
  });

  test("keeps an opaque flat colour exact, at every size", () => {
    fc.assert(
      fc.property(side, side, side, side, fc.tuple(byte, byte, byte), (w, h, width, height, [r, g, b]) => {
        const resized = resizer.resize(flat(w, h, [r, g, b, 255]), { width, height });
        expect(colours(resized)).toEqual(new Set([`${r} ${g} ${b} 255`]));
      }),
    );
  });

  test("keeps a translucent flat colour as exact as its alpha lets it be seen", () => {
    fc.assert(
      fc.property(side, side, fc.tuple(byte, byte, byte), byte, (width, height, [r, g, b], alpha) => {
        const { data } = resizer.resize(flat(20, 31, [r, g, b, alpha]), { width, height });
        for (let i = 0; i < data.length; i++) {
          const [seen, meant] =
            i % 4 === 3
              ? [data[i] ?? 0, alpha]
              : [((data[i] ?? 0) * alpha) / 255, (([r, g, b][i % 4] ?? 0) * alpha) / 255];
          expect(Math.abs(seen - meant)).toBeLessThanOrEqual(i % 4 === 3 ? 0 : 1);
        }
      }),
      { numRuns: 50 },
    );
  });

  test("does not let the colour of transparent pixels bleed into what is seen", () => {
    const data = new Uint8Array(64 * 64 * 4);
    for (let i = 0; i < data.length; i += 4) {
      const seen = (i / 4) % 64 >= 29;
      data.set(seen ? [255, 0, 0, 255] : [0, 255, 0, 0], i);
    }
    const resized = resizer.resize({ width: 64, height: 64, data, opaque: false }, { width: 23, height: 17 });
    for (let i = 0; i < resized.data.length; i += 4) {
      expect(resized.data[i + 1]).toBe(0);
      expect(resized.data[i]).toBe(resized.data[i + 3] === 0 ? 0 : 255);
    }
  });

  test("returns the very raster for its own size", () => {
    expect(resizer.resize(photo, { width: photo.width, height: photo.height })).toBe(photo);
  });

  test("leaves its input alone, and gives a buffer that holds nothing else", () => {
    const input = noise(30, 20, false);
    const before = input.data.slice();
    const { data } = resizer.resize(input, { width: 7, height: 9 });
    expect(input.data).toEqual(before);
    expect([data.length, data.buffer.byteLength]).toEqual([252, 252]);
  });

  test.each([
    [12_000, 1, 1, 1],
    [1, 12_000, 1, 1],
    [1, 1, 1000, 1000],
    [1, 12_000, 12_000, 1],
    [12_000, 1, 1, 12_000],
    [2, 2, 12_000, 2],
  ])("takes %i×%i to %i×%i in a memory of the size of the pictures", async (w, h, width, height) => {
    const fresh = await RESIZER.open();
    const resized = fresh.resize(flat(w, h, [9, 99, 199, 255]), { width, height });
    expect(colours(resized)).toEqual(new Set(["9 99 199 255"]));
    expect(resized.data).toHaveLength(width * height * 4);
    expect(fresh.memoryBytes()).toBeLessThan(RESIZER.bytesFor({ width: w, height: h }, { width, height }));
  });

  test.each([
    [1000, 1000, 999, 999],
    [1000, 1000, 2000, 1000],
    [1000, 1000, 2000, 500],
    [2000, 2000, 300, 300],
  ])("stays within the memory it promises from %i×%i to %i×%i", async (w, h, width, height) => {
    const fresh = await RESIZER.open();
    fresh.resize(noise(w, h, false), { width, height });
    expect(fresh.memoryBytes()).toBeLessThan(RESIZER.bytesFor({ width: w, height: h }, { width, height }));
  });

  test("gives the same bytes from a used instance as from a fresh one", async () => {
    const size = { width: 123, height: 77 };
    const fresh = (await RESIZER.open()).resize(photo, size);
    resizer.resize(noise(200, 300, false), { width: 100, height: 400 });
    expect(resizer.resize(photo, size)).toEqual(fresh);
  });
});
