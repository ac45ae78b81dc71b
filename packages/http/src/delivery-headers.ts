import { DEVICE_HEADERS } from "@darkroom/core";
import { DEFAULT_BROWSER_TTL } from "./browser-ttl.ts";
import type { Decision } from "./delivery-decision.ts";

/** Seconds that a shared cache may serve the old while it asks for the new, as Cloudflare has it. */
const STALE_SECONDS = 7200;
/** Seconds that a browser may keep what a signature without `exp` opened: its key may be deleted. */
const SIGNED_SECONDS = 3600;

/** What a delivery looks at to know what the client can show. */
export const CLIENT_HEADERS = ["Accept", ...DEVICE_HEADERS] as const;
/** What a credential is sent in. */
export const CREDENTIAL_HEADERS = ["Authorization", "X-Auth-Key", "X-Auth-Email"] as const;

/** What a delivery says of how long who may keep it; the same with a body and without. */
export function cachingHeaders(
  { access, vary, etag, found }: Decision,
  now: number,
): { "cache-control": string; etag: string; vary?: string } {
  const names = access.by === "nothing" ? vary : [...vary, ...CREDENTIAL_HEADERS];
  return {
    "cache-control": cacheControl(access, found.browserTtl, now),
    etag,
    ...(names.length > 0 && { vary: names.join(", ") }),
  };
}

/** What is not for everybody is for no shared cache, and never outlives its `exp`. */
function cacheControl(access: Decision["access"], browserTtl: number, now: number): string {
  if (access.by === "credential") return "private, no-store";
  if (access.by === "nothing") {
    return `public, max-age=${browserTtl}, stale-while-revalidate=${STALE_SECONDS}`;
  }
  const { expiresAt } = access;
  const seconds = expiresAt === undefined ? SIGNED_SECONDS : Math.floor((expiresAt - now) / 1000);
  // An account's `browser_ttl` is for public images, at Cloudflare too; two days are enough for any.
  return `private, max-age=${Math.max(0, Math.min(seconds, DEFAULT_BROWSER_TTL))}`;
}
