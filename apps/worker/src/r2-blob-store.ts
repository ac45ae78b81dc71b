import type { R2Bucket, R2Conditional, R2ObjectBody } from "@cloudflare/workers-types";
import {
  assertKey,
  assertKeyPrefix,
  chunksOf,
  clampRange,
  DEFAULT_PAGE,
  StorageError,
  type Blob,
  type BlobStore,
  type ByteRange,
} from "@darkroom/storage";

/** What R2 lists, and deletes, in one call at most. */
const MOST_LISTED = 1000;

/** A request may make only so many calls to R2: whoever has many blobs to remove does it at once. */
export interface R2BlobStore extends BlobStore {
  deleteMany(keys: readonly string[]): Promise<void>;
}

/**
 * Blobs in an R2 bucket, each under its own key. A stream is collected before it is sent, for R2 wants to
 * know the length first: a stream takes the memory of its bytes.
 */
export function createR2BlobStore(bucket: R2Bucket): R2BlobStore {
  async function readRange(key: string, range: ByteRange): Promise<Blob | undefined> {
    // The size is needed to cut the range; a blob that is replaced in between is asked for anew.
    for (;;) {
      const object = await attempt(() => bucket.head(key));
      if (object === null) return undefined;
      const { start, end } = clampRange(range, object.size);
      if (start === end) return { key, size: object.size, body: streamOf(new Uint8Array()) };
      const part = await attempt(() =>
        bucket.get(key, {
          range: { offset: start, length: end - start },
          onlyIf: { etagMatches: object.etag },
        }),
      );
      if (part === null) return undefined;
      if ("body" in part) return blobOf(part);
    }
  }

  return {
    async put(key, source, { onlyIfAbsent = false, signal } = {}) {
      assertKey(key);
      signal?.throwIfAborted();
      const bytes = source instanceof Uint8Array ? source : await collect(chunksOf(source, signal));
      const onlyIf: R2Conditional = { etagDoesNotMatch: "*" };
      const stored = await attempt(() => bucket.put(key, bytes, onlyIfAbsent ? { onlyIf } : {}));
      return stored !== null;
    },

    async get(key, range) {
      assertKey(key);
      if (range !== undefined) return readRange(key, range);
      const object = await attempt(() => bucket.get(key));
      return object === null ? undefined : blobOf(object);
    },

    async head(key) {
      assertKey(key);
      const object = await attempt(() => bucket.head(key));
      return object === null ? undefined : { key, size: object.size };
    },

    async list({ prefix, cursor, limit = DEFAULT_PAGE }) {
      assertKeyPrefix(prefix);
      const page = await attempt(() =>
        bucket.list({
          prefix,
          limit: Math.min(limit, MOST_LISTED),
          ...(cursor !== undefined && { cursor }),
        }),
      );
      return {
        blobs: page.objects.map(({ key, size }) => ({ key, size })),
        ...(page.truncated && { cursor: page.cursor }),
      };
    },

    async delete(key) {
      assertKey(key);
      await attempt(() => bucket.delete(key));
    },

    async deleteMany(keys) {
      for (const key of keys) assertKey(key);
      for (let at = 0; at < keys.length; at += MOST_LISTED) {
        await attempt(() => bucket.delete(keys.slice(at, at + MOST_LISTED)));
      }
    },
  };
}

function blobOf({ key, size, body }: R2ObjectBody): Blob {
  return { key, size, body: body as unknown as ReadableStream<Uint8Array> };
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  // Copied at once: the source may use its buffer again.
  for await (const chunk of chunks) parts.push(chunk.slice());
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
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

/** Whatever R2 refuses after the key was checked is R2's: an outage, a limit, a bucket that is not there. */
async function attempt<Result>(operation: () => Promise<Result>): Promise<Result> {
  try {
    return await operation();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StorageError("store_unavailable", `The R2 bucket cannot be used: ${reason}.`, { cause: error });
  }
}
