import { readFile } from "node:fs/promises";

/** The bytes of `test/fixtures/<path>`. */
export async function fixture(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL(`../fixtures/${path}`, import.meta.url)));
}

/** A photo of 2268 × 1512 pixels: larger than the mobile and tablet variants, smaller than the desktop's. */
export const PHOTO = "photos/3mp-baseline-422-flower.jpg";
