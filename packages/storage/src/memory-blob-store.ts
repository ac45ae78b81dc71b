import { chunksOf } from "./blob-source.ts";
import { clampRange, DEFAULT_PAGE, type BlobStore } from "./blob-store.ts";
import { assertKey, assertKeyPrefix } from "./keys.ts";

/** Blobs in memory: the reference that other stores are held to, and a store for tests. */
export function createMemoryBlobStore(): BlobStore {
  const blobs = new Map<string, Uint8Array<ArrayBuffer>>();

  return {
    async put(key, source, { onlyIfAbsent = false, signal } = {}) {
      assertKey(key);
      const bytes = await collect(chunksOf(source, signal));
      if (onlyIfAbsent && blobs.has(key)) return false;
      blobs.set(key, bytes);
      return true;
    },

    async get(key, range) {
      assertKey(key);
      const bytes = blobs.get(key);
      if (bytes === undefined) return undefined;
      const { start, end } = clampRange(range, bytes.length);
      return { key, size: bytes.length, body: streamOf(bytes.slice(start, end)) };
    },

    async head(key) {
      assertKey(key);
      const bytes = blobs.get(key);
      return bytes && { key, size: bytes.length };
    },

    async list({ prefix, cursor, limit = DEFAULT_PAGE }) {
      assertKeyPrefix(prefix);
      const rest = [...blobs.keys()]
        .filter((key) => key.startsWith(prefix) && (cursor === undefined || key > cursor))
        .sort();
      const keys = rest.slice(0, limit);
      const last = rest.length > limit ? keys.at(-1) : undefined;
      return {
        blobs: keys.map((key) => ({ key, size: blobs.get(key)?.length ?? 0 })),
        ...(last !== undefined && { cursor: last }),
      };
    },

    async delete(key) {
      assertKey(key);
      blobs.delete(key);
    },
  };
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  // Copied at once: the caller may use its buffer again.
  for await (const chunk of chunks) parts.push(chunk.slice());
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}
