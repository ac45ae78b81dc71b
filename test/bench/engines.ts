import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Job } from "./jobs.ts";

export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** Does one job again and again in a process of its own. */
export interface Engine {
  /** The settings that a number is worth nothing without. */
  readonly settings: string;
  run(job: Job, file: Uint8Array, pixels: Pixels): Promise<Uint8Array>;
  /** The most bytes of WebAssembly memory so far; 0 for native code. */
  memoryBytes(): number;
}

const CORE = new URL("../../packages/core/", import.meta.url);

async function openDarkroom(): Promise<Engine> {
  const kernelsOf = await import(new URL("src/kernels/pixels.ts", CORE).href);
  const { resizeJpeg } = await import(new URL("src/kernels/jpeg-resize.ts", CORE).href);
  const { openResizer } = await import(new URL("src/kernels/resample.ts", CORE).href);
  const module = await WebAssembly.compile(await readFile(new URL("wasm/pixels.wasm", CORE)));
  const kernels = kernelsOf.instantiatePixels(module);
  const resizer = openResizer(kernels);
  return {
    settings: "one instance, memory kept between runs",
    memoryBytes: kernels.memoryBytes,
    run: async ({ does, width, height }, file, pixels) => {
      const out = { width, height };
      if (does === "pixels") return resizer.resize({ ...pixels, opaque: true }, out).data;
      const crop = { left: 0, top: 0, width: pixels.width, height: pixels.height };
      return resizeJpeg(
        kernels,
        file,
        { crop, out },
        { quality: 80, progressive: false, subsampling: "4:2:0" },
      );
    },
  };
}

async function openSharp(): Promise<Engine> {
  const { default: sharp } = await import("sharp");
  sharp.cache(false);
  sharp.concurrency(1);
  return {
    settings: `sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}, concurrency 1, cache off, kernel lanczos3`,
    memoryBytes: () => 0,
    run: async ({ does, width, height }, file, pixels) => {
      if (does === "jpeg")
        return sharp(file).resize(width, height, { fit: "fill" }).jpeg({ quality: 80 }).toBuffer();
      const raw = { width: pixels.width, height: pixels.height, channels: 4 } as const;
      return sharp(pixels.data, { raw }).resize(width, height, { fit: "fill" }).raw().toBuffer();
    },
  };
}

async function openJsquash(): Promise<Engine> {
  const require = createRequire(new URL("package.json", CORE));
  const compile = async (path: string) => WebAssembly.compile(await readFile(require.resolve(path)));
  const load = async (path: string) => import(require.resolve(path));
  const decoder = await load("@jsquash/jpeg/decode.js");
  const encoder = await load("@jsquash/jpeg/encode.js");
  const resizer = await load("@jsquash/resize/lib/resize/pkg/squoosh_resize.js");
  await decoder.init(await compile("@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm"));
  await encoder.init(await compile("@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm"));
  const { memory } = resizer.initSync(await compile("@jsquash/resize/lib/resize/pkg/squoosh_resize_bg.wasm"));
  const LANCZOS3 = 3;
  const resize = (from: Pixels, { width, height }: Job) =>
    resizer.resize(from.data, from.width, from.height, width, height, LANCZOS3, false, false);
  return {
    settings: "@jsquash/jpeg and /resize, lanczos3, neither premultiplied nor in linear light",
    memoryBytes: () => memory.buffer.byteLength,
    run: async (job, file, pixels) => {
      if (job.does === "pixels") return resize(pixels, job);
      const decoded = await decoder.default(Uint8Array.from(file).buffer);
      const data = resize({ ...decoded, data: new Uint8Array(decoded.data.buffer) }, job);
      const image = { data: new Uint8ClampedArray(data.buffer), width: job.width, height: job.height };
      return new Uint8Array(await encoder.default(image, { quality: 80 }));
    },
  };
}

/** The engines, the one that all ratios refer to second. */
export const ENGINES = {
  darkroom: openDarkroom,
  sharp: openSharp,
  jsquash: openJsquash,
} as const satisfies Record<string, () => Promise<Engine>>;

export type EngineName = keyof typeof ENGINES;
