import { createFsBlobStore } from "../../fs-blob-store.ts";
import { CRASH_BLOB } from "./crash-blob.ts";

/** Writes blobs of one repeated byte for ever, by four at once, some of them over older ones. */
const store = await createFsBlobStore(process.argv[2]!);

function blobOf(byte: number): ReadableStream<Uint8Array> {
  let part = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(CRASH_BLOB / 10).fill(byte));
      part += 1;
      if (part === 10) controller.close();
    },
  });
}

async function write(writer: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const key = `writer-${writer}/${count % 9}`;
    await store.put(key, blobOf(count));
    process.stdout.write(`${key}\n`);
  }
}

await Promise.all([0, 1, 2, 3].map(write));
