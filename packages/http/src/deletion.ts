import { derivedPrefix, type ImageRecord } from "@darkroom/storage";
import type { Account } from "./account.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { describeError } from "./log.ts";

/**
 * Deletes an image. From the moment the promise resolves it is neither listed nor served; its bytes are
 * removed right after, and by the collector should that fail.
 */
export async function deleteImage(deps: AppDeps, account: Account, id: string): Promise<ImageRecord> {
  const record = await deps.records.deleteImage(account.tag, id);
  if (record === undefined) throw new HttpError("image_missing");
  deps.defer(
    removeBytes(deps, record).catch((error: unknown) =>
      deps.log.warn("bytes left to the collector", { error: describeError(error) }),
    ),
  );
  return record;
}

async function removeBytes(deps: AppDeps, record: ImageRecord): Promise<void> {
  // Images with the same original share what was derived from it.
  if (!(await deps.records.hasOriginal(record.account, record.sha256))) {
    await deps.derived.deletePrefix(derivedPrefix(record.account, record.sha256));
  }
  await deps.blobs.delete(record.blobKey);
  await deps.records.forgetUpload(record.blobKey);
}
