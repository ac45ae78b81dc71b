import { isDarkroomError, type ErrorCode } from "@darkroom/core";
import { isStorageError, type StorageErrorCode } from "@darkroom/storage";

/** The only file that knows HTTP statuses of errors. */

export interface ProblemRow {
  /** The number in the v4 envelope: Cloudflare's own where there is one. */
  readonly api: number;
  /** The number in `Cf-Resized: err=` and in the text of a delivery. */
  readonly delivery: number;
  readonly status: number;
  /** Sentence shown when the error itself carries none that may be shown. */
  readonly message: string;
  /** Seconds after which a client may try again. */
  readonly retryAfter?: number;
}

/** What can go wrong at the HTTP layer itself. */
export type HttpErrorCode =
  | "credential_missing"
  | "credential_wrong"
  | "scope_missing"
  | "account_unknown"
  | "route_unknown"
  | "method_wrong"
  | "field_invalid"
  | "not_a_form"
  | "form_broken"
  | "upload_too_large"
  | "upload_too_slow"
  | "image_missing"
  | "image_exists"
  | "upload_address_unknown"
  | "upload_address_used"
  | "images_full"
  | "variant_missing"
  | "variant_exists"
  | "variant_fixed"
  | "variants_full"
  | "token_missing"
  | "tokens_full"
  | "account_exists"
  | "account_in_use"
  | "signing_key_missing"
  | "signing_keys_full"
  | "webhook_missing"
  | "webhooks_full"
  | "delivery_path_wrong"
  | "flexible_off"
  | "flexible_too_large"
  | "flexible_too_many"
  | "access_denied"
  | "client_gone"
  | "too_large_to_process"
  | "source_invalid"
  | "source_refused"
  | "source_unresolved"
  | "source_unreachable"
  | "source_untrusted"
  | "source_slow"
  | "source_missing"
  | "source_denied"
  | "source_broken"
  | "source_cut"
  | "source_too_large"
  | "source_redirects"
  | "source_loop"
  | "busy";

