import { sha256Hex } from "@darkroom/core";
import { matchesNoneMatch } from "../conditional.ts";
import { HttpError } from "../errors.ts";
import type { Reference } from "../reference/reference.ts";

/** Where the document of the API stands, and where its page does. */
export const DOCUMENT_PATH = "/openapi.json";
export const PAGE_PATH = "/docs";

/** The page runs the one script of this server, and asks nobody anything. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

interface Face {
  readonly write: (reference: Reference, origin: string) => string;
  readonly headers: Readonly<Record<string, string>>;
}

const FACES = {
  document: {
    write: (reference, origin) => JSON.stringify(reference.document(origin)),
    // Pages of any origin may read it: it holds no secret.
    headers: { "content-type": "application/json", "access-control-allow-origin": "*" },
  },
  page: {
    write: (reference, origin) => reference.page(origin),
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": CONTENT_SECURITY_POLICY,
      "cross-origin-opener-policy": "same-origin",
      "referrer-policy": "no-referrer",
    },
  },
} as const satisfies Record<string, Face>;

/** Serves what the server tells of itself, as the document or as the page. */
export function createReferenceRoute(
  reference: Reference,
): (face: keyof typeof FACES, request: Request, origin: string) => Promise<Response> {
  return async (face, request, origin) => {
    if (request.method !== "GET" && request.method !== "HEAD") throw new HttpError("method_wrong");
    const { write, headers } = FACES[face];
    const bytes = new TextEncoder().encode(write(reference, origin));
    const etag = `"${(await sha256Hex(bytes)).slice(0, 32)}"`;
    const shared = { ...headers, "cache-control": "no-cache", "x-content-type-options": "nosniff", etag };
    if (matchesNoneMatch(request.headers.get("if-none-match"), etag)) {
      return new Response(null, { status: 304, headers: shared });
    }
    const whole = { ...shared, "content-length": String(bytes.length) };
    return new Response(request.method === "HEAD" ? null : bytes, { headers: whole });
  };
}
