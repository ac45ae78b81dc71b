import type { FileHandle } from "node:fs/promises";
import type { ByteRange } from "@darkroom/storage";
import { fileError } from "./file-errors.ts";

/** Bytes a read; what is no longer is read at once and holds no file open. */
const CHUNK = 65_536;

/**
 * A part of an open file as a stream, which takes the file over: it is closed when the stream has been read
 * to its end, was cancelled or has failed. The range lies within the file.
 */
export async function streamFile(
  file: FileHandle,
  { start, end }: ByteRange,
): Promise<ReadableStream<Uint8Array>> {
  let position = start;

  async function read(): Promise<Uint8Array> {
    const chunk = new Uint8Array(Math.min(CHUNK, end - position));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
    if (bytesRead === 0)
      throw new Error(`A file ended at byte ${position}, expected ${end}: it was changed from outside.`);
    position += bytesRead;
    return chunk.subarray(0, bytesRead);
  }

  if (end - start <= CHUNK) {
    const chunks: Uint8Array[] = [];
    while (position < end) chunks.push(await read());
    await file.close();
    return new ReadableStream({
      start(controller) {
        for (const chunk of chunks) controller.enqueue(chunk);
        controller.close();
      },
    });
  }

  return new ReadableStream(
    {
      async pull(controller) {
        try {
          controller.enqueue(await read());
          if (position < end) return;
          await file.close();
          controller.close();
        } catch (error) {
          await file.close().catch(() => undefined);
          throw fileError("The blob store cannot be used", error);
        }
      },
      cancel: () => file.close(),
    },
    // Nothing is read before somebody asks for it.
    { highWaterMark: 0 },
  );
}
