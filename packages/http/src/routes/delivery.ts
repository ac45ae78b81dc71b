import { isVariantName, parseDeliveryPath } from "@darkroom/core";
import type { Admission } from "../admission.ts";
import { matchesNoneMatch } from "../conditional.ts";
import { isAccountHash } from "../account.ts";
import { DEFAULT_BROWSER_TTL } from "../browser-ttl.ts";
import { createDelivery, type Delivery, type DeliveryTarget } from "../deliver.ts";
import type { AppDeps } from "../deps.ts";
import { HttpError, problemOf, type Problem } from "../errors.ts";
import type { Statistics } from "../statistics.ts";
import { findNamedVariant } from "../variant-lookup.ts";

/** Seconds that a shared cache may serve the old while it asks for the new, as Cloudflare has it. */
const STALE_SECONDS = 7200;
/** Seconds that a browser may keep what a signature without `exp` opened: its key may be deleted. */
const SIGNED_SECONDS = 3600;

/** What a credential is sent in. */
const CREDENTIAL_HEADERS = ["Authorization", "X-Auth-Key", "X-Auth-Email"];

/**
 * On every answer under a delivery address: an SVG opened by itself must not act (the dashboard shares the
 * origin), types are not guessed, and any page may use the picture.
 */
const DELIVERY_HEADERS = {
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  "access-control-allow-origin": "*",
  "cross-origin-resource-policy": "cross-origin",
} as const;

/** Every header that any delivery looks at: what an answer varies by before its variant is known. */
const VARY_ALL = ["Accept", "Sec-CH-UA-Mobile", "CF-Device-Type", "User-Agent", ...CREDENTIAL_HEADERS].join(
  ", ",
);

/** Delivers images under `/<hash>/<id>/<variant>` and the beta's `/<variant>/<id>`. */
export function createDeliveryRoute(
  deps: AppDeps,
  pixels: Admission,
  statistics: Statistics,
): (request: Request) => Promise<Response> {
  const prepare = createDelivery(deps, pixels);

  return async (request) => {
    if (request.method === "OPTIONS") return preflight();
    if (request.method !== "GET" && request.method !== "HEAD") throw new HttpError("method_wrong");
    const target = await findTarget(deps, new URL(request.url).pathname);
    const { tag } = target.account;
    const delivery = await noted(tag, request, () => prepare(target, request));
    const headers: Record<string, string> = {
      ...DELIVERY_HEADERS,
      "cache-control": cacheControl(delivery, deps.now()),
      etag: delivery.etag,
    };
    const vary = delivery.access.by === "nothing" ? delivery.vary : [...delivery.vary, ...CREDENTIAL_HEADERS];
    if (vary.length > 0) headers["vary"] = vary.join(", ");
    if (matchesNoneMatch(request.headers.get("if-none-match"), delivery.etag)) {
      statistics.unchanged(tag);
      return new Response(null, { status: 304, headers });
    }
    const { body, size, hit } = await noted(tag, request, () => delivery.open(request.signal));
    headers["content-type"] = delivery.mediaType;
    headers["content-length"] = String(size);
    // RFC 9211.
    headers["cache-status"] = hit ? "darkroom; hit" : "darkroom; fwd=uri-miss; stored";
    if (request.method === "HEAD") {
      if (body instanceof ReadableStream) await body.cancel();
      return new Response(null, { headers });
    }
    // What its owner looks at with a credential says nothing of its visitors.
    if (delivery.access.by !== "credential")
      statistics.delivered(tag, { mediaType: delivery.mediaType, bytes: size, hit });
    return new Response(body, { headers });
  };

  /** Does a part of a delivery; its failure is kept for the account's overview, unless the client went away. */
  async function noted<T>(account: string, request: Request, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      if (!request.signal.aborted) statistics.failed(account, request, problemOf(error));
      throw error;
    }
  }
}

/** How long who may keep an answer: what is not for everybody is for no shared cache, and never outlives its `exp`. */
function cacheControl({ access, browserTtl }: Delivery, now: number): string {
  if (access.by === "credential") return "private, no-store";
  if (access.by === "nothing") {
    return `public, max-age=${browserTtl}, stale-while-revalidate=${STALE_SECONDS}`;
  }
  const { expiresAt } = access;
  const seconds = expiresAt === undefined ? SIGNED_SECONDS : Math.floor((expiresAt - now) / 1000);
  // An account's `browser_ttl` is for public images, at Cloudflare too; two days are enough for any.
  return `private, max-age=${Math.max(0, Math.min(seconds, DEFAULT_BROWSER_TTL))}`;
}

/** A failed delivery: a text that a person can read in place of the picture, and the code in `Cf-Resized`. */
export function deliveryFailure(problem: Problem): Response {
  const headers: Record<string, string> = {
    ...DELIVERY_HEADERS,
    "content-type": "text/plain; charset=utf-8",
    "cache-control": "no-store",
    "cf-resized": `err=${problem.delivery}`,
    vary: VARY_ALL,
  };
  if (problem.retryAfter !== undefined) headers["retry-after"] = String(problem.retryAfter);
  return new Response(`ERROR ${problem.delivery}: ${problem.message}\n`, { status: problem.status, headers });
}

async function findTarget(deps: AppDeps, pathname: string): Promise<DeliveryTarget> {
  const parsed = parseDeliveryPath(pathname, { isAccountHash, isVariantName });
  if (parsed?.order === "variant-first") {
    return { account: deps.accounts.first, id: parsed.id, variant: { name: parsed.variant } };
  }
  const account = parsed && (await deps.accounts.byHash(parsed.hash));
  if (parsed && account) return { account, id: parsed.id, variant: parsed.variant };
  const target = await findHashLikeVariant(deps, pathname);
  if (target !== undefined) return target;
  throw new HttpError(parsed === undefined ? "route_unknown" : "account_unknown");
}

/** A variant's name may have the form of an account hash; where no account has it, it is the beta's order. */
async function findHashLikeVariant(deps: AppDeps, pathname: string): Promise<DeliveryTarget | undefined> {
  const parsed = parseDeliveryPath(pathname, { isAccountHash: () => false, isVariantName });
  if (parsed?.order !== "variant-first") return undefined;
  const account = deps.accounts.first;
  const variant = await findNamedVariant(deps.variants, account.tag, parsed.variant);
  return variant && { account, id: parsed.id, variant: { name: variant.name } };
}

function preflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...DELIVERY_HEADERS,
      "access-control-allow-methods": "GET, HEAD, OPTIONS",
      "access-control-allow-headers": "*",
      "access-control-max-age": "86400",
    },
  });
}
