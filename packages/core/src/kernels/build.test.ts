import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { PIXELS_BUILD } from "./build.ts";

test("the committed kernels are those that cache keys and the manifest name", async () => {
  const binary = await readFile(new URL("../../wasm/pixels.wasm", import.meta.url));
  const manifest = JSON.parse(await readFile(new URL("../../wasm/manifest.json", import.meta.url), "utf8"));
  const sha256 = createHash("sha256").update(binary).digest("hex");
  expect(PIXELS_BUILD.sha256).toBe(sha256);
  expect(manifest["pixels.wasm"]).toMatchObject({ sha256, bytes: binary.length });
});

test("the kernels can do nothing but read and write the bytes that they are given", async () => {
  const module = await WebAssembly.compile(
    await readFile(new URL("../../wasm/pixels.wasm", import.meta.url)),
  );
  expect(
    WebAssembly.Module.imports(module)
      .map(({ module: from, name }) => `${from}.${name}`)
      .toSorted(),
  ).toEqual(["host.read", "host.write"]);
});
