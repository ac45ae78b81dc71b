import { betaDeliveryPath, deliveryPath, uprightSize, type Placeholder } from "@darkroom/core";
import type { DraftRecord, ImageRecord } from "@darkroom/storage";
import type { Account } from "./account.ts";
import type { OriginalAnswer, PlaceholderAnswer } from "./answers.ts";
import { bearerToken } from "./auth.ts";
import type { AppDeps } from "./deps.ts";
import { publicOrigin } from "./origin.ts";
import { listNamedVariants } from "./variant-lookup.ts";

/** How answers look: as the beta documentation of 2021 shows them, or as Cloudflare's API v1 does today. */
export type Shape = "beta" | "v1";

/**
 * The beta's shape is for those who follow the beta's documentation: key and email, no Bearer token, and none
 * of the marks of a newer client. A setting other than `auto` decides for all.
 */
export function answerShape(headers: Headers, setting: "auto" | Shape): Shape {
  if (setting !== "auto") return setting;
  if (bearerToken(headers) !== undefined || headers.has("api-version")) return "v1";
  for (const name of headers.keys()) if (name.startsWith("x-stainless-")) return "v1";
  return headers.has("x-auth-key") ? "beta" : "v1";
}

/** What an answer needs to know besides the record. */
export interface PresentContext {
  readonly shape: Shape;
  /** Scheme and host of delivery addresses, without a slash at the end. */
  readonly origin: string;
  readonly accountHash: string;
  /** Names of the account's variants, `default` and `public` first. */
  readonly variants: readonly string[];
}

/** How to answer a request of an account. */
export async function presentContext(
  { settings, variants }: Pick<AppDeps, "settings" | "variants">,
  { request, account }: { readonly request: Request; readonly account: Account },
): Promise<PresentContext> {
  return {
    shape: answerShape(request.headers, settings.apiShape),
    origin: publicOrigin(request, settings),
    accountHash: account.hash,
    variants: (await listNamedVariants(variants, account.tag)).map(({ name }) => name),
  };
}

/** `result` of an upload. */
export function presentUpload(record: ImageRecord, context: PresentContext): object {
  if (context.shape === "v1") return presentImage(record, context);
  return { filename: record.filename, id: record.id, variants: presentVariants(record, context) };
}

/** `result` of details, and the element of lists. */
export function presentImage(record: ImageRecord, context: PresentContext): object {
  return {
    id: record.id,
    filename: record.filename,
    uploaded: new Date(record.uploaded).toISOString(),
    requireSignedURLs: record.requireSignedURLs,
    creator: record.creator,
    meta: record.meta,
    variants: presentVariants(record, context),
  };
}

/** What our own answers tell of an original. */
export function presentOriginal({
  size,
  mediaType,
  sha256,
  facts,
  placeholder,
}: Pick<ImageRecord, "size" | "mediaType" | "sha256" | "facts" | "placeholder">): OriginalAnswer {
  return {
    bytes: size,
    mediaType,
    sha256,
    ...uprightSize(facts),
    animated: facts.frames > 1,
    placeholder: presentPlaceholder(placeholder),
  };
}

export function presentPlaceholder(placeholder: Placeholder | null): PlaceholderAnswer | null {
  return placeholder && { thumbHash: placeholder.thumbHash, color: placeholder.colour };
}

/** `result` of details of a draft: an image without a file. Cloudflare's sample of it names the metadata otherwise. */
export function presentDraft(draft: DraftRecord, context: PresentContext): object {
  return {
    id: draft.id,
    uploaded: new Date(draft.created).toISOString(),
    requireSignedURLs: draft.requireSignedURLs,
    creator: draft.creator,
    meta: draft.meta,
    metadata: draft.meta,
    variants: presentVariants(draft, context),
    draft: true,
  };
}

/** `result` of a deletion. */
export function presentDeletion(id: string, shape: Shape): object {
  return shape === "beta" ? { id } : {};
}

function presentVariants(
  record: { readonly id: string },
  { shape, origin, accountHash, variants }: PresentContext,
): readonly unknown[] {
  return shape === "beta"
    ? variants.map((name) => ({ name, url: origin + betaDeliveryPath({ variant: name, id: record.id }) }))
    : variants.map((name) => origin + deliveryPath({ hash: accountHash, id: record.id, variant: name }));
}
