import type { DraftRecord, ImageChanges, ImageRecord } from "@darkroom/storage";
import type { Account } from "./account.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";

/** An image, or one that is promised. */
export type ImageOrDraft = { readonly image: ImageRecord } | { readonly draft: DraftRecord };

/** Finds an image or an open draft. Throws `image_missing`. */
export async function findImageOrDraft(deps: AppDeps, account: Account, id: string): Promise<ImageOrDraft> {
  // The draft first: it may become an image in between, but no image becomes a draft.
  const draft = await deps.records.getDraft(account.tag, id, deps.now());
  return draft === undefined ? found(await deps.records.getImage(account.tag, id)) : { draft };
}

/** Changes what is given of an image or an open draft. Throws `image_missing`. */
export async function editImage(
  deps: AppDeps,
  account: Account,
  id: string,
  changes: ImageChanges,
): Promise<ImageOrDraft> {
  const draft = await deps.records.updateDraft(account.tag, id, changes, deps.now());
  return draft === undefined ? found(await deps.records.updateImage(account.tag, id, changes)) : { draft };
}

function found(image: ImageRecord | undefined): ImageOrDraft {
  if (image === undefined) throw new HttpError("image_missing");
  return { image };
}
