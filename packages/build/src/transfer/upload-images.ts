import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { isDarkroomError, sha256Hex, sniff, unpackSvgz } from "@darkroom/core";
import type { ImageAnswer, SessionAnswer } from "@darkroom/http/answers";
import { fileError } from "../atomic-file.ts";
import { BuildError } from "../errors.ts";
import { failureOf, type Failure } from "../failure.ts";
import { accountPath } from "../server/lists.ts";
import type { ServerApi } from "../server/server-api.ts";
import { endsAll } from "../server/server-refusal.ts";
import { forEachOf } from "./in-order.ts";
import type { TransferProgress } from "./transfer-progress.ts";
import { isTakenBySame } from "./id-taken.ts";
import { createImageLookup } from "./image-lookup.ts";
import type { LocalImage } from "./local-images.ts";

export interface UploadOptions {
  readonly api: ServerApi;
  readonly account: string;
  readonly images: readonly LocalImage[];
  /** The id of an image; undefined to let the server make one. */
  readonly idOf: (image: LocalImage) => string | undefined;
  /** Fields of the form that all have. */
  readonly fields: {
    readonly creator?: string;
    readonly metadata?: string;
    readonly requireSignedURLs?: "true";
  };
  /** How many are sent at once. */
  readonly concurrency: number;
  readonly onProgress: (progress: TransferProgress) => void;
}

export interface Uploaded {
  /** As it was found. */
  readonly path: string;
  readonly id: string;
  /** An address of it. */
  readonly address: string | undefined;
}

/** By path. */
export interface UploadOutcome {
  readonly uploaded: readonly Uploaded[];
  /** Of those that were uploaded. */
  readonly bytes: number;
  /** Files whose image is there already. */
  readonly present: number;
  readonly failures: readonly Failure[];
}

/**
 * Uploads files, unless the account has them: an image of their id with their bytes or, where the server makes the ids,
 * one of their name with their bytes. What fails is told, and does not stop the rest.
 */
export async function uploadImages(options: UploadOptions): Promise<UploadOutcome> {
  const { api, account, images, idOf, fields, concurrency, onProgress } = options;
  const { limits } = await api.ask<SessionAnswer>("GET", accountPath(account, "darkroom/v1/session"));
  const isThere = await createImageLookup(api, account, images.length);
  const isPrivate = fields.requireSignedURLs === "true";
  const uploaded: Uploaded[] = [];
  const failures: Failure[] = [];
  let bytes = 0;
  let present = 0;
  let done = 0;

  async function upload(image: LocalImage): Promise<void> {
    if (image.size > limits.uploadBytes) {
      throw new BuildError(
        "file_unusable",
        `It is larger than the ${limits.uploadBytes} bytes that may be uploaded.`,
      );
    }
    const content = await readFile(image.file).catch((error: unknown) => {
      throw fileError(`${image.file} cannot be read`, error);
    });
    const id = idOf(image);
    const sha256 = await storedDigest(content);
    if (await isThere({ id, filename: basename(image.file), sha256, isPrivate })) {
      present += 1;
      return;
    }
    const body = new FormData();
    if (id !== undefined) body.append("id", id);
    for (const [name, text] of Object.entries(fields)) body.append(name, text);
    body.append("file", new Blob([content]), basename(image.file));
    const answer = await send(body, id, sha256);
    if (answer === undefined) {
      present += 1;
      return;
    }
    bytes += content.length;
    const address = answer.variants.find((variant) => variant.endsWith("/public")) ?? answer.variants[0];
    uploaded.push({ path: image.path, id: answer.id, address });
  }

  /** @returns undefined where the image is there, by a request whose answer was lost. */
  async function send(
    body: FormData,
    id: string | undefined,
    sha256: string,
  ): Promise<ImageAnswer | undefined> {
    try {
      // Without an id of its own, a second request would make a second image.
      const question = { body, repeatable: id !== undefined };
      return await api.ask<ImageAnswer>("POST", accountPath(account, "images/v1"), question);
    } catch (error) {
      if (id !== undefined && (await isTakenBySame(error, api, account, { id, sha256 }))) return undefined;
      throw error;
    }
  }

  await forEachOf(images, concurrency, async (image) => {
    try {
      await upload(image);
    } catch (error) {
      if (endsAll(error)) throw error;
      failures.push(failureOf(error, image.path));
    }
    done += 1;
    onProgress({ done, total: images.length, path: image.path });
  });
  return { uploaded: uploaded.toSorted(byPath), bytes, present, failures: failures.toSorted(byPath) };
}

/** In the order in which they were found, whichever ended first. */
function byPath(one: { readonly path: string }, other: { readonly path: string }): number {
  return one.path < other.path ? -1 : 1;
}

/** The digest of what a server keeps of a file: compressed SVG is kept as the text that it holds. */
async function storedDigest(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if (sniff(bytes) !== undefined) return sha256Hex(bytes);
  try {
    return await sha256Hex((await unpackSvgz(bytes, LONGEST_SVG)) ?? bytes);
  } catch (error) {
    // The server will say what is wrong with it.
    if (isDarkroomError(error)) return sha256Hex(bytes);
    throw error;
  }
}

/** Bytes of a compressed SVG, unpacked; one that is longer is told apart by the server alone. */
const LONGEST_SVG = 100_000_000;
