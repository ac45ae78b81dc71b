import { verifySignature, type SignatureVerdict, type SignedPart } from "@darkroom/core";
import type { ImageRecord } from "@darkroom/storage";
import type { Account } from "./account.ts";
import { authenticate, authorise, carriesCredential } from "./auth.ts";
import type { DeliveryTarget } from "./delivery-target.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { listSigningKeys } from "./signing-keys.ts";
import { lookUpVariant, type FoundVariant } from "./variant-lookup.ts";

/**
 * Who may see what, decided here alone, before any answer is made:
 *
 * - Closed to strangers are images that require signed URLs, unless the variant never does, and options in the
 *   address: while the account has flexible variants switched off, and beyond the bounds on who enumerates them.
 * - A credential with read scope opens all of it. A wrong one is refused, also where none was needed: whoever sends one
 *   expects it to be looked at.
 * - So does a valid signature. Switch and bounds are there so that strangers cannot enumerate options and fill disk
 *   and CPU; an address that one of the account's keys has signed was not made up by a stranger.
 * - A signature only ever opens. What is open anyway does not look at it, as Cloudflare ignores the query of public
 *   images: an old signed address of an image that has become public goes on working.
 * - A missing image is 404 and a closed one 403, as Cloudflare has it: that a signature is lacking must be told
 *   apart from a mistyped id. So a stranger may learn that an id is taken, and nothing else; who must hide that too
 *   uses generated ids, which cannot be guessed.
 */
export type Access =
  /** Open to everybody. */
  | { readonly by: "nothing" }
  /** `expiresAt` in milliseconds since the epoch; undefined when the signature holds as long as its key. */
  | { readonly by: "signature"; readonly expiresAt: number | undefined }
  | { readonly by: "credential" };

/** What a request for a delivery address comes to, when it may be answered. */
export interface Opened {
  readonly record: ImageRecord;
  readonly found: FoundVariant;
  readonly access: Access;
  /** Generation of the cache before anything was read: what is deleted from then on must not come back into it. */
  readonly since: number;
}

const OPEN: Access = { by: "nothing" };
/** Who has shown one with read scope on the account. */
export const CREDENTIALED: Access = { by: "credential" };

/**
 * Finds image and variant of a delivery address, if the request may see them. Throws `credential_wrong` and its
 * kind, and what `openAs` throws.
 */
export async function openTarget(deps: AppDeps, target: DeliveryTarget, request: Request): Promise<Opened> {
  const credential = await credentialAccess(deps, target.account, request.headers);
  return openAs(deps, target, new URL(request.url), credential);
}

/**
 * The same for somebody whose credential has been looked at, or who brings none. Throws `image_missing`,
 * `access_denied`, and what `lookUpVariant` throws.
 * @param address Where a signature may be.
 */
export async function openAs(
  deps: AppDeps,
  { account, id, variant }: DeliveryTarget,
  address: SignedPart,
  credential: Access | undefined,
): Promise<Opened> {
  const since = deps.derived.generation();
  const judge = async (): Promise<Access | Refusal> => credential ?? signatureAccess(deps, account, address);

  if ("name" in variant) {
    const [image, found] = await Promise.all([
      deps.records.getImage(account.tag, id),
      lookUpVariant(deps, account.tag, variant),
    ]);
    const record = present(image);
    const isOpen = !record.requireSignedURLs || found.neverRequireSignedURLs;
    return { record, found, access: isOpen ? (credential ?? OPEN) : granted(await judge()), since };
  }

  const [image, pass] = await Promise.all([deps.records.getImage(account.tag, id), judge()]);
  const record = present(image);
  // Whether options of a public image are closed, the lookup says.
  const access = "refusal" in pass && !record.requireSignedURLs ? OPEN : granted(pass);
  const found = await lookUpVariant(deps, account.tag, variant, access !== OPEN);
  return { record, found, access, since };
}

function present(record: ImageRecord | undefined): ImageRecord {
  if (record === undefined) throw new HttpError("image_missing");
  return record;
}

async function credentialAccess(
  deps: AppDeps,
  account: Account,
  headers: Headers,
): Promise<Access | undefined> {
  if (!carriesCredential(headers)) return undefined;
  authorise(await authenticate(headers, deps), account, "read");
  return CREDENTIALED;
}

interface Refusal {
  readonly refusal: string;
}

async function signatureAccess(
  deps: AppDeps,
  account: Account,
  address: SignedPart,
): Promise<Access | Refusal> {
  // Most requests bring none: no need to look for keys.
  const keys = address.search === "" ? [] : await listSigningKeys(deps, account);
  const result = await verifySignature(address, { keys: keys.map(({ value }) => value), now: deps.now() });
  return result.verdict === "valid"
    ? { by: "signature", expiresAt: result.expiresAt }
    : { refusal: REFUSALS[result.verdict] };
}

function granted(pass: Access | Refusal): Access {
  if ("refusal" in pass)
    throw new HttpError("access_denied", `Access to this image is denied: ${pass.refusal}`);
  return pass;
}

const REFUSALS = {
  absent: "it needs a signed address.",
  malformed:
    "a signed address has one `sig` of 64 lower-case hexadecimal digits, and at most one `exp` in whole seconds since the epoch.",
  wrong: "the signature does not fit the address, or its key was deleted.",
  expired: "the signed address has expired.",
} as const satisfies Record<Exclude<SignatureVerdict["verdict"], "valid">, string>;
