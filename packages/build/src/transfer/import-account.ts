import { isDeepStrictEqual } from "node:util";
import { sha256Hex } from "@darkroom/core";
import { failureOf, type Failure } from "../failure.ts";
import { accountPath, listImages } from "../server/lists.ts";
import type { ServerApi } from "../server/server-api.ts";
import { endsAll } from "../server/server-refusal.ts";
import { applyAccountSettings } from "./account-settings.ts";
import { knownOf, type AccountSource, type SourceImage } from "./account-source.ts";
import type { KnownImage } from "./export-folder.ts";
import { isTakenBySame } from "./id-taken.ts";
import { beginInOrder } from "./in-order.ts";
import type { TransferProgress } from "./transfer-progress.ts";

export interface ImportOutcome {
  readonly imported: number;
  /** Of those that were imported. */
  readonly bytes: number;
  /** Images that were there already. */
  readonly present: number;
  /** Ids of these whose record says something else than the source's. */
  readonly differing: readonly string[];
  /** Settings that were taken over, by what they are called. */
  readonly settings: readonly string[];
  readonly failures: readonly Failure[];
}

export interface ImportOptions {
  readonly source: AccountSource;
  readonly api: ServerApi;
  readonly account: string;
  /** How many images are read ahead of the one that is sent. */
  readonly ahead: number;
  readonly onProgress: (progress: TransferProgress) => void;
}

/**
 * Brings the images and settings of a source into an account. They are sent one after the other: lists show images in
 * the order in which they came. Of what is there already nothing is changed, so that an import which was interrupted
 * goes on when it is run again. What is refused is told, and does not stop the rest.
 */
export async function importAccount({
  source,
  api,
  account,
  ahead,
  onProgress,
}: ImportOptions): Promise<ImportOutcome> {
  const { applied, failures: settingFailures } = await applyAccountSettings(api, account, source.settings);
  const failures: Failure[] = [...settingFailures];
  const there = new Map(
    await listImages(api, account, "darkroom/v1/images", (image) => {
      const found = { known: knownOf(image), sha256: image.original.sha256 };
      return [image.id, found] as const;
    }),
  );
  const differing: string[] = [];
  const total = source.images.length;
  const missing: SourceImage[] = [];
  for (const image of source.images) {
    const found = there.get(image.known.id);
    if (found === undefined || !isSameImage(image, found)) missing.push(image);
    else if (!isDeepStrictEqual(comparable(found.known), comparable(image.known)))
      differing.push(image.known.id);
  }
  const present = total - missing.length;
  let done = present;
  let imported = 0;
  let bytes = 0;
  for await (const { item, outcome } of beginInOrder(missing, ahead, (image) => source.read(image))) {
    const { id } = item.known;
    try {
      const content = await outcome;
      if (await sendImage(api, account, item, content)) {
        imported += 1;
        bytes += content.length;
      }
    } catch (error) {
      if (endsAll(error)) throw error;
      failures.push(failureOf(error, id));
    }
    done += 1;
    onProgress({ done, total, path: id });
  }
  const failed = failures.length - settingFailures.length;
  return { imported, bytes, present: total - imported - failed, differing, settings: applied, failures };
}

/** Whether an image that has the id is the one of the source: by its bytes, else by when it was uploaded there. */
function isSameImage({ known, sha256 }: SourceImage, found: SourceImage): boolean {
  return sha256 === undefined
    ? Date.parse(known.uploaded) === Date.parse(found.known.uploaded)
    : sha256 === found.sha256;
}

/** What is known of an image, in one spelling of its time. */
function comparable(known: KnownImage): object {
  return { ...known, uploaded: Date.parse(known.uploaded) };
}

/** @returns whether it was not there yet, be it by a request of this import whose answer was lost. */
async function sendImage(
  api: ServerApi,
  account: string,
  { known }: SourceImage,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const sha256 = await sha256Hex(bytes);
  const body = new FormData();
  body.append("record", JSON.stringify({ ...known, sha256 }));
  body.append("file", new Blob([bytes]), "file");
  try {
    await api.ask("POST", accountPath(account, "darkroom/v1/images"), { body, repeatable: true });
    return true;
  } catch (error) {
    if (await isTakenBySame(error, api, account, { id: known.id, sha256 })) return false;
    throw error;
  }
}
