import { load } from "#wasm/resize";
import type { Size } from "../formats/facts.ts";
import { buildOf } from "./builds.ts";
import { rememberLoaded } from "./compiled-module.ts";
import type { Raster, ResizerCodec } from "./contract.ts";
import { openGuarded, workGuarded } from "./failure.ts";
import { type BindgenExports, callForBytes, openBindgen, passBytes } from "./wasm-bindgen.ts";

interface ResizeExports extends BindgenExports {
  resize(
    returned: number,
    address: number,
    length: number,
    fromWidth: number,
    fromHeight: number,
    toWidth: number,
    toHeight: number,
    method: number,
    premultiply: number,
    linearLight: number,
  ): void;
}

const LANCZOS3 = 3;
const NO = 0;

/**
 * Lanczos3 by the `resize` crate, on the sRGB values as they are: no detour through linear light, as libvips
 * and with it sharp do by default. Alpha is premultiplied here, at 8 bits, not by the module, which would
 * take 32 bits for every sample of the whole input.
 */
export function lanczosResizer(): ResizerCodec {
  const compiled = rememberLoaded(load);
  return {
    does: "resize",
    build: buildOf("resize", 1),
    // Both pictures, and between the two passes the new width × the old height in 32-bit samples.
    bytesFor: (from, to) =>
      2_500_000 +
      4 * area(from) +
      4 * area(to) +
      16 * Math.min(to.width * from.height, Math.max(area(from), area(to))),
    open: () =>
      openGuarded("resize", async () => {
        const exports = openBindgen<ResizeExports>(await compiled(), ["resize"]);
        return {
          memoryBytes: () => exports.memory.buffer.byteLength,
          resize: (raster, size) => workGuarded("resize", () => resizeRaster(exports, raster, size)),
        };
      }),
  };
}

function area({ width, height }: Size): number {
  return width * height;
}

function resizeRaster(exports: ResizeExports, raster: Raster, { width, height }: Size): Raster {
  if (width === raster.width && height === raster.height) return raster;
  // The module resamples rows first and holds `width` × the old height in 32-bit samples between: where the
  // picture grows wider but lower, that is more than either picture (1 × 12,000 to 12,000 × 1: 2.3 GB).
  if (width > raster.width && height < raster.height) {
    return resizeRaster(exports, resizeRaster(exports, raster, { width: raster.width, height }), {
      width,
      height,
    });
  }
  const { data: pixels, opaque } = raster;
  const address = passBytes(exports, pixels.length, (room) => {
    if (opaque) room.set(pixels);
    else premultiply(pixels, room);
  });
  const data = callForBytes(exports, (returned) =>
    exports.resize(
      returned,
      address,
      pixels.length,
      raster.width,
      raster.height,
      width,
      height,
      LANCZOS3,
      NO,
      NO,
    ),
  );
  if (!opaque) unpremultiply(data);
  return { width, height, data, opaque };
}

/** Colours times alpha, rounded to nearest, so that what cannot be seen does not bleed into what can. */
function premultiply(from: Uint8Array, to: Uint8Array): void {
  for (let i = 0; i < from.length; i += 4) {
    const alpha = from[i + 3]!;
    to[i] = by255(from[i]! * alpha);
    to[i + 1] = by255(from[i + 1]! * alpha);
    to[i + 2] = by255(from[i + 2]! * alpha);
    to[i + 3] = alpha;
  }
}

/** The reverse, in place; a filter that rings can leave a colour above its alpha, which is cut off. */
function unpremultiply(data: Uint8Array): void {
  for (let i = 0; i < data.length; i += 4) {
    const alpha = data[i + 3]!;
    if (alpha === 255) continue;
    data[i] = over(data[i]!, alpha);
    data[i + 1] = over(data[i + 1]!, alpha);
    data[i + 2] = over(data[i + 2]!, alpha);
  }
}

/** `value / 255` rounded to nearest, exact for 0 to 255². */
function by255(value: number): number {
  const biased = value + 128;
  return (biased + (biased >> 8)) >> 8;
}

function over(colour: number, alpha: number): number {
  return alpha === 0 ? 0 : Math.min(255, Math.floor((colour * 255 + (alpha >> 1)) / alpha));
}
