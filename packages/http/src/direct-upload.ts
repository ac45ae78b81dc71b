import { sha256Hex } from "@darkroom/core";
import type { ImageRecord } from "@darkroom/storage";
import type { Account } from "./account.ts";
import type { Admissions } from "./admission.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError, isRefusal, problemOf } from "./errors.ts";
import type { ImageFields } from "./image-fields.ts";
import { describeError } from "./log.ts";
import { checkImage, storeImage } from "./upload.ts";
import { fileOf, readForm } from "./upload-form.ts";
import { uploadedEvent, uploadFailedEvent } from "./webhooks/events.ts";

const MINUTE = 60_000;
/** How long an upload address is good for: Cloudflare's limits and default. */
const SHORTEST = 2 * MINUTE;
const LONGEST = 360 * MINUTE;
const USUAL = 30 * MINUTE;
/** What a client's clock may be wrong by, and its request take. */
const TOLERANCE = 30_000;

/** Refused uploads of one address that an account is told of: whoever has it may send again and again. */
const MOST_REFUSALS_TOLD = 10;

/** 128 bits: nobody finds a token by trying. */
const TOKEN_BYTES = 16;

export interface DirectUpload {
  readonly id: string;
  /** What the address of the upload ends in; only its hash is kept. */
  readonly token: string;
}

/** Promises an image: keeps its id, and makes the token that allows one upload. Throws `image_exists`. */
export async function createDirectUpload(
  deps: AppDeps,
  { tag: account }: Account,
  { id = deps.uuid(), creator = null, meta = {}, requireSignedURLs = false, expiry }: ImageFields,
): Promise<DirectUpload> {
  const created = deps.now();
  const expires = expiry ?? created + USUAL;
  if (expires < created + SHORTEST - TOLERANCE || expires > created + LONGEST + TOLERANCE) {
    const now = new Date(created).toISOString();
    throw new HttpError(
      "field_invalid",
      `Expected a time from 2 minutes to 6 hours from now, which is ${now}, for \`expiry\` but received ${new Date(expires).toISOString()}.`,
    );
  }
  const token = deps.randomBytes(TOKEN_BYTES).toBase64({ alphabet: "base64url", omitPadding: true });
  const tokenHash = await sha256Hex(token);
  const draft = { account, id, tokenHash, creator, meta, requireSignedURLs, created, expires };
  if (!(await deps.records.insertDraft(draft))) throw new HttpError("image_exists");
  return { id, token };
}

/**
 * Stores the image that a token allows: of many uploads with one token, the first that is complete. One that is
 * refused, or breaks off, leaves the token as it was. An upload that began in time may end later.
 * Throws `upload_address_unknown` and `upload_address_used`, before the body is read where that is known.
 */
export async function receiveDirectUpload(
  deps: AppDeps,
  { uploads, pixels }: Admissions,
  { tag: account }: Account,
  token: string,
  request: Request,
): Promise<ImageRecord> {
  const at = deps.now();
  const { signal } = request;
  const tokenHash = await sha256Hex(token);
  const { id } = await openDraft(deps, account, tokenHash, at);
  const receive = async (): Promise<ImageRecord | undefined> => {
    const { maxUploadBytes } = deps.settings;
    const form = await readForm(request, { names: [], maxFileBytes: maxUploadBytes });
    const checked = await checkImage(deps, pixels, fileOf(form), signal);
    // Deleted, or used by another, while this one was on its way: then its bytes need not be written.
    await openDraft(deps, account, tokenHash, at);
    return storeImage(
      deps,
      pixels,
      account,
      checked,
      (stored) =>
        deps.records.completeDraft(
          { ...stored, account, id },
          { tokenHash, at },
          uploadedEvent(deps, account, id, stored),
        ),
      signal,
    );
  };
  const record = await uploads.run(0, receive, signal).catch(async (error: unknown) => {
    await tellRefusal(deps, { account, id, tokenHash, at }, error);
    throw error;
  });
  if (record !== undefined) {
    deps.wakeWebhooks();
    return record;
  }
  await openDraft(deps, account, tokenHash, at);
  // Open again is no state of a draft; an image has its id, whoever stored it.
  throw new HttpError("upload_address_unknown");
}

/**
 * Tells the webhooks of an account that what was sent to an open address was refused. A page that was closed, a busy
 * server and its failures are no refusals: nothing is known of what would have come.
 */
async function tellRefusal(
  deps: AppDeps,
  { id, ...draft }: { account: string; id: string; tokenHash: string; at: number },
  error: unknown,
): Promise<void> {
  const problem = problemOf(error);
  if (!isRefusal(problem)) return;
  const event = uploadFailedEvent(deps, draft.account, id, problem);
  try {
    if (await deps.records.refuseUpload(draft, event, MOST_REFUSALS_TOLD)) deps.wakeWebhooks();
  } catch (cause) {
    // The refusal is the answer, whether or not it can be told to others.
    deps.log.warn("refused upload not told", { error: describeError(cause) });
  }
}

async function openDraft(
  deps: AppDeps,
  account: string,
  tokenHash: string,
  at: number,
): Promise<{ readonly id: string }> {
  const draft = await deps.records.findDraft(account, tokenHash, at);
  if (draft === undefined) throw new HttpError("upload_address_unknown");
  if (draft.used) throw new HttpError("upload_address_used");
  return draft;
}
