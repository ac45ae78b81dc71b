import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";

/**
 * Throws `images_full` when an account has as many images as it may have; drafts count once they have bytes. It
 * looks before the bytes are written, not within the insert: of uploads that arrive together, as many as
 * `DARKROOM_UPLOADS` lets in may pass it together.
 */
export async function assertRoom(
  { records, settings }: Pick<AppDeps, "records" | "settings">,
  account: string,
): Promise<void> {
  const { maxImages } = settings;
  if ((await records.countImages(account)) < maxImages) return;
  throw new HttpError(
    "images_full",
    `The account has reached its ${maxImages} images. Delete some, or have \`DARKROOM_MAX_IMAGES\` raised.`,
  );
}
