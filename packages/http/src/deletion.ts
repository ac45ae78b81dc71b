import type { ImageRecord } from "@darkroom/storage";
import type { Account } from "./account.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { describeError } from "./log.ts";

/**
 * Deletes an image, or a draft, whose upload address is good for nothing then. From the moment the promise
 * resolves an image is neither listed nor served; its bytes are removed right after, and by the collector
 * should that fail.
 */
export async function deleteImage(deps: AppDeps, account: Account, id: string): Promise<void> {
  // The draft first: it may become an image in between, but no image becomes a draft.
  if (await deps.records.deleteDraft(account.tag, id, deps.now())) return;
  const record = await deps.records.deleteImage(account.tag, id);
  if (record === undefined) throw new HttpError("image_missing");
  deps.defer(
    removeBytes(deps, record).catch((error: unknown) =>
      deps.log.warn("bytes left to the collector", { error: describeError(error) }),
    ),
  );
}

async function removeBytes(deps: AppDeps, record: ImageRecord): Promise<void> {
  // Images with the same original share what was derived from it.
  if (!(await deps.records.hasOriginal(record.account, record.sha256))) {
    await deps.derived.remove({ account: record.account, originals: new Set([record.sha256]) });
  }
  await deps.blobs.delete(record.blobKey);
  await deps.records.forgetUpload(record.blobKey);
}
