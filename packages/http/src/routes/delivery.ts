import type { AppState } from "../app-state.ts";
import { matchesNoneMatch } from "../conditional.ts";
import { openTarget } from "../delivery-access.ts";
import { cachingHeaders, CLIENT_HEADERS, CREDENTIAL_HEADERS } from "../delivery-headers.ts";
import { findTarget } from "../delivery-target.ts";
import type { AppDeps } from "../deps.ts";
import { HttpError, problemOf, type Problem } from "../errors.ts";

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
const VARY_ALL = [...CLIENT_HEADERS, ...CREDENTIAL_HEADERS].join(", ");

/** What all delivery addresses are called together. */
const DELIVERY_TEMPLATE = "/:hash/*image/:variant";

/** Delivers images under `/<hash>/<id>/<variant>` and the beta's `/<variant>/<id>`. */
export function createDeliveryRoute(
  deps: AppDeps,
  { delivery, statistics, recorder }: Pick<AppState, "delivery" | "statistics" | "recorder">,
): (request: Request, matched: (template: string) => void) => Promise<Response> {
  return async (request, matched) => {
    if (request.method === "OPTIONS") return preflight();
    if (request.method !== "GET" && request.method !== "HEAD") throw new HttpError("method_wrong");
    const target = await findTarget(deps, new URL(request.url).pathname);
    matched(DELIVERY_TEMPLATE);
    const { tag } = target.account;
    // Before a cache is looked into: whether it may be seen is asked anew at every request.
    const decision = await noted(tag, request, async () =>
      delivery.decide(await openTarget(deps, target, request), request.headers),
    );
    const headers: Record<string, string> = {
      ...DELIVERY_HEADERS,
      ...cachingHeaders(decision, deps.now()),
    };
    if (matchesNoneMatch(request.headers.get("if-none-match"), decision.etag)) {
      statistics.unchanged(tag);
      recorder.count("deliveries", { result: "unchanged" });
      return new Response(null, { status: 304, headers });
    }
    const { body, size, hit } = await noted(tag, request, () => delivery.open(decision, request.signal));
    recorder.count("deliveries", { result: hit ? "hit" : "miss" });
    headers["content-type"] = decision.mediaType;
    headers["content-length"] = String(size);
    // RFC 9211.
    headers["cache-status"] = hit ? "darkroom; hit" : "darkroom; fwd=uri-miss; stored";
    if (request.method === "HEAD") {
      if (body instanceof ReadableStream) await body.cancel();
      return new Response(null, { headers });
    }
    // What its owner looks at with a credential says nothing of its visitors.
    if (decision.access.by !== "credential")
      statistics.delivered(tag, { mediaType: decision.mediaType, bytes: size, hit });
    recorder.count("deliveredBytes", { format: decision.request.format }, size);
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
