import { DarkroomError, isDarkroomError } from "../errors.ts";
import type { ImageFacts, Size } from "../formats/facts.ts";
import type { Raster } from "./contract.ts";

/**
 * Runs one decode and gives every failure its code. A decoder fails because of the bytes that it was given,
 * except when memory is short. `name` is the format as a reader knows it, such as "JPEG".
 */
export function decodeGuarded(name: string, decode: () => Raster): Raster {
  try {
    return decode();
  } catch (error) {
    if (isDarkroomError(error)) throw error;
    if (isOutOfMemory(error)) throw outOfMemory(name, error);
    throw corrupt(name, error);
  }
}

/** Runs one encode or resize; its input is ours, so a failure is never the caller's fault. */
export function workGuarded<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (isDarkroomError(error)) throw error;
    if (isOutOfMemory(error)) throw outOfMemory(name, error);
    throw new DarkroomError("codec_failed", `The ${name} codec failed on this picture.`, { cause: error });
  }
}

/** Runs the start of an instance; a failure says that this environment cannot run the codec. */
export async function openGuarded<T>(name: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (isDarkroomError(error)) throw error;
    throw new DarkroomError("codec_failed", `The ${name} codec could not be started.`, { cause: error });
  }
}

export function corrupt(name: string, cause?: unknown): DarkroomError {
  return new DarkroomError("image_corrupt", `The ${name} data is damaged or incomplete.`, { cause });
}

/** @throws DarkroomError `image_corrupt` when a decoder found another size than the header promised. */
export function expectSize(found: Size, { width, height }: Pick<ImageFacts, "width" | "height">): void {
  if (found.width === width && found.height === height) return;
  throw new DarkroomError(
    "image_corrupt",
    `Expected ${width}×${height} pixels, as the header says, but the image holds ${found.width}×${found.height}.`,
  );
}

function outOfMemory(name: string, cause: unknown): DarkroomError {
  return new DarkroomError("codec_failed", `There is too little memory for the ${name} codec.`, { cause });
}

/** What engines throw when an array cannot be allocated, and libjpeg and Emscripten when `malloc` gives nothing. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError || /out of memory|insufficient memory|\bOOM\b/i.test(String(error));
}
