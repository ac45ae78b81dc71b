import type { Problem } from "./errors.ts";

export interface ResultInfo {
  readonly page: number;
  readonly per_page: number;
  readonly count: number;
  readonly total_count: number;
  readonly total_pages: number;
}

/** A success in Cloudflare's v4 envelope. Always 200: the official clients read no other status of success. */
export function success(result: unknown, resultInfo?: ResultInfo): Response {
  const info = resultInfo === undefined ? {} : { result_info: resultInfo };
  return Response.json(
    { result, success: true, errors: [], messages: [], ...info },
    { headers: API_HEADERS },
  );
}

/** A failure in the v4 envelope. `ERROR 54NN:` stays in the message because clients in the wild search for it. */
export function failure(problem: Problem): Response {
  const message = `ERROR ${problem.api}: ${problem.message}`;
  const headers: Record<string, string> = { ...API_HEADERS };
  // The official SDK retries 408, 409, 429 and 5xx; only a busy server gets better by asking again.
  headers["x-should-retry"] = problem.retryAfter === undefined ? "false" : "true";
  if (problem.retryAfter !== undefined) headers["retry-after"] = String(problem.retryAfter);
  if (problem.status === 401) headers["www-authenticate"] = "Bearer";
  return Response.json(
    { result: null, success: false, errors: [{ code: problem.api, message }], messages: [] },
    { status: problem.status, headers },
  );
}

/** Answers of the API hold private facts: no cache may keep them, no browser may read them as a page. */
const API_HEADERS = {
  // Left to themselves, some runtimes add a charset, which JSON does not have (RFC 8259, section 11).
  "content-type": "application/json",
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
} as const;
