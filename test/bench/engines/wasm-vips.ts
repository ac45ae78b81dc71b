import type { Engine } from "../task.ts";
import { loadPeer } from "./peers.ts";

interface Vips {
  concurrency(threads: number): void;
  version(): string;
  readonly Cache: { max(operations: number): void };
  readonly Image: {
    thumbnailBuffer(file: Uint8Array, width: number, options: object): VipsImage;
    newFromMemory(data: Uint8Array, width: number, height: number, bands: number, format: string): VipsImage;
  };
}

interface VipsImage {
  premultiply(): VipsImage;
  unpremultiply(): VipsImage;
  cast(format: string): VipsImage;
  resize(scale: number, options: object): VipsImage;
  writeToBuffer(suffix: string, options: object): Uint8Array;
  writeToMemory(): Uint8Array;
  delete(): void;
}

/** libvips compiled to WebAssembly, threads and all; one of them works. */
export async function openWasmVips(): Promise<Engine> {
  const { default: open } = await loadPeer<{
    default: (module: { readonly dynamicLibraries: readonly string[] }) => Promise<Vips>;
  }>("wasm-vips");
  const vips = await open({ dynamicLibraries: [] });
  vips.concurrency(1);
  vips.Cache.max(0);
  return {
    settings: () => `libvips ${vips.version()}, concurrency 1, cache off`,
    refuses: ({ does, to }) =>
      does === "file" && to.format === "avif" ? "its AVIF module is a separate build" : undefined,
    async run({ does, from, to, quality, progressive, profile }, input) {
      const made: VipsImage[] = [];
      const keep = (image: VipsImage): VipsImage => {
        made.push(image);
        return image;
      };
      try {
        if (does === "pixels") {
          const { width, height } = from;
          const whole = keep(vips.Image.newFromMemory(input, width, height, 4, "uchar"));
          const scaled = keep(
            keep(whole.premultiply()).resize(to.width / width, { vscale: to.height / height }),
          );
          return keep(keep(scaled.unpremultiply()).cast("uchar")).writeToMemory();
        }
        const small = keep(
          vips.Image.thumbnailBuffer(input, to.width, {
            height: to.height,
            size: "force",
            // Where there is nothing to convert it would convert all the same.
            ...(profile && { output_profile: "srgb" }),
          }),
        );
        const jpeg = { Q: quality, keep: "none", optimize_coding: true, interlace: progressive };
        return to.format === "jpeg"
          ? small.writeToBuffer(".jpg", jpeg)
          : small.writeToBuffer(".webp", { Q: quality, keep: "none" });
      } finally {
        for (const image of made) image.delete();
      }
    },
  };
}
