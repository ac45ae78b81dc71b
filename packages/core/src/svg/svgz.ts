import { DarkroomError } from "../errors.ts";

/**
 * Compressed bytes that are handed over at a time. Some runtimes expand all they are given at once, a thousandfold
 * at worst, so that this bounds what a bomb can take.
 */
const STEP = 4096;

/**
 * Unpacks a gzip-compressed SVG; undefined when the bytes are not gzip (RFC 1952, 2.3.1). Throws `image_too_large`
 * as soon as the result is longer than `maxBytes`, `image_corrupt` for a damaged stream.
 */
export async function unpackSvgz(
  bytes: Uint8Array,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8) return undefined;
  const reader = inSteps(bytes).pipeThrough(new DecompressionStream("gzip")).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new DarkroomError("image_corrupt", "The compressed SVG is damaged or cut off.", { cause });
    });
    if (done) return joined(chunks, length);
    length += value.length;
    if (length > maxBytes) {
      await reader.cancel();
      throw new DarkroomError("image_too_large", `The compressed SVG holds more than ${maxBytes} bytes.`);
    }
    chunks.push(value);
  }
}

function inSteps(bytes: Uint8Array): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 0;
  return new ReadableStream(
    {
      pull: (controller) => {
        controller.enqueue(new Uint8Array(bytes.subarray(at, at + STEP)));
        at += STEP;
        if (at >= bytes.length) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
