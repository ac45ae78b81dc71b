/**
 * The chunks of what was given to `BlobStore.put`. Ends with the source's own error when that fails, with
 * the signal's reason as soon as it is aborted, also while the source is silent. However it ends, the
 * source is released: cancelled, if it was not read to its end.
 */
export async function* chunksOf(
  source: Uint8Array | ReadableStream<Uint8Array>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  if (source instanceof Uint8Array) {
    signal?.throwIfAborted();
    yield source;
    signal?.throwIfAborted();
    return;
  }
  const reader = source.getReader();
  // Cancelling settles a read that is waiting; on a stream that has ended or failed it does nothing.
  const cancel = (): void => void reader.cancel(signal?.reason).catch(() => undefined);
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      signal?.throwIfAborted();
      if (done) return;
      yield value;
    }
  } finally {
    signal?.removeEventListener("abort", cancel);
    cancel();
  }
}
