import { sha256Hex } from "@darkroom/core";
import type { Assets } from "../assets.ts";
import { matchesNoneMatch } from "../conditional.ts";

import { HttpError } from "../errors.ts";

/** Where the dashboard stands. */
export const DASHBOARD_PATH = "/dashboard";

/** What the build names by its content: such a file never changes. */
const HASHED = /^assets\/[^/]+$/;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  css: "text/css; charset=utf-8",
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  txt: "text/plain; charset=utf-8",
};

/**
 * The dashboard runs only what was built with it and speaks only with this server. Pictures it fetches with a
 * credential are shown by `blob:` addresses; text never becomes markup or code.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

const HEADERS = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

/** Serves the dashboard: its files, and its one page for every other address below `/dashboard`. */
export function createDashboardRoute(assets: Assets): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method !== "GET" && request.method !== "HEAD") throw new HttpError("method_wrong");
    const path = new URL(request.url).pathname.slice(DASHBOARD_PATH.length + 1);
    const isFile = HASHED.test(path) || /^[^/]+\.(css|js|svg|txt)$/.test(path);
    const name = isFile ? path : "index.html";
    const bytes = await assets.read(name);
    if (bytes === undefined) throw new HttpError("route_unknown");
    const etag = `"${(await sha256Hex(bytes)).slice(0, 32)}"`;
    const headers = {
      ...HEADERS,
      "content-type": MEDIA_TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream",
      "cache-control": HASHED.test(name) ? "public, max-age=31536000, immutable" : "no-cache",
      etag,
    };
    if (matchesNoneMatch(request.headers.get("if-none-match"), etag)) {
      return new Response(null, { status: 304, headers });
    }
    const whole = { ...headers, "content-length": String(bytes.length) };
    return new Response(request.method === "HEAD" ? null : bytes, { headers: whole });
  };
}
