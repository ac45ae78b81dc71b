import { afterEach, describe, expect, test, vi } from "vitest";
import { applyPatches, driftedFiles, VENDORED } from "../../scripts/vendor.ts";
import factory from "../../vendor/icodec/webp-dec.js";
import { load } from "./file/webp-decoder.ts";

/** A lossless WebP of one pixel, red with alpha 128. */
const RED_PIXEL = Buffer.from("UklGRhwAAABXRUJQVlA4TA8AAAAvAAAAEAcQ/Y8CBiKi/wEA", "base64");

async function openWebpDecoder() {
  const module = await load();
  return factory({
    instantiateWasm(imports, receive) {
      const instance = new WebAssembly.Instance(module, imports);
      receive(instance);
      return instance.exports;
    },
  });
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("vendored files", () => {
  test("are what the installed packages give, byte for byte", async () => {
    expect(VENDORED.length).toBeGreaterThan(4);
    expect(await driftedFiles()).toEqual([]);
  });

  test("cannot be made when a patch matches nothing, or more than once", () => {
    expect(applyPatches("a b c", [{ find: "b", replace: "B" }])).toBe("a B c");
    expect(() => applyPatches("a c", [{ find: "b", replace: "B" }])).toThrow(/exactly one/);
    expect(() => applyPatches("b b", [{ find: "b", replace: "B" }])).toThrow(/exactly one/);
  });

  test("decode WebP where code cannot be made from strings, and leave no global behind", async () => {
    vi.stubGlobal("Function", () => {
      throw new EvalError("Code generation from strings disallowed for this context");
    });
    const decoder = await openWebpDecoder();
    const data = Uint8ClampedArray.of(255, 0, 0, 128);
    expect(decoder.decode(RED_PIXEL)).toEqual({ data, width: 1, height: 1, depth: 8 });
    expect(decoder.decode(new Uint8Array([1, 2, 3]))).toBeNull();
    expect(globalThis).not.toHaveProperty("_icodec_ImageData");
  });
});
