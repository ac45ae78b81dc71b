import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { unpackSvgz } from "./svgz.ts";

const SVGZ = readFileSync(new URL("../../../../test/fixtures/svg/gzip.svgz", import.meta.url));

describe("a compressed SVG", () => {
  test("is unpacked", async () => {
    const unpacked = await unpackSvgz(SVGZ, 10_000);
    expect(new TextDecoder().decode(unpacked)).toMatch(/^<\?xml[^]*<\/svg>\s*$/);
  });

  test("may be exactly as long as allowed, and not a byte longer", async () => {
    const svgz = gzipSync(new Uint8Array(50_000));
    await expect(unpackSvgz(svgz, 50_000)).resolves.toHaveLength(50_000);
    await expect(unpackSvgz(svgz, 49_999)).rejects.toMatchObject({ code: "image_too_large" });
  });

  test("is left alone when it is not gzip", async () => {
    await expect(unpackSvgz(new TextEncoder().encode("<svg/>"), 10)).resolves.toBeUndefined();
    await expect(unpackSvgz(new Uint8Array(), 10)).resolves.toBeUndefined();
  });

  test.each([
    ["cut off", SVGZ.subarray(0, 1000)],
    ["only a header", SVGZ.subarray(0, 10)],
    ["damaged", Uint8Array.from(SVGZ, (byte, at) => (at > 500 && at < 520 ? 0xff : byte))],
    [
      "with another checksum",
      Uint8Array.from(SVGZ, (byte, at) => (at === SVGZ.length - 6 ? byte ^ 1 : byte)),
    ],
  ])("is refused when it is %s", async (_, bytes) => {
    await expect(unpackSvgz(bytes, 100_000)).rejects.toMatchObject({ code: "image_corrupt" });
  });

  test("that holds a gigabyte is given up after a few megabytes", async () => {
    const block = gzipSync(new Uint8Array(64_000_000), { level: 9 });
    // Members of a gzip file follow each other (RFC 1952, 2.2).
    const bomb = new Uint8Array(block.length * 16);
    for (let member = 0; member < 16; member++) bomb.set(block, member * block.length);
    const before = process.memoryUsage().arrayBuffers;
    await expect(unpackSvgz(bomb, 5_000_000)).rejects.toMatchObject({ code: "image_too_large" });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40_000_000);
  });
});
