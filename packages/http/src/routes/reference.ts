import { sha256Hex } from "@darkroom/core";
import { matchesNoneMatch } from "../conditional.ts";
import { HttpError } from "../errors.ts";
import type { Reference } from "../reference/reference.ts";

/** Where the document of the API stands. */
export const DOCUMENT_PATH = "/openapi.json";

/** Serves the document; pages of any origin may read it, for it holds no secret. */
export function createDocumentRoute(
  reference: Pick<Reference, "document">,
): (request: Request, origin: string) => Promise<Response> {
  return async (request, origin) => {
    if (request.method !== "GET" && request.method !== "HEAD") throw new HttpError("method_wrong");
    const bytes = new TextEncoder().encode(JSON.stringify(reference.document(origin)));
    const etag = `"${(await sha256Hex(bytes)).slice(0, 32)}"`;
    const headers = {
      "content-type": "application/json",
      "cache-control": "no-cache",
      "access-control-allow-origin": "*",
      "x-content-type-options": "nosniff",
      etag,
    };
    if (matchesNoneMatch(request.headers.get("if-none-match"), etag)) {
      return new Response(null, { status: 304, headers });
    }
    const whole = { ...headers, "content-length": String(bytes.length) };
    return new Response(request.method === "HEAD" ? null : bytes, { headers: whole });
  };
}
