import { decodePlaceholder, isDarkroomError, type Placeholder } from "@darkroom/core";
import type { ImageRecord } from "@darkroom/storage";
import type { Account } from "./account.ts";
import type { Admission } from "./admission.ts";
import { readOriginal } from "./deliver.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { describeError } from "./log.ts";

/** Milliseconds that an upload, once its bytes are stored, waits for its placeholder. */
const PATIENCE_MS = 1000;
/** Jobs that may wait for idle room before a placeholder is given up for good. */
const MOST_WAITING = 1000;

/** The placeholder of an image that is being uploaded, made while its bytes are written. Nothing here rejects. */
export interface PlaceholderWork {
  /** The placeholder, or null when there is none or it takes too long; one that has not been begun by then is put off. */
  soon(): Promise<Placeholder | null>;
  /** Writes into the record what `soon` did not wait for; what was put off, once the server is idle. */
  finish(record: ImageRecord): Promise<void>;
  /** Nobody needs it any more. */
  cancel(): void;
}

export function beginPlaceholder(
  deps: AppDeps,
  pixels: Admission,
  { bytes, facts }: Pick<ImageRecord, "facts"> & { readonly bytes: Uint8Array<ArrayBuffer> },
): PlaceholderWork {
  const end = new AbortController();
  const cancelled = new Error("There is no such image any more.");
  let isBegun = false;
  let isPutOff = false;
  const begin = async (): Promise<Uint8Array<ArrayBuffer>> => {
    isBegun = true;
    return bytes.slice();
  };
  const work: Work = { facts, size: bytes.length, readSource: begin, signal: end.signal };
  const made = compute(deps, pixels, "run", work).catch((error: unknown) => {
    isPutOff = error instanceof HttpError && error.code === "busy";
    if (!isPutOff && error !== cancelled) logFailure(deps, error);
    return null;
  });

  return {
    async soon() {
      const { promise: late, resolve } = Promise.withResolvers<null>();
      const timer = setTimeout(() => {
        // Whoever waits for a picture comes before who waits for none, and a queue of files would fill the memory.
        if (!isBegun) end.abort(new HttpError("busy"));
        resolve(null);
      }, PATIENCE_MS);
      try {
        return await Promise.race([made, late]);
      } finally {
        clearTimeout(timer);
      }
    },
    async finish(record) {
      const placeholder = (await made) ?? (isPutOff ? await makeWhenIdle(deps, pixels, record) : null);
      if (placeholder === null || record.placeholder !== null) return;
      await deps.records
        .setPlaceholder(record.blobKey, placeholder)
        .catch((error: unknown) => logFailure(deps, error));
    },
    cancel: () => end.abort(cancelled),
  };
}

/**
 * Makes the placeholder of an image that is stored, and writes it into its record. Null for what is not pixels, or
 * shows nothing. Throws `image_missing`, and what the admission and the renderer throw.
 */
export async function makePlaceholder(
  deps: AppDeps,
  pixels: Admission,
  account: Account,
  id: string,
  signal: AbortSignal,
): Promise<Placeholder | null> {
  const record = await deps.records.getImage(account.tag, id);
  if (record === undefined) throw new HttpError("image_missing");
  const placeholder = await compute(deps, pixels, "run", workOn(deps, record, signal));
  if (placeholder !== null) await deps.records.setPlaceholder(record.blobKey, placeholder);
  return placeholder;
}

/** Null when too many wait already, when the server closes first, and when there is none. */
async function makeWhenIdle(
  deps: AppDeps,
  pixels: Admission,
  record: ImageRecord,
): Promise<Placeholder | null> {
  if (pixels.waitingIdle >= MOST_WAITING) return null;
  const ends = [deps.closing, deps.deferMs === undefined ? undefined : AbortSignal.timeout(deps.deferMs)];
  const signal = AbortSignal.any(ends.filter((end) => end !== undefined));
  return compute(deps, pixels, "runWhenIdle", workOn(deps, record, signal)).catch((error: unknown) => {
    if (!signal.aborted) logFailure(deps, error);
    return null;
  });
}

/** What a placeholder is made of. */
interface Work extends Pick<ImageRecord, "facts" | "size"> {
  readonly readSource: () => Promise<Uint8Array<ArrayBuffer>>;
  readonly signal: AbortSignal;
}

function workOn(deps: AppDeps, record: ImageRecord, signal: AbortSignal): Work {
  const { facts, size } = record;
  return { facts, size, readSource: () => readOriginal(deps, record), signal };
}

/** Renders it in its turn, as all that is rendered, or in room that nobody wants. */
async function compute(
  { pipeline, renderer }: AppDeps,
  pixels: Admission,
  lane: "run" | "runWhenIdle",
  { facts, size, readSource, signal }: Work,
): Promise<Placeholder | null> {
  const plan = pipeline.planPlaceholder(facts, size);
  if (plan === undefined) return null;
  const { bytes } = await pixels[lane](
    plan.predictedBytes,
    async () => {
      const source = await readSource();
      signal.throwIfAborted();
      return renderer.render({ plan, facts, source }, signal);
    },
    signal,
  );
  return decodePlaceholder(bytes);
}

/** That an image cannot be drawn, or a server has no room, is no fault of the program. */
function logFailure({ log }: AppDeps, error: unknown): void {
  const isExpected = isDarkroomError(error) || error instanceof HttpError;
  log[isExpected ? "info" : "warn"]("placeholder not made", { error: describeError(error) });
}
