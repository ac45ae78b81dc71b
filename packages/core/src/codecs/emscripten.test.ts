import { afterEach, describe, expect, test, vi } from "vitest";
import { probe } from "../formats/probe.ts";
import { fixture } from "../../../../test/harness/fixtures.ts";
import { openEmscripten, withPlantedGlobals } from "./emscripten.ts";
import { jpegDecoder, jpegEncoder } from "./jpeg.ts";
import { webpEncoder } from "./webp.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function startAndWork(): Promise<void> {
  const bytes = await fixture("photos/display-p3-gain-map-phone.jpg");
  const raster = (await jpegDecoder().open()).decode(bytes, probe(bytes));
  const options = { quality: 80, progressive: true };
  (await jpegEncoder().open()).encode(raster, options);
  (await webpEncoder().open()).encode(raster, options);
}

describe("codecs behind Emscripten glue", () => {
  test("leave nothing on the global object", async () => {
    const before = Reflect.ownKeys(globalThis);
    await startAndWork();
    expect(Reflect.ownKeys(globalThis)).toEqual(before);
  });

  test("leave an ImageData that was there as it was", async () => {
    const theirs = { itsName: "ImageData" };
    vi.stubGlobal("ImageData", theirs);
    await startAndWork();
    expect(globalThis).toHaveProperty("ImageData", theirs);
  });

  test("put the global object back after a failure too", () => {
    expect(() =>
      withPlantedGlobals(() => {
        expect(globalThis).toHaveProperty("ImageData");
        throw new Error("failed");
      }),
    ).toThrow("failed");
    expect(globalThis).not.toHaveProperty("ImageData");
  });

  test("keep what the C code prints from the console, and hand it over once", async () => {
    const methods = [vi.spyOn(console, "log"), vi.spyOn(console, "error"), vi.spyOn(console, "warn")];
    const bytes = await fixture("photos/display-p3-gain-map-phone.jpg");
    const decoder = await jpegDecoder().open();
    decoder.decode(bytes.subarray(0, 30_000), probe(bytes));
    expect(() => decoder.decode(bytes.subarray(0, 20), probe(bytes))).toThrow(/damaged/);
    for (const method of methods) expect(method).not.toHaveBeenCalled();
  });

  test("have a bound on the lines that are kept", async () => {
    const module = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    const { takeComplaints } = await openEmscripten(async (options) => {
      for (let i = 0; i < 1000; i++) options.printErr(`line ${i}`);
      return { HEAPU8: new Uint8Array(0) };
    }, module);
    expect(takeComplaints()).toHaveLength(8);
    expect(takeComplaints()).toEqual([]);
  });
});