/** Every code of every layer → its numbers and status. An unmapped code does not compile. */
const PROBLEMS = {
  credential_missing: {
    api: 10000,
    delivery: 9425,
    status: 401,
    message:
      "Authentication error: send `Authorization: Bearer <token>`, or `X-Auth-Key` and `X-Auth-Email`.",
  },
  credential_wrong: {
    api: 9109,
    delivery: 9425,
    status: 403,
    message: "Unauthorized: the token, or the key and email, are not valid for this account.",
  },
  scope_missing: {
    api: 10000,
    delivery: 9425,
    status: 403,
    message: "Authentication error: the token is valid, but its scope does not allow this.",
  },
  account_unknown: {
    api: 5403,
    delivery: 9427,
    status: 403,
    message: "The account in the address is not served here.",
  },
  route_unknown: {
    api: 7003,
    delivery: 9431,
    status: 404,
    message: "Could not route this request: there is nothing at this address.",
  },
  method_wrong: {
    api: 7003,
    delivery: 9432,
    status: 405,
    message: "This address does not take that method.",
  },
  field_invalid: { api: 5400, delivery: 9424, status: 400, message: "Bad request." },
  not_a_form: {
    api: 5415,
    delivery: 9424,
    status: 415,
    message:
      "Images must be uploaded as a form, not as raw data: send multipart/form-data with a `file` field.",
  },
  form_broken: {
    api: 5400,
    delivery: 9424,
    status: 400,
    message: "The form could not be read: the multipart body is malformed or incomplete.",
  },
  upload_too_large: { api: 5413, delivery: 9413, status: 413, message: "The file is too large." },
  upload_too_slow: { api: 5408, delivery: 9424, status: 408, message: "The upload took too long." },
  image_missing: { api: 5404, delivery: 9431, status: 404, message: "Image not found." },
  image_exists: {
    api: 5409,
    delivery: 9432,
    status: 409,
    message: "Resource already exists: an image, or a draft of a direct upload, has this id.",
  },
  upload_address_unknown: {
    api: 5404,
    delivery: 9431,
    status: 404,
    message:
      "There is no such upload address: it was not given out, or has expired, or its draft was deleted. Ask for a new one.",
  },
  upload_address_used: {
    api: 5409,
    delivery: 9432,
    status: 409,
    message: "Resource already exists: an image was uploaded to this address, which takes one only.",
  },
  images_full: {
    api: 5453,
    delivery: 9432,
    status: 403,
    message: "The account has as many images as it may have.",
  },
  variant_missing: { api: 5401, delivery: 9431, status: 404, message: "Variant not found." },
  variant_exists: {
    api: 5409,
    delivery: 9432,
    status: 409,
    message: "Resource already exists: a variant with this name is there already.",
  },
  variant_fixed: {
    api: 5400,
    delivery: 9432,
    status: 400,
    message:
      "The variant `default` belongs to the addresses of the beta and cannot be changed; make one of another name.",
  },
  variants_full: {
    api: 5453,
    delivery: 9432,
    status: 400,
    message: "The account has as many variants as it may have (100): delete one first.",
  },
  token_missing: { api: 5404, delivery: 9431, status: 404, message: "Token not found." },
  tokens_full: {
    api: 5453,
    delivery: 9432,
    status: 400,
    message: "The account has as many tokens as it may have: delete one that is not used any more.",
  },
  account_exists: {
    api: 5409,
    delivery: 9432,
    status: 409,
    message: "Resource already exists: the id or the hash belongs to another account.",
  },
  account_in_use: {
    api: 5409,
    delivery: 9432,
    status: 409,
    message:
      "The account still has images, or addresses for direct uploads: it can be deleted when it has none.",
  },
  signing_key_missing: { api: 5404, delivery: 9431, status: 404, message: "Signing key not found." },
  signing_keys_full: {
    api: 5453,
    delivery: 9432,
    status: 400,
    message: "The account has as many signing keys as it may have: delete one that signs nothing any more.",
  },
  webhook_missing: { api: 5404, delivery: 9431, status: 404, message: "Webhook not found." },
  webhooks_full: {
    api: 5453,
    delivery: 9432,
    status: 400,
    message: "The account has as many webhooks as it may have: delete one that is not used any more.",
  },
  delivery_path_wrong: {
    api: 5400,
    delivery: 9426,
    status: 403,
    message: "The address is not one of an image: expected /<account hash>/<image id>/<variant>.",
  },
  flexible_off: {
    api: 5400,
    delivery: 9429,
    status: 403,
    message: "Flexible variants are not enabled for this account: ask for a variant by its name.",
  },
  flexible_too_large: {
    api: 5400,
    delivery: 9401,
    status: 400,
    message: "The options ask for more pixels than options in an address may.",
  },
  flexible_too_many: {
    api: 5400,
    delivery: 9422,
    status: 429,
    message:
      "Too many new sizes were asked for within a minute: try again in a moment, or ask for a variant by its name.",
    retryAfter: 10,
  },
  access_denied: {
    api: 5403,
    delivery: 9425,
    status: 403,
    message: "Access to this image is denied: it needs a signed address.",
  },
  client_gone: { api: 5433, delivery: 9528, status: 499, message: "The client went away." },
  too_large_to_process: {
    api: 5413,
    delivery: 9413,
    status: 413,
    message: "This image needs more memory than this server gives to one image.",
  },
  busy: {
    api: 5503,
    delivery: 9522,
    status: 503,
    message: "The server is busy. Try again in a moment.",
    retryAfter: 2,
  },

  // Of addresses that a client gave: what is there may change, but it is never this server's fault.
  source_invalid: {
    api: 5400,
    delivery: 9406,
    status: 400,
    message: "Expected a whole http or https address, percent-encoded, of at most 4096 characters for `url`.",
  },
  source_refused: { api: 5403, delivery: 9419, status: 403, message: "The address is not fetched." },
  source_unresolved: {
    api: 5400,
    delivery: 9407,
    status: 422,
    message: "The host of the address has no entry in the DNS.",
  },
  source_unreachable: {
    api: 5400,
    delivery: 9505,
    status: 422,
    message: "The server of the address could not be reached.",
  },
  source_untrusted: {
    api: 5400,
    delivery: 9505,
    status: 422,
    message: "The server of the address has no valid certificate for its name.",
  },
  source_slow: {
    api: 5400,
    delivery: 9504,
    status: 422,
    message: "The server of the address took too long to answer.",
  },
  source_missing: {
    api: 5400,
    delivery: 9404,
    status: 422,
    message: "There is nothing at the address.",
  },
  source_denied: {
    api: 5400,
    delivery: 9408,
    status: 422,
    message: "The server of the address refused to give what is there.",
  },
  source_broken: { api: 5400, delivery: 9509, status: 422, message: "The server of the address failed." },
  source_cut: {
    api: 5450,
    delivery: 9416,
    status: 422,
    message: "The server of the address cut its answer short.",
  },
  source_too_large: {
    api: 5413,
    delivery: 9402,
    status: 413,
    message: "What is at the address is too large.",
  },
  source_redirects: {
    api: 5400,
    delivery: 9421,
    status: 422,
    message: "The address redirects too often.",
  },
  source_loop: {
    api: 5400,
    delivery: 9403,
    status: 403,
    message: "A Darkroom that fetches from an address asked for this: it does not fetch again.",
  },

  option_unknown: { api: 5400, delivery: 9401, status: 400, message: "Unknown option." },
  option_invalid: { api: 5400, delivery: 9401, status: 400, message: "Invalid option." },
  option_unbuilt: { api: 5400, delivery: 9401, status: 400, message: "This option is not built yet." },
  image_unrecognised: {
    api: 5455,
    delivery: 9412,
    status: 415,
    message:
      "Unsupported type: the file must be image/jpeg, image/png, image/webp, image/avif, image/gif or image/svg+xml.",
  },
  image_unsupported: {
    api: 5455,
    delivery: 9520,
    status: 415,
    message: "This kind of image is not supported.",
  },
  image_corrupt: { api: 5455, delivery: 9523, status: 422, message: "The image is damaged." },
  image_too_large: { api: 5413, delivery: 9413, status: 413, message: "The image has too many pixels." },
  output_too_large: {
    api: 5413,
    delivery: 9413,
    status: 413,
    message: "The result would have too many pixels.",
  },
  time_exceeded: { api: 5400, delivery: 9529, status: 422, message: "The image took too long to process." },
  codec_missing: {
    api: 5500,
    delivery: 9523,
    status: 500,
    message: "This server was composed without the codec that the image needs.",
  },
  codec_failed: { api: 5500, delivery: 9516, status: 500, message: "An image codec failed." },

  key_invalid: { api: 5500, delivery: 9523, status: 500, message: "Internal error." },
  record_invalid: {
    api: 5400,
    delivery: 9432,
    status: 400,
    message: "A text of the request holds characters that cannot be stored.",
  },
  upload_expired: { api: 5408, delivery: 9432, status: 408, message: "The upload took too long." },
  store_unavailable: {
    api: 5503,
    delivery: 9522,
    status: 503,
    message: "Storage is not available at the moment.",
    retryAfter: 10,
  },
  schema_newer: { api: 5500, delivery: 9523, status: 500, message: "Internal error." },
  data_folder_in_use: { api: 5500, delivery: 9523, status: 500, message: "Internal error." },
  internal: { api: 5500, delivery: 9523, status: 500, message: "Internal error." },
} as const satisfies Record<HttpErrorCode | ErrorCode | StorageErrorCode | "internal", ProblemRow>;

export type ProblemCode = keyof typeof PROBLEMS;

/** What clients are told of a problem, by its code. */
export const problemRow = (code: ProblemCode): ProblemRow => PROBLEMS[code];

/** An error of the HTTP layer; `message` is shown to the client, or the code's own sentence when left out. */
export class HttpError extends Error {
  override readonly name = "HttpError";
  readonly code: HttpErrorCode;

  constructor(code: HttpErrorCode, message?: string, options?: ErrorOptions) {
    super(message ?? PROBLEMS[code].message, options);
    this.code = code;
  }
}

export interface Problem extends ProblemRow {
  readonly code: ProblemCode;
}

/** Whether it is the request that is at fault: the same one would be refused again. */
export function isRefusal({ status, code }: Problem): boolean {
  return status < 500 && code !== "client_gone";
}

/** What to tell the client of any error. Only sentences that were written for clients are shown. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HttpError || isDarkroomError(error)) {
    return { ...PROBLEMS[error.code], code: error.code, message: error.message };
  }
  // A store's sentences name files and tables: they belong in the log.
  if (isStorageError(error)) return { ...PROBLEMS[error.code], code: error.code };
  return { ...PROBLEMS.internal, code: "internal" };
}
