import { FORMATS, parseImageId, sha256Hex, sniff, unpackSvgz, type ImageFacts } from "@darkroom/core";
import { originalKey, type ImageRecord } from "@darkroom/storage";
import type { Account } from "./account.ts";
import type { Admission } from "./admission.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { describeError } from "./log.ts";
import type { UploadForm } from "./upload-form.ts";

/**
 * Stores one image: checks it by its header, writes its bytes, then its record. When the promise resolves,
 * the image survives a crash; when it rejects, nothing of it is listed or served.
 */
export async function uploadImage(
  deps: AppDeps,
  admission: Admission,
  account: Account,
  form: UploadForm,
  signal?: AbortSignal,
): Promise<ImageRecord> {
  const id = form.id === undefined ? deps.uuid() : parseImageId(form.id);
  const { bytes, facts } = await inspect(deps, admission, form.file.bytes, signal);
  if ((await deps.records.getImage(account.tag, id)) !== undefined) throw new HttpError("image_exists");

  const blobKey = originalKey(deps.uuid());
  const uploaded = deps.now();
  signal?.throwIfAborted();
  await deps.records.beginUpload({ blobKey, begun: uploaded });
  await deps.blobs.put(blobKey, bytes, signal === undefined ? {} : { signal });
  const record = await deps.records.insertImage({
    account: account.tag,
    id,
    blobKey,
    sha256: await sha256Hex(bytes),
    size: bytes.length,
    mediaType: FORMATS[facts.format].mediaType,
    facts,
    filename: form.file.filename,
    creator: null,
    meta: {},
    requireSignedURLs: false,
    uploaded,
  });
  if (record !== undefined) return record;
  // Another upload took the id meanwhile. The journal still names the blob, should removing it fail here.
  deps.defer(
    deps.blobs
      .delete(blobKey)
      .then(() => deps.records.forgetUpload(blobKey))
      .catch((error: unknown) =>
        deps.log.warn("blob left to the collector", { error: describeError(error) }),
      ),
  );
  throw new HttpError("image_exists");
}

/** Refuses, from the header alone, what could not be delivered later: nothing is stored of it. */
async function inspect(
  deps: AppDeps,
  admission: Admission,
  uploaded: Uint8Array<ArrayBuffer>,
  signal: AbortSignal | undefined,
): Promise<{ bytes: Uint8Array<ArrayBuffer>; facts: ImageFacts }> {
  const bytes = (await unpackIfSvgz(uploaded, deps.settings.maxUploadBytes)) ?? uploaded;
  const facts = await deps.pipeline.inspect(bytes);
  const format = FORMATS[facts.format].family[facts.alpha ? "alpha" : "opaque"];
  const plan = deps.pipeline.plan(facts, { options: {}, format }, bytes.length);
  if (plan.predictedBytes > deps.renderer.memoryBytes) throw new HttpError("too_large_to_process");
  if (!FORMATS[facts.format].decodes) {
    // A format that is rewritten, not decoded, is tried out at once: its faults are in its text, not its header.
    const job = { plan, facts, source: bytes.slice() };
    await admission.run(plan.predictedBytes, () => deps.renderer.render(job, signal), signal);
  }
  return { bytes, facts };
}

async function unpackIfSvgz(
  bytes: Uint8Array,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (sniff(bytes) !== undefined) return undefined;
  return unpackSvgz(bytes, maxBytes);
}
