import { readFile, writeFile } from "node:fs/promises";
import sharp, { type Sharp } from "sharp";
import type { Job, Source } from "./jobs.ts";
import { QUALITY } from "./jobs.ts";
import type { Size, Task } from "./task.ts";

/** An input as every engine reads it, and the picture that each result is compared with. */
export interface Prepared {
  readonly task: Task;
  readonly input: string;
  /** RGBA of the output's size, opaque: resampled from the full picture with Lanczos3, alpha laid on white. */
  readonly expected: Uint8Array;
}

const QUALITY_OF_MADE = 90;

/** Writes the input of a job to `path`, and says what is to be done with it. */
export async function prepare(job: Job, folder: string, path: string): Promise<Prepared> {
  const file = await sourceFile(job.source, `${folder}/${job.source.file}`);
  const { width, height, format, hasAlpha, icc } = await sharp(file).metadata();
  if (format !== "jpeg" && format !== "png") throw new Error(`${job.source.file} is no JPEG or PNG.`);
  const to = { width: job.width, height: Math.round((height * job.width) / width), format: job.format };
  const does = job.source.as === "pixels" ? "pixels" : "file";
  await writeFile(path, does === "pixels" ? await sharp(file).ensureAlpha().raw().toBuffer() : file);
  const task: Task = {
    does,
    from: { width, height, format },
    to,
    quality: QUALITY,
    progressive: job.progressive ?? false,
    profile: icc !== undefined,
    alpha: hasAlpha,
  };
  return { task, input: path, expected: await resampled(file, to) };
}

async function sourceFile({ as, megapixels = 0 }: Source, path: string): Promise<Uint8Array> {
  const stored = await readFile(path);
  if (as === "stored") return stored;
  const bare = withoutMetadata(stored);
  if (as === "bare" || as === "pixels") return bare;
  const { width, height } = await sharp(bare).metadata();
  const scale = Math.sqrt((megapixels * 1e6) / (width * height));
  // A square, for more megapixels than the limit for a side allows in the shape of the photo.
  const side = Math.round(Math.sqrt(megapixels * 1e6));
  const size = as === "enlarged" ? { width: side, height: side } : { width: Math.round(width * scale) };
  return sharp(bare)
    .resize(size)
    .jpeg({ quality: QUALITY_OF_MADE, progressive: as === "progressive" })
    .toBuffer();
}

async function resampled(file: Uint8Array, { width, height }: Size): Promise<Uint8Array> {
  const { data, info } = await sharp(file, { limitInputPixels: false })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const small = sharp(data, {
    raw: { width: info.width, height: info.height, channels: info.channels },
    limitInputPixels: false,
  }).resize(width, height, { fit: "fill" });
  return opaque(small);
}

/** RGBA of a picture on white. */
export async function opaque(picture: Sharp): Promise<Uint8Array> {
  return picture.flatten({ background: "#ffffff" }).toColourspace("srgb").ensureAlpha().raw().toBuffer();
}

/** A JPEG without its metadata. */
function withoutMetadata(file: Uint8Array): Uint8Array {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const kept = [file.subarray(0, 2)];
  for (let at = 2; at + 4 <= file.length;) {
    const marker = file[at + 1] ?? 0;
    if (marker === 0xda) {
      kept.push(file.subarray(at));
      break;
    }
    const end = at + 2 + view.getUint16(at + 2);
    const isMetadata = (marker >= 0xe1 && marker <= 0xef && marker !== 0xee) || marker === 0xfe;
    if (!isMetadata) kept.push(file.subarray(at, end));
    at = end;
  }
  return Buffer.concat(kept);
}
