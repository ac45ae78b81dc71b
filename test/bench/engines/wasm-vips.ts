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
  const vips = await open({ dynamicLibraries: ["vips-heif.wasm"] });
  vips.concurrency(1);
  vips.Cache.max(0);
  return {
    settings: ({ to, sharpAvif }) =>
      `libvips ${vips.version()}, concurrency 1, cache off${to.format === "avif" && sharpAvif ? "; effort and quality as sharp's" : ""}`,
    refuses: () => undefined,
    async run({ does, from, to, quality, progressive, profile, sharpAvif }, input) {
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
        switch (to.format) {
          case "jpeg":
            return small.writeToBuffer(".jpg", jpeg);
          case "webp":
            return small.writeToBuffer(".webp", { Q: quality, keep: "none" });
          case "avif":
            return small.writeToBuffer(".avif", {
              Q: sharpAvif?.quality ?? quality,
              effort: sharpAvif?.effort ?? 4,
              subsample_mode: "on",
              keep: "none",
            });
        }
      } finally {
        for (const image of made) image.delete();
      }
    },
  };
}
