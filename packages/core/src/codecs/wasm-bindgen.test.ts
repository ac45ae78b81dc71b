import { describe, expect, test } from "vitest";
import { load as loadPng } from "../wasm/file/png.ts";
import { load as loadResize } from "../wasm/file/resize.ts";
import { type BindgenExports, openBindgen } from "./wasm-bindgen.ts";

interface DecodingExports extends BindgenExports {
  decode(): void;
}

describe("the binding to wasm-bindgen modules", () => {
  test("refuses a module without the exports that it calls", async () => {
    const empty = new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
    expect(() => openBindgen(empty, [])).toThrow(/exports no function `__wbindgen_add_to_stack_pointer`/);
    const resize = await loadResize();
    expect(() => openBindgen<DecodingExports>(resize, ["decode"])).toThrow(/exports no function `decode`/);
  });

  test("refuses a module with an import that it does not know", async () => {
    const png = await loadPng();
    expect(() => openBindgen(png, [])).toThrow(/imports `__wbindgen_memory`, which is unknown/);
  });

  test("gives each instance a memory of its own", async () => {
    const resize = await loadResize();
    expect(openBindgen(resize, []).memory).not.toBe(openBindgen(resize, []).memory);
  });
});
