import { expectedSentence, LONGEST_IMAGE_ID, parseImageId, sha256Hex } from "@darkroom/core";
import type { ImageRecord } from "@darkroom/storage";
import type { Account } from "./account.ts";
import type { Admission } from "./admission.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { describeImageFields, imageFieldsOfJson } from "./image-fields.ts";
import { refuseUnknown, type JsonObject } from "./json-body.ts";
import { parseTimestamp } from "./timestamp.ts";
import { closed, optional, string, timestamp, type Members, type Schema } from "./reference/schema.ts";
import { fileOf, IMAGE_FILE, MOST_FILENAME, readForm, type FormFile } from "./upload-form.ts";
import { insertChecked } from "./upload.ts";

/** What another service knew of an image, which it keeps here: a UUID and the time of its upload included. */
export interface ImportedRecord extends Pick<
  ImageRecord,
  "id" | "filename" | "uploaded" | "creator" | "meta" | "requireSignedURLs"
> {
  /** Hex SHA-256 that the file must have. */
  readonly sha256?: string;
}

interface FieldRow {
  readonly schema: Schema;
  /** Its value; throws a 400. */
  readonly read: (value: unknown) => Partial<ImportedRecord>;
}

const IMAGE_FIELDS = describeImageFields(["creator", "metadata", "requireSignedURLs"]);

/** Every field of a record, named as answers name it. */
const FIELDS = {
  id: {
    schema: string("Its id there, a UUID too.", {
      maxLength: LONGEST_IMAGE_ID,
      examples: ["2cdc28f0-017a-49c4-9ed7-87056c83901f"],
    }),
    read: (value) => ({ id: parseImageId(value, { allowUuid: true }) }),
  },
  uploaded: {
    schema: timestamp("When it was uploaded there."),
    read: (value) => ({ uploaded: readUploaded(value) }),
  },
  filename: {
    schema: optional(string("Name of the file.", { maxLength: MOST_FILENAME, default: "image" })),
    read: (value) => ({ filename: readFilename(value) }),
  },
  creator: {
    schema: IMAGE_FIELDS.creator,
    read: (creator) => imageFieldsOfJson({ creator }, ["creator"]),
  },
  meta: {
    schema: IMAGE_FIELDS.metadata,
    read: (metadata) => imageFieldsOfJson({ metadata }, ["metadata"]),
  },
  requireSignedURLs: {
    schema: IMAGE_FIELDS.requireSignedURLs,
    read: (value) => imageFieldsOfJson({ requireSignedURLs: value }, ["requireSignedURLs"]),
  },
  sha256: {
    schema: optional(string("SHA-256 of the file as it is sent, in lower-case hex: another one is refused.")),
    read: (value) => ({ sha256: readDigest(value) }),
  },
} as const satisfies Record<keyof ImportedRecord, FieldRow>;

const NAMES = Object.keys(FIELDS) as readonly (keyof typeof FIELDS)[];

/** The fields of the form, for the reference. */
export const IMPORT_FORM = {
  record: closed(
    Object.fromEntries(NAMES.map((name) => [name, FIELDS[name].schema])),
    "What is known of the image, as JSON.",
  ),
  file: IMAGE_FILE,
} as const satisfies Members;

/** What holds where a record does not say it; without an id or a time of upload there is nothing to keep. */
const OTHERWISE = { filename: "image", creator: null, meta: {}, requireSignedURLs: false } as const;

/** Reads a record, the text of a field of JSON. Throws `field_invalid`, `option_invalid`. */
export function parseImportedRecord(text: string): ImportedRecord {
  const body = parseObject(text);
  refuseUnknown(body, NAMES);
  const missing = (["id", "uploaded"] as const).find((name) => body[name] === undefined);
  if (missing !== undefined)
    throw new HttpError("field_invalid", `Expected \`${missing}\` in the record but received none.`);
  const given = NAMES.filter((name) => body[name] !== undefined);
  return Object.assign(
    {},
    OTHERWISE,
    ...given.map((name) => FIELDS[name].read(body[name])),
  ) as ImportedRecord;
}

/** Reads a form `record` and `file`. Throws `field_invalid` where either is missing, and as {@link readForm} does. */
export async function readImport(
  request: Request,
  maxFileBytes: number,
): Promise<{ readonly record: ImportedRecord; readonly file: FormFile }> {
  const form = await readForm(request, { names: ["record"], maxFileBytes });
  const [field] = form.fields;
  if (field === undefined)
    throw new HttpError("field_invalid", "Expected what is known of the image, as JSON, in `record`.");
  return { record: parseImportedRecord(field.text), file: fileOf(form) };
}

/**
 * Stores an image as another service had it. Throws `image_exists`, `field_invalid` when the file is not the one
 * that the record speaks of, and what an upload throws.
 */
export async function importImage(
  deps: AppDeps,
  pixels: Admission,
  { tag: account }: Account,
  { record, file }: { readonly record: ImportedRecord; readonly file: FormFile },
  signal?: AbortSignal,
): Promise<ImageRecord> {
  const { sha256, ...kept } = record;
  if (sha256 !== undefined && (await sha256Hex(file.bytes)) !== sha256) {
    throw new HttpError("field_invalid", "The file is not the one whose SHA-256 the record has.");
  }
  return insertChecked(
    deps,
    pixels,
    { account, id: kept.id, file },
    (stored) => ({ ...stored, ...kept }),
    signal,
  );
}

function parseObject(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text) as unknown;
  } catch {
    value = text;
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as JsonObject;
  throw new HttpError("field_invalid", expectedSentence("an object of JSON", "record", value));
}

function readFilename(value: unknown): string {
  const isName =
    typeof value === "string" &&
    value !== "" &&
    value.length <= MOST_FILENAME &&
    value.isWellFormed() &&
    !/\p{Cc}/u.test(value);
  if (isName) return value;
  const expected = `1 to ${MOST_FILENAME} characters, none of them a control character,`;
  throw new HttpError("field_invalid", expectedSentence(expected, "filename", value));
}

function readUploaded(value: unknown): number {
  const time = typeof value === "string" ? parseTimestamp(value) : undefined;
  if (time !== undefined) return time;
  const expected = "a time as RFC 3339 writes it, such as `2026-11-21T10:00:00.000Z`,";
  throw new HttpError("field_invalid", expectedSentence(expected, "uploaded", value));
}

function readDigest(value: unknown): string {
  if (typeof value === "string" && /^[0-9a-f]{64}$/.test(value)) return value;
  throw new HttpError("field_invalid", expectedSentence("64 lower-case hex digits", "sha256", value));
}
