/** More than the largest upload: whoever sends still more has the connection closed instead of an answer. */
const MOST_DISCARDED = 32 * 1024 * 1024;
/** Costs nothing but the connection, which the client holds. */
const DISCARD_MS = 30_000;

/**
 * Answers a request, and reads what is left of its body before the answer goes out. workerd closes the
 * connection of a request that was not read to its end; a client that is still sending then sees that, and
 * not the answer that tells it why it was refused.
 */
export async function answerAfterBody(
  request: Request,
  answer: (request: Request) => Response | Promise<Response>,
): Promise<Response> {
  if (request.body === null) return answer(request);
  const reader = request.body.getReader();
  // A stream of workerd's own takes one read at a time.
  let last: Promise<unknown> = Promise.resolve();
  const read = (): ReturnType<typeof reader.read> => {
    const next = last.then(
      () => reader.read(),
      () => reader.read(),
    );
    last = next;
    return next;
  };
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await read();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      // The rest is read below.
      cancel() {},
    },
    { highWaterMark: 0 },
  );
  // Without `duplex`, which the types lack, a stream is no body of a request (Fetch Standard, section 5.4).
  const init: RequestInit & { readonly duplex: "half" } = { body, duplex: "half" };
  // A GET may come with a body, or with a length of 0 for one; nobody here reads it, and it cannot be passed on.
  const readable = request.method !== "GET" && request.method !== "HEAD";
  const response = await answer(readable ? new Request(request, init) : request);
  // Settles a read that waits.
  const timer = setTimeout(() => void reader.cancel().catch(() => undefined), DISCARD_MS);
  await discard(read).finally(() => clearTimeout(timer));
  return response;
}

async function discard(read: () => Promise<ReadableStreamReadResult<Uint8Array>>): Promise<void> {
  try {
    for (let discarded = 0; discarded < MOST_DISCARDED;) {
      const { done, value } = await read();
      if (done) return;
      discarded += value.length;
    }
  } catch {
    // The client has gone: nobody waits for the answer.
  }
}
