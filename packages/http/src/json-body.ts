import { expectedSentence, nearNames } from "@darkroom/core";
import { chunksOf } from "@darkroom/storage";
import { HttpError } from "./errors.ts";

export interface JsonObject {
  readonly [name: string]: unknown;
}

/** What a body of JSON may weigh, unless a caller says otherwise: names, options and metadata are small. */
export const MOST_JSON_BYTES = 64 * 1024;
/** How long a body may take to arrive. Not every runtime's server has such a limit of its own. */
const BODY_TIMEOUT_MS = 30_000;

/**
 * Reads a body that is one JSON object, counting bytes while they arrive: one over `most` stops the reading
 * there. Throws `field_invalid` for another content type, too many bytes and other JSON than an object,
 * `form_broken` for what is not JSON in UTF-8, `upload_too_slow`.
 */
export async function readJsonBody(
  request: Request,
  { most = MOST_JSON_BYTES, timeoutMs = BODY_TIMEOUT_MS }: { most?: number; timeoutMs?: number } = {},
): Promise<JsonObject> {
  const type = request.headers.get("content-type");
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type ?? "")) {
    throw new HttpError("field_invalid", expectedSentence("`application/json`", "content-type", type ?? ""));
  }
  const value = parse(await readBytes(request, most, timeoutMs));
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new HttpError("field_invalid", expectedSentence("an object", "body", value));
  }
  return value as JsonObject;
}

/** Throws `field_invalid` that names the first field which is none of `known`, and what they are. */
export function refuseUnknown(body: JsonObject, known: readonly string[]): void {
  const unknown = Object.keys(body).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const near = nearNames(unknown, known);
  const hint =
    near.length > 0 ? `Did you mean ${quoted(near, " or ")}?` : `There are ${quoted(known, ", ")}.`;
  const written = JSON.stringify(unknown.slice(0, 100));
  throw new HttpError("field_invalid", `There is no field ${written}. ${hint}`);
}

/**
 * The one of `names` that a body has. Throws `field_invalid` for none, for several, and for a field that is not `known`.
 */
export function onlyField<Name extends string>(
  body: JsonObject,
  names: readonly Name[],
  known: readonly string[] = names,
): Name {
  refuseUnknown(body, known);
  const [name, ...more] = names.filter((candidate) => body[candidate] !== undefined);
  if (name !== undefined && more.length === 0) return name;
  const received = name === undefined ? "none" : quoted([name, ...more], " and ");
  throw new HttpError("field_invalid", `Expected one of ${quoted(names, ", ")} but received ${received}.`);
}

function quoted(names: readonly string[], joint: string): string {
  return names.map((name) => `\`${name}\``).join(joint);
}

async function readBytes(request: Request, most: number, timeoutMs: number): Promise<Uint8Array> {
  const tooLarge = new HttpError(
    "field_invalid",
    `The body is larger than the ${most} bytes that it may be.`,
  );
  if (Number(request.headers.get("content-length")) > most) throw tooLarge;
  if (request.body === null) return new Uint8Array();
  const bytes = new Uint8Array(most);
  let length = 0;
  try {
    for await (const chunk of chunksOf(request.body, AbortSignal.timeout(timeoutMs))) {
      if (length + chunk.length > most) throw tooLarge;
      bytes.set(chunk, length);
      length += chunk.length;
    }
  } catch (error) {
    if (error instanceof DOMException && error.name === "TimeoutError")
      throw new HttpError("upload_too_slow", undefined, { cause: error });
    throw error;
  }
  return bytes.subarray(0, length);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch (cause) {
    throw new HttpError("form_broken", "The body could not be read: expected JSON in UTF-8.", { cause });
  }
}
