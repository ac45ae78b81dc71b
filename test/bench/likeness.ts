import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { opaque, type Prepared } from "./sources.ts";
import { ssim } from "./ssim.ts";

/** Structural similarity of a result, a file or raw RGBA, to the picture it should be; 0 for another size. */
export async function likeness(result: Uint8Array, { task, expected }: Prepared): Promise<number> {
  const { width, height } = task.to;
  const raw = { width, height, channels: 4 } as const;
  if (task.does === "pixels" && result.length !== width * height * 4) return 0;
  const shown = await opaque(task.does === "pixels" ? sharp(result, { raw }) : sharp(result));
  return shown.length === expected.length ? ssim(shown, expected, width, height) : 0;
}

/** The same for a file; 0 where nothing can be shown. */
export async function likenessOfFile(path: string, prepared: Prepared): Promise<number> {
  return likeness(await readFile(path), prepared).catch(() => 0);
}

/**
 * The least quality of sharp's AVIF whose result is at least as like as `wanted`. It encodes the expected picture
 * itself, so that sharp need not make up in bytes, and time, for what its own resampling loses.
 */
export async function sharpAvifQuality(prepared: Prepared, effort: number, wanted: number): Promise<number> {
  const { width, height } = prepared.task.to;
  const small = sharp(prepared.expected, { raw: { width, height, channels: 4 } }).removeAlpha();
  let [low, high] = [20, 95];
  while (low < high) {
    const quality = (low + high) >> 1;
    const file = await small.clone().avif({ quality, effort, chromaSubsampling: "4:2:0" }).toBuffer();
    if ((await likeness(file, prepared)) >= wanted) high = quality;
    else low = quality + 1;
  }
  return low;
}
