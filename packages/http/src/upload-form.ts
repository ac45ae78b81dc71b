import {
  MaxFileSizeExceededError,
  MaxPartsExceededError,
  MaxTotalSizeExceededError,
  MultipartParseError,
  parseMultipartRequest,
} from "@remix-run/multipart-parser";
import { chunksOf } from "@darkroom/storage";
import { HttpError } from "./errors.ts";
import type { FieldName } from "./image-fields.ts";
import { isMetadataField, MOST_METADATA_BYTES, type FormField } from "./metadata.ts";
import { binary } from "./reference/schema.ts";

/** A form, taken apart. */
export interface Form {
  readonly file?: FormFile;
  /** In the order in which they came; of each name one, unless it is one of a list's. */
  readonly fields: readonly FormField[];
}

export interface FormFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly filename: string;
}

export interface FormRules {
  /** The fields that there may be; `metadata` in any of its encodings. */
  readonly names: readonly (FieldName | "record")[];
  /** Most bytes of the field `file`; without it, there may be none. */
  readonly maxFileBytes?: number;
  readonly timeoutMs?: number;
}

/** The field `file`, for the reference. */
export const IMAGE_FILE = binary("The image: JPEG, PNG, WebP, AVIF, GIF or SVG.");

/** Room for the fields beside the file. The largest metadata takes a fraction of it, in any encoding. */
const FIELDS_BYTES = 64 * 1024;
/** As many as metadata can have: a list of empty texts, which takes 3 bytes for each, and the other fields. */
const MOST_PARTS = Math.ceil(MOST_METADATA_BYTES / 3) + 10;
/** Most UTF-16 code units of the name of a file. */
export const MOST_FILENAME = 255;
/** How long a form may take to arrive. Not every runtime's server has such a limit of its own. */
const UPLOAD_TIMEOUT_MS = 110_000;

/**
 * Reads a form, counting bytes while they arrive: a file over the limit stops the reading there, and so does
 * the first field that may not be. Throws `not_a_form`, `form_broken`, `field_invalid`, `upload_too_large` or
 * `upload_too_slow`.
 */
export async function readForm(
  request: Request,
  { names, maxFileBytes, timeoutMs = UPLOAD_TIMEOUT_MS }: FormRules,
): Promise<Form> {
  if (!/^multipart\/form-data\s*;/i.test(request.headers.get("content-type") ?? ""))
    throw new HttpError("not_a_form");
  let file: FormFile | undefined;
  const fields: FormField[] = [];
  const seen = new Set<string>();
  const known: readonly string[] = maxFileBytes === undefined ? names : ["file", ...names];
  try {
    const parts = parseMultipartRequest(withDeadline(request, AbortSignal.timeout(timeoutMs)), {
      maxFileSize: maxFileBytes ?? FIELDS_BYTES,
      maxTotalSize: (maxFileBytes ?? 0) + FIELDS_BYTES,
      maxParts: MOST_PARTS,
    });
    for await (const part of parts) {
      const name = decoded(() => part.name) ?? "";
      if (!known.includes(isMetadataField(name) ? "metadata" : name)) throw unknownField(name, known);
      // The fields of a list have one name.
      if (seen.has(name) && !name.endsWith("[]")) {
        throw new HttpError("field_invalid", `Expected one field ${shown(name)} but received two.`);
      }
      seen.add(name);
      if (name === "file")
        file = { bytes: joined(part.content), filename: cleanFilename(decoded(() => part.filename)) };
      else if (part.size > FIELDS_BYTES) {
        throw new HttpError(
          "field_invalid",
          `The field ${shown(name)} is larger than the ${FIELDS_BYTES} bytes that it may be.`,
        );
      } else fields.push({ name, text: decoded(() => part.text) });
    }
  } catch (error) {
    throw formError(error, maxFileBytes);
  }
  return file === undefined ? { fields } : { file, fields };
}

/** The file of a form that must have one. Throws `field_invalid`. */
export function fileOf({ file }: Form): FormFile {
  if (file !== undefined) return file;
  throw new HttpError("field_invalid", "Expected an image in the field `file` but received none.");
}

/** A text of the form; what is no UTF-8 breaks the form. */
function decoded<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new HttpError("form_broken", "The form could not be read: expected texts in UTF-8.", { cause });
  }
}

/** The request with a body that fails at the deadline: who only drips bytes would keep a place for ever. */
function withDeadline(request: Request, deadline: AbortSignal): Request {
  if (request.body === null) return request;
  const chunks = chunksOf(request.body, deadline);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next().catch((cause: unknown) => {
        if (cause === deadline.reason) throw cause;
        throw new HttpError("client_gone", undefined, { cause });
      });
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => chunks.return().then(() => undefined),
  });
  const { url, method, headers } = request;
  // Without `duplex`, which the types lack, a stream is no body of a request (Fetch Standard, section 5.4).
  const init: RequestInit & { readonly duplex: "half" } = { method, headers, body, duplex: "half" };
  return new Request(url, init);
}

function unknownField(name: string, known: readonly string[]): HttpError {
  const fields = known.map((field) => `\`${field}\``).join(", ");
  return new HttpError("field_invalid", `There is no field ${shown(name)} here. There are ${fields}.`);
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}

function formError(error: unknown, maxFileBytes: number | undefined): unknown {
  if (error instanceof MaxFileSizeExceededError || error instanceof MaxTotalSizeExceededError) {
    return maxFileBytes === undefined
      ? new HttpError("field_invalid", `The form is larger than the ${FIELDS_BYTES} bytes that it may be.`)
      : new HttpError(
          "upload_too_large",
          `The file is larger than the ${maxFileBytes} bytes that may be uploaded.`,
        );
  }
  if (error instanceof MaxPartsExceededError) {
    return new HttpError("field_invalid", `Expected at most ${MOST_PARTS} fields but received more.`);
  }
  if (error instanceof DOMException && error.name === "TimeoutError")
    return new HttpError("upload_too_slow", undefined, { cause: error });
  return error instanceof MultipartParseError
    ? new HttpError("form_broken", undefined, { cause: error })
    : error;
}

function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The last path component without control characters, as browsers of old sent whole paths. */
export function cleanFilename(filename: string | undefined): string {
  const last = (filename ?? "").split(/[/\\]/).at(-1)!;
  const clean = last.toWellFormed().replaceAll(/\p{Cc}/gu, "");
  return clean.slice(0, MOST_FILENAME).toWellFormed() || "image";
}
