import { isAccountHash } from "../account.ts";
import type { AppState } from "../app-state.ts";
import type { AppDeps } from "../deps.ts";
import { createDirectUpload, receiveDirectUpload } from "../direct-upload.ts";
import { failure, success } from "../envelope.ts";
import { HttpError, type Problem } from "../errors.ts";
import { describeImageFields, readImageFields } from "../image-fields.ts";
import { publicOrigin } from "../origin.ts";
import { presentContext, presentImage } from "../shape.ts";
import { DIRECT_UPLOAD } from "../reference/answers.ts";
import { formOrJsonBody, optionalBody, result } from "../reference/description.ts";
import type { Route } from "./route.ts";

/** What the addresses begin with that a direct upload is sent to: `/upload/<account hash>/<token>`. */
export const UPLOAD_PREFIX = "/upload/";

const FIELDS = ["id", "expiry", "metadata", "requireSignedURLs", "creator"] as const;

/** The page that sends an upload is of any origin; the token in the address is what allows it. */
const CORS_HEADERS = {
  "access-control-allow-origin": "*",
  // For `Retry-After` of a busy server.
  "access-control-expose-headers": "*",
} as const;

/** Asks for an upload address. Version 1 is an older spelling of the same, which took JSON. */
export function directUploadRoutes(deps: AppDeps): readonly Route[] {
  return [
    { version: "v2", operation: "createDirectUpload", summary: "Ask for an upload address" },
    {
      version: "v1",
      operation: "createDirectUploadV1",
      summary: "Ask for an upload address, by its older name",
    },
  ].map(({ version, operation, summary }) => ({
    method: "POST",
    path: `accounts/:account/images/${version}/direct_upload`,
    scope: "edit",
    inBatch: version === "v2",
    about: {
      tag: "direct uploads",
      operation,
      summary,
      doc: "Whoever has the address may upload one image to it, until it expires.",
      body: optionalBody(formOrJsonBody(describeImageFields(FIELDS), { id: "users/7/portrait" })),
      answer: result(DIRECT_UPLOAD),
      problems: ["not_a_form", "image_exists", "images_full"],
    },
    async handle({ request, account }) {
      const fields = await readImageFields(request, FIELDS);
      const { id, token } = await createDirectUpload(deps, account, fields);
      const origin = publicOrigin(request, deps.settings);
      return success({ id, uploadURL: `${origin}${UPLOAD_PREFIX}${account.hash}/${token}` });
    },
  }));
}

/** Answers upload addresses, without credentials. */
export function createDirectUploadRoute(
  deps: AppDeps,
  { admissions, prewarmUpload }: Pick<AppState, "admissions" | "prewarmUpload">,
): (request: Request) => Promise<Response> {
  return async (request) => {
    if (request.method === "OPTIONS") return preflight();
    if (request.method !== "POST") throw new HttpError("method_wrong");
    const [hash = "", token = "", ...more] = new URL(request.url).pathname
      .slice(UPLOAD_PREFIX.length)
      .split("/");
    const account = isAccountHash(hash) ? await deps.accounts.byHash(hash) : undefined;
    if (account === undefined || !/^[\w-]{22}$/.test(token) || more.length > 0)
      throw new HttpError("upload_address_unknown");
    const record = await receiveDirectUpload(deps, admissions, account, token, request);
    prewarmUpload(record);
    const context = await presentContext(deps, { request, account });
    // The beta had no such addresses: who sends to one knows today's answers.
    return withCors(success(presentImage(record, { ...context, shape: "v1" })));
  };
}

/** A failure that the page may read, too. */
export function directUploadFailure(problem: Problem): Response {
  return withCors(failure(problem));
}

/** A path as a log may show it: who knows a token may upload, however the path was spelled that was sent. */
export function withoutUploadToken(pathname: string): string {
  const shown = pathname.replace(/^(\/upload\/[^/]*\/).+$/is, "$1…");
  if (shown !== pathname) return shown;
  const plain = pathname.replaceAll(/%([0-9a-f]{2})/gi, (_escape, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  // Not the decoded text: a line end in it would begin a line of the log.
  return /^\/+upload\/+[^/]*\/./is.test(plain) ? "/upload/…" : pathname;
}

function withCors(response: Response): Response {
  for (const [name, value] of Object.entries(CORS_HEADERS)) response.headers.set(name, value);
  return response;
}

function preflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...CORS_HEADERS,
      "access-control-allow-methods": "POST, OPTIONS",
      "access-control-allow-headers": "*",
      "access-control-max-age": "86400",
    },
  });
}
