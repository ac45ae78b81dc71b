import {
  MaxFileSizeExceededError,
  MaxTotalSizeExceededError,
  MultipartParseError,
  parseMultipartRequest,
} from "@remix-run/multipart-parser";
import { chunksOf } from "@darkroom/storage";
import { HttpError } from "./errors.ts";

export interface UploadForm {
  readonly file: { readonly bytes: Uint8Array<ArrayBuffer>; readonly filename: string };
  /** A custom id, as sent. */
  readonly id?: string;
}

/** Room for the fields and the multipart framing around the file. */
const FRAMING_BYTES = 64 * 1024;
const MAX_FILENAME = 255;
/** How long a form may take to arrive. Not every runtime's server has such a limit of its own. */
const UPLOAD_TIMEOUT_MS = 110_000;

/** Fields of Cloudflare's upload that Darkroom knows but does not build yet. */
const UNBUILT_FIELDS: ReadonlySet<string> = new Set(["url", "metadata", "requireSignedURLs", "creator"]);

/**
 * Reads an upload form, counting bytes while they arrive: a file over `maxBytes` stops the reading there.
 * Throws `not_a_form`, `form_broken`, `field_invalid`, `upload_too_large` or `upload_too_slow`.
 */
export async function readUploadForm(
  request: Request,
  maxBytes: number,
  timeoutMs = UPLOAD_TIMEOUT_MS,
): Promise<UploadForm> {
  if (!/^multipart\/form-data\s*;/i.test(request.headers.get("content-type") ?? ""))
    throw new HttpError("not_a_form");
  let file: UploadForm["file"] | undefined;
  let id: string | undefined;
  const seen = new Set<string>();
  try {
    const parts = parseMultipartRequest(withDeadline(request, AbortSignal.timeout(timeoutMs)), {
      maxFileSize: maxBytes,
      maxTotalSize: maxBytes + FRAMING_BYTES,
      maxParts: 20,
    });
    for await (const part of parts) {
      const name = part.name ?? "";
      if (seen.has(name))
        throw new HttpError("field_invalid", `Expected one field \`${name}\` but received two.`);
      seen.add(name);
      if (name === "file") file = { bytes: joined(part.content), filename: cleanFilename(part.filename) };
      else if (name === "id") id = part.text;
      else throw new HttpError("field_invalid", unknownField(name));
    }
  } catch (error) {
    throw formError(error, maxBytes);
  }
  if (file === undefined) {
    throw new HttpError("field_invalid", "Expected an image in the field `file` but received none.");
  }
  return id === undefined ? { file } : { file, id };
}

/** The request with a body that fails at the deadline: who only drips bytes would keep a place for ever. */
function withDeadline(request: Request, deadline: AbortSignal): Request {
  if (request.body === null) return request;
  const chunks = chunksOf(request.body, deadline);
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await chunks.next();
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

function unknownField(name: string): string {
  const shown = JSON.stringify(name.slice(0, 100));
  // `metadata[key]` and `metadata.key` are the field `metadata`.
  const field = name.split(/[.[]/, 1)[0] ?? "";
  return UNBUILT_FIELDS.has(field)
    ? `The field ${shown} is one of Cloudflare Images that Darkroom does not build yet. Built are \`file\` and \`id\`.`
    : `Expected the fields \`file\` and \`id\` but received ${shown}.`;
}

function formError(error: unknown, maxBytes: number): unknown {
  if (error instanceof MaxFileSizeExceededError || error instanceof MaxTotalSizeExceededError) {
    return new HttpError(
      "upload_too_large",
      `The file is larger than the ${maxBytes} bytes that may be uploaded.`,
    );
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
function cleanFilename(filename: string | undefined): string {
  const last = (filename ?? "").split(/[/\\]/).at(-1)!;
  const clean = last.toWellFormed().replaceAll(/\p{Cc}/gu, "");
  return clean.slice(0, MAX_FILENAME).toWellFormed() || "image";
}
