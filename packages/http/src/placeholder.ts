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

/** The placeholder of an image that is being uploaded, made while its bytes are written. Nothing here rejects. */
export interface PlaceholderWork {
  /** The placeholder, or null when there is none or it takes too long; one that has not been begun by then never is. */
  soon(): Promise<Placeholder | null>;
  /** Writes into the record what `soon` did not wait for. */
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
  const begin = async (): Promise<Uint8Array<ArrayBuffer>> => {
    isBegun = true;
    return bytes.slice();
  };
  const made = compute(deps, pixels, { facts, size: bytes.length }, begin, end.signal).catch(
    (error: unknown) => {
      if (error !== cancelled) logFailure(deps, error);
      return null;
    },
  );

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
      const placeholder = await made;
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
  const placeholder = await compute(deps, pixels, record, () => readOriginal(deps, record), signal);
  if (placeholder !== null) await deps.records.setPlaceholder(record.blobKey, placeholder);
  return placeholder;
}

/** Renders it in its turn, as all that is rendered. */
async function compute(
  { pipeline, renderer }: AppDeps,
  pixels: Admission,
  { facts, size }: Pick<ImageRecord, "facts" | "size">,
  readSource: () => Promise<Uint8Array<ArrayBuffer>>,
  signal: AbortSignal,
): Promise<Placeholder | null> {
  const plan = pipeline.planPlaceholder(facts, size);
  if (plan === undefined) return null;
  const { bytes } = await pixels.run(
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
