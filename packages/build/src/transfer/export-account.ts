import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256Hex } from "@darkroom/core";
import type { DetailedImageAnswer, SessionAnswer } from "@darkroom/http/answers";
import { fileError, isAbsent, writeAtomically } from "../atomic-file.ts";
import { BuildError } from "../errors.ts";
import { failureOf, type Failure } from "../failure.ts";
import { accountPath, imagePath, listImages } from "../server/lists.ts";
import type { ServerApi } from "../server/server-api.ts";
import { endsAll, isServerRefusal } from "../server/server-refusal.ts";
import { readAccountSettings } from "./account-settings.ts";
import { knownOf } from "./account-source.ts";
import { beginExport, endExport, originalFile, writeKeys, type ExportedImage } from "./export-folder.ts";
import { forEachOf } from "./in-order.ts";
import type { TransferProgress } from "./transfer-progress.ts";

export interface ExportOutcome {
  readonly exported: number;
  /** Bytes of the originals that were fetched. */
  readonly bytes: number;
  /** Originals that were in the folder already. */
  readonly present: number;
  readonly failures: readonly Failure[];
}

export interface ExportOptions {
  readonly api: ServerApi;
  readonly account: string;
  readonly folder: string;
  readonly withKeys: boolean;
  /** How many originals are fetched at once. */
  readonly concurrency: number;
  readonly onProgress: (progress: TransferProgress) => void;
}

/**
 * Writes an account into a folder: its settings, its originals, and last of all what is known of each. An export that
 * was interrupted goes on when it is run again; one that has ended is brought up to date. Images that are deleted
 * meanwhile are left out. What fails is told, and does not stop the rest.
 */
export async function exportAccount(options: ExportOptions): Promise<ExportOutcome> {
  const { api, account, folder, withKeys, concurrency, onProgress } = options;
  const session = await api.ask<SessionAnswer>("GET", accountPath(account, "darkroom/v1/session"));
  const { keys, ...settings } = await readAccountSettings(api, account, {
    withKeys,
    onMissing: (reason) => {
      throw new BuildError("server_refused", reason);
    },
  });
  await beginExport(folder, { server: api.origin, account: session.account, ...settings });
  if (keys !== undefined) await writeKeys(folder, keys);

  const images = await listImages(api, account, "darkroom/v1/images", lineOf);
  const exported = new Set<ExportedImage>();
  const failures: Failure[] = [];
  let done = 0;
  let bytes = 0;
  let present = 0;
  const files = Map.groupBy(images, ({ file }) => file);
  await forEachOf([...files], concurrency, async ([file, same]) => {
    const fetched = await fetchOriginal(api, account, same, join(folder, file));
    if ("failure" in fetched) {
      failures.push(fetched.failure);
    } else if (fetched.isThere) {
      bytes += fetched.bytes;
      if (fetched.bytes === 0) present += same.length;
      for (const image of same) exported.add(image);
    }
    done += same.length;
    onProgress({ done, total: images.length, path: same[0]!.id });
  });
  await endExport(
    folder,
    images.filter((image) => exported.has(image)),
  );
  return { exported: exported.size, bytes, present, failures };
}

function lineOf(image: DetailedImageAnswer): ExportedImage {
  const { bytes, mediaType, sha256 } = image.original;
  return { ...knownOf(image), file: originalFile(sha256, mediaType), bytes, mediaType, sha256 };
}

type Fetched =
  | { readonly isThere: true; /** Those that had to be fetched. */ readonly bytes: number }
  | { readonly isThere: false }
  | { readonly failure: Failure };

/** Fetches the original that some images have in common, unless it is in its file, whole. */
async function fetchOriginal(
  api: ServerApi,
  account: string,
  images: readonly ExportedImage[],
  path: string,
): Promise<Fetched> {
  for (const { id, sha256 } of images) {
    try {
      if (await isFileOf(path, sha256)) return { isThere: true, bytes: 0 };
      const bytes = await api.download(`${imagePath(account, "images/v1", id)}/blob`);
      if ((await sha256Hex(bytes)) !== sha256) {
        throw new BuildError("server_refused", `${api.origin} gave other bytes than its record tells of.`);
      }
      await writeAtomically(path, bytes);
      return { isThere: true, bytes: bytes.length };
    } catch (error) {
      if (endsAll(error)) throw error;
      // Of one that was deleted meanwhile another may have the bytes.
      if (!(await isGone(api, account, id, error))) return { failure: failureOf(error, id) };
    }
  }
  return { isThere: false };
}

/** A loss of power may leave a file empty or filled with zeros: it is judged by what is in it. */
async function isFileOf(path: string, sha256: string): Promise<boolean> {
  try {
    return (await sha256Hex(await readFile(path))) === sha256;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw fileError(`${path} cannot be read`, error);
  }
}

/** Whether an image could not be fetched because it was deleted since it was listed. */
async function isGone(api: ServerApi, account: string, id: string, error: unknown): Promise<boolean> {
  if (!isServerRefusal(error) || error.status !== 404) return false;
  try {
    await api.ask("GET", imagePath(account, "images/v1", id));
    return false;
  } catch (reason) {
    return isServerRefusal(reason) && reason.status === 404;
  }
}
