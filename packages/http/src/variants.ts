import { parseVariantName, VARIANT_NAME } from "@darkroom/core";
import type { VariantRecord, VariantSettings } from "@darkroom/storage";
import type { Account } from "./account.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { refuseUnknown, type JsonObject } from "./json-body.ts";
import { boolean, optional, string, type Members } from "./reference/schema.ts";
import { parseNeverRequireSigned, parseVariantOptions, settingsOf, VARIANT_OPTIONS } from "./variant-body.ts";
import { findNamedVariant, FIXED_VARIANT, isBuiltIn, type NamedVariant } from "./variant-lookup.ts";
import { purgeVariant } from "./variant-purge.ts";

/** Variants that an account may have of its own, a changed `public` among them; Cloudflare's limit. */
export const MOST_VARIANTS = 100;

/** The body that changes a variant, for the reference. */
export const VARIANT_CHANGE_FIELDS = {
  options: optional(VARIANT_OPTIONS),
  neverRequireSignedURLs: optional(
    boolean("Whether it delivers private images, too, without a signature.", { default: false }),
  ),
} as const satisfies Members;

/** The body that makes one. */
export const NEW_VARIANT_FIELDS = {
  ...VARIANT_CHANGE_FIELDS,
  id: string("Its name, as addresses will have it.", { pattern: VARIANT_NAME.source, examples: ["card"] }),
  options: VARIANT_OPTIONS,
} as const satisfies Members;

/**
 * Makes a variant of `{ id, options, neverRequireSignedURLs? }`. Throws `variant_exists`, `variants_full`, and
 * what is wrong with the body.
 */
export async function createVariant(
  deps: AppDeps,
  account: Account,
  body: JsonObject,
): Promise<NamedVariant> {
  refuseUnknown(body, Object.keys(NEW_VARIANT_FIELDS));
  const name = parseVariantName(body["id"]);
  const variant: VariantRecord = {
    account: account.tag,
    name,
    ...parseVariantOptions(body["options"]),
    neverRequireSignedURLs: parseNeverRequireSigned(body["neverRequireSignedURLs"] ?? false),
  };
  if (isBuiltIn(name)) throw new HttpError("variant_exists");
  // `/<name>/<id>` would be read as an address of that account.
  if ((await deps.accounts.byHash(name)) !== undefined) throw new HttpError("variant_exists");
  const outcome = await deps.variants.insertVariant(variant, MOST_VARIANTS);
  if (outcome === "taken") throw new HttpError("variant_exists");
  if (outcome === "full") throw new HttpError("variants_full");
  return variant;
}

/** Throws `variant_missing`. */
export async function getVariant(deps: AppDeps, account: Account, name: string): Promise<NamedVariant> {
  const variant = await findNamedVariant(deps.variants, account.tag, name);
  if (variant === undefined) throw new HttpError("variant_missing");
  return variant;
}

/**
 * Changes what is given of `{ options?, neverRequireSignedURLs? }`; `options` replaces all options. The change
 * holds from the next request on, and what was derived from other options is removed right after. Throws
 * `variant_missing`, `variant_fixed`, and what is wrong with the body.
 */
export async function updateVariant(
  deps: AppDeps,
  account: Account,
  name: string,
  body: JsonObject,
): Promise<NamedVariant> {
  refuseUnknown(body, Object.keys(VARIANT_CHANGE_FIELDS));
  assertChangeable(name);
  const before = await getVariant(deps, account, name);
  const changes = parseChanges(body);
  // A built-in variant has no row until it is changed; any other may have been deleted since it was read.
  const otherwise = isBuiltIn(name) ? settingsOf(before) : undefined;
  const after = await deps.variants.changeVariant({ account: account.tag, name }, changes, otherwise);
  if (after === undefined) throw new HttpError("variant_missing");
  deps.defer(purgeVariant(deps, account, before));
  return after;
}

/**
 * Deletes a variant, and what was derived from it right after; a built-in one has its own settings back. Throws
 * `variant_missing` and `variant_fixed`.
 */
export async function deleteVariant(deps: AppDeps, account: Account, name: string): Promise<void> {
  assertChangeable(name);
  const removed = await deps.variants.deleteVariant(account.tag, name);
  if (removed === undefined) {
    if (isBuiltIn(name)) return;
    throw new HttpError("variant_missing");
  }
  deps.defer(purgeVariant(deps, account, removed));
}

function parseChanges(body: JsonObject): Partial<VariantSettings> {
  const { options, neverRequireSignedURLs } = body;
  if (options === undefined && neverRequireSignedURLs === undefined) {
    throw new HttpError(
      "field_invalid",
      "Expected `options` or `neverRequireSignedURLs` to change but received neither.",
    );
  }
  return {
    ...(options !== undefined && parseVariantOptions(options)),
    ...(neverRequireSignedURLs !== undefined && {
      neverRequireSignedURLs: parseNeverRequireSigned(neverRequireSignedURLs),
    }),
  };
}

function assertChangeable(name: string): void {
  if (name === FIXED_VARIANT) throw new HttpError("variant_fixed");
}
