import { FORMATS, sha256Hex, sniff, unpackSvgz, type ImageFacts } from "@darkroom/core";
import { originalKey, type CompletedImage, type ImageRecord, type NewImageRecord } from "@darkroom/storage";
import type { Account } from "./account.ts";
import type { Admission } from "./admission.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import type { ImageFields } from "./image-fields.ts";
import { describeError } from "./log.ts";
import { beginPlaceholder } from "./placeholder.ts";
import { assertRoom } from "./quota.ts";
import type { FormFile } from "./upload-form.ts";

/** What is known of an image once its bytes are stored. */
export type StoredOriginal = Omit<CompletedImage, "account" | "id">;

/**
 * Stores one image with what the client says of it: checks it by its header, writes its bytes, then its record.
 * When the promise resolves, the image survives a crash; when it rejects, nothing of it is listed or served.
 */
export async function uploadImage(
  deps: AppDeps,
  pixels: Admission,
  { tag: account }: Account,
  { file, fields }: { readonly file: FormFile; readonly fields: ImageFields },
  signal?: AbortSignal,
): Promise<ImageRecord> {
  const { id = deps.uuid(), creator = null, meta = {}, requireSignedURLs = false } = fields;
  return insertChecked(
    deps,
    pixels,
    { account, id, file },
    (stored) => ({ ...stored, creator, meta, requireSignedURLs }),
    signal,
  );
}

/**
 * Checks a file and stores it under an id that is free. Throws `image_exists`.
 * @param complete Adds to what is known of the stored file what is said of it, which wins.
 */
export async function insertChecked(
  deps: AppDeps,
  pixels: Admission,
  { account, id, file }: { readonly account: string; readonly id: string; readonly file: FormFile },
  complete: (stored: StoredOriginal) => Omit<NewImageRecord, "account" | "id">,
  signal?: AbortSignal,
): Promise<ImageRecord> {
  const checked = await checkImage(deps, pixels, file, signal);
  const isTaken =
    (await deps.records.getImage(account, id)) ?? (await deps.records.getDraft(account, id, deps.now()));
  if (isTaken !== undefined) throw new HttpError("image_exists");
  const record = await storeImage(
    deps,
    pixels,
    account,
    checked,
    // Drafts stand against it that are open now, whenever it says that it was uploaded.
    (stored) => deps.records.insertImage({ ...complete(stored), account, id }, stored.uploaded),
    signal,
  );
  if (record === undefined) throw new HttpError("image_exists");
  return record;
}

/** A file that is an image which can be delivered. */
export interface CheckedImage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly facts: ImageFacts;
  readonly filename: string;
}

/** Refuses, from the header alone, what could not be delivered later: nothing is stored of it. */
export async function checkImage(
  deps: AppDeps,
  pixels: Admission,
  { bytes: uploaded, filename }: FormFile,
  signal: AbortSignal | undefined,
): Promise<CheckedImage> {
  const bytes = (await unpackIfSvgz(uploaded, deps.settings.maxUploadBytes)) ?? uploaded;
  const facts = await deps.pipeline.inspect(bytes);
  const format = FORMATS[facts.format].family[facts.alpha ? "alpha" : "opaque"];
  const plan = deps.pipeline.plan(facts, { options: {}, format }, bytes.length);
  if (plan.predictedBytes > deps.renderer.memoryBytes) throw new HttpError("too_large_to_process");
  if (!FORMATS[facts.format].decodes) {
    // A format that is rewritten, not decoded, is tried out at once: its faults are in its text, not its header.
    const job = { plan, facts, source: bytes.slice() };
    await pixels.run(plan.predictedBytes, () => deps.renderer.render(job, signal), signal);
  }
  return { bytes, facts, filename };
}

/**
 * Writes the bytes, then has the record inserted; makes the placeholder meanwhile, which neither fails an upload nor
 * holds it up for long. Throws `images_full` when the account has no room for it.
 * @param insert Resolves with undefined when the record may not be: then the bytes are removed.
 */
export async function storeImage(
  deps: AppDeps,
  pixels: Admission,
  account: string,
  { bytes, facts, filename }: CheckedImage,
  insert: (stored: StoredOriginal) => Promise<ImageRecord | undefined>,
  signal?: AbortSignal,
): Promise<ImageRecord | undefined> {
  await assertRoom(deps, account);
  const blobKey = originalKey(deps.uuid());
  const uploaded = deps.now();
  signal?.throwIfAborted();
  const placeholder = beginPlaceholder(deps, pixels, { bytes, facts });
  let record: ImageRecord | undefined;
  try {
    await deps.records.beginUpload({ blobKey, begun: uploaded });
    await deps.blobs.put(blobKey, bytes, signal === undefined ? {} : { signal });
    record = await insert({
      blobKey,
      sha256: await sha256Hex(bytes),
      size: bytes.length,
      mediaType: FORMATS[facts.format].mediaType,
      facts,
      placeholder: await placeholder.soon(),
      filename,
      uploaded,
    });
  } finally {
    if (record === undefined) placeholder.cancel();
    else deps.defer(placeholder.finish(record));
  }
  if (record !== undefined) return record;
  // Another upload was first. The journal still names the blob, should removing it fail here.
  deps.defer(
    deps.blobs
      .delete(blobKey)
      .then(() => deps.records.forgetUpload(blobKey))
      .catch((error: unknown) =>
        deps.log.warn("blob left to the collector", { error: describeError(error) }),
      ),
  );
  return undefined;
}

async function unpackIfSvgz(
  bytes: Uint8Array,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (sniff(bytes) !== undefined) return undefined;
  return unpackSvgz(bytes, maxBytes);
}
