/** One thing to be done by every engine. Files lie in the folder of benchmark images. */
export interface Job {
  readonly name: string;
  readonly file: string;
  readonly width: number;
  readonly height: number;
  /** `jpeg`: JPEG in, JPEG of quality 80 in 4:2:0 out. `pixels`: RGBA in, RGBA out, decoded beforehand. */
  readonly does: "jpeg" | "pixels";
}

const SHARP_BENCH = "sharp-bench-2725x2225.jpg";
const PHONE = "12mp-iphone11-4032x3024-p3.jpg";
const LARGE = "24mp-5964x3976.jpg";

export const JOBS: readonly Job[] = [
  { name: "RGBA 6 MP to 720", file: SHARP_BENCH, width: 720, height: 588, does: "pixels" },
  { name: "JPEG 6 MP to 720", file: SHARP_BENCH, width: 720, height: 588, does: "jpeg" },
  { name: "JPEG 12 MP to 1024", file: PHONE, width: 1024, height: 768, does: "jpeg" },
  { name: "JPEG 12 MP to 320", file: PHONE, width: 320, height: 240, does: "jpeg" },
  { name: "JPEG 24 MP to 2560", file: LARGE, width: 2560, height: 1707, does: "jpeg" },
  { name: "JPEG 24 MP to 1024", file: LARGE, width: 1024, height: 683, does: "jpeg" },
];

/** A JPEG without its metadata, so that nobody spends time on a colour profile. */
export function withoutMetadata(file: Uint8Array): Uint8Array {
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
