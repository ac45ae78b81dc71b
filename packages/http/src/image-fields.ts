import { expectedSentence, LONGEST_IMAGE_ID, parseImageId } from "@darkroom/core";
import type { ImageChanges } from "@darkroom/storage";
import { HttpError } from "./errors.ts";
import { readJsonBody, refuseUnknown, type JsonObject } from "./json-body.ts";
import {
  checkMetadata,
  isMetadataField,
  metadataOfForm,
  MOST_METADATA_BYTES,
  type FormField,
} from "./metadata.ts";
import { parseTimestamp } from "./timestamp.ts";
import {
  anything,
  boolean,
  map,
  nullable,
  optional,
  string,
  timestamp,
  type Optional,
  type Schema,
} from "./reference/schema.ts";
import { readForm } from "./upload-form.ts";

/** What a client says of an image, besides its bytes. */
export interface ImageFields extends ImageChanges {
  /** A custom id. */
  readonly id?: string;
  /** Where the image is, instead of a file. */
  readonly url?: string;
  /** Until when a direct upload may begin, in milliseconds since the epoch. */
  readonly expiry?: number;
}

/** The name of a field in requests; `metadata` is the only one that answers call otherwise: `meta`. */
export type FieldName = "id" | "metadata" | "requireSignedURLs" | "creator" | "expiry" | "url";

const MOST_CREATOR = 255;

interface FieldRow {
  readonly schema: Schema;
  /** Its value, from the text of a form or from JSON; throws a 400. */
  readonly parse: (value: unknown) => ImageFields;
}

/** Every field. Metadata of a form has many fields. */
const FIELDS = {
  id: {
    schema: string("An id of your own: a name, or a path of names; without it, a UUID is made.", {
      maxLength: LONGEST_IMAGE_ID,
      examples: ["summer/flower.jpg"],
    }),
    parse: (value) => ({ id: parseImageId(value) }),
  },
  metadata: {
    schema: map(
      anything("Any JSON."),
      `Whatever you keep with the image, at most ${MOST_METADATA_BYTES} bytes as JSON.`,
      {
        examples: [{ album: "summer" }],
      },
    ),
    parse: (value) => ({ meta: checkMetadata(value) }),
  },
  requireSignedURLs: {
    schema: boolean("Whether its addresses work only with a signature.", { default: false }),
    parse: (value) => ({ requireSignedURLs: parseFlag("requireSignedURLs", value) }),
  },
  creator: {
    schema: nullable(
      string("Whom the image is of, for you to find it by.", {
        maxLength: MOST_CREATOR,
        examples: ["user-7"],
      }),
    ),
    parse: (value) => ({ creator: parseCreator(value) }),
  },
  expiry: {
    schema: timestamp(
      "Until when the upload may begin: two minutes to six hours from now; half an hour without it.",
    ),
    parse: (value) => ({ expiry: parseExpiry(value) }),
  },
  url: {
    schema: string("Where the image is to be fetched from, in place of `file`.", {
      format: "uri",
      examples: ["https://pictures.example/flower.jpg"],
    }),
    parse: (value) => ({ url: String(value) }),
  },
} as const satisfies Record<FieldName, FieldRow>;

/** Fields as the reference describes them; each of them may be left out. */
export function describeImageFields<Name extends FieldName>(
  names: readonly Name[],
): { readonly [Field in Name]: Optional } {
  const rows: Record<FieldName, FieldRow> = FIELDS;
  const members = names.map((name) => [name, optional(rows[name].schema)]);
  return Object.fromEntries(members) as { readonly [Field in Name]: Optional };
}

/**
 * Reads a body that holds fields only: JSON, a form, or none at all. Throws `not_a_form` for any other, and
 * `field_invalid` for a field that is none of `names`, or whose value is wrong.
 */
export async function readImageFields(request: Request, names: readonly FieldName[]): Promise<ImageFields> {
  const type = request.headers.get("content-type");
  if (type === null && (await isEmpty(request))) return {};
  if (/^application\/json\s*(?:;|$)/i.test(type ?? ""))
    return imageFieldsOfJson(await readJsonBody(request), names);
  if (!/^multipart\/form-data\s*;/i.test(type ?? "")) {
    throw new HttpError(
      "not_a_form",
      expectedSentence("`multipart/form-data` or `application/json`", "content-type", type ?? ""),
    );
  }
  return imageFieldsOfForm((await readForm(request, { names })).fields);
}

export function imageFieldsOfForm(fields: readonly FormField[]): ImageFields {
  const meta = metadataOfForm(fields);
  const others = fields.filter(({ name }) => !isMetadataField(name));
  const parsed = others.map(({ name, text }) => FIELDS[name as FieldName].parse(text));
  return Object.assign({}, ...parsed, meta && { meta }) as ImageFields;
}

/** Fields of a JSON object. Throws `field_invalid` for one that is none of `names`, or whose value is wrong. */
export function imageFieldsOfJson(body: JsonObject, names: readonly FieldName[]): ImageFields {
  refuseUnknown(body, names);
  const parsed = Object.entries(body).map(([name, value]) => FIELDS[name as FieldName].parse(value));
  return Object.assign({}, ...parsed) as ImageFields;
}

function parseFlag(name: string, value: unknown): boolean {
  // A form has only text; `1` and `0` are what Go and PHP make of a boolean.
  const flag = new Map<unknown, boolean>([
    [true, true],
    ["true", true],
    ["1", true],
    [false, false],
    ["false", false],
    ["0", false],
  ]).get(value);
  if (flag === undefined) {
    throw new HttpError("field_invalid", expectedSentence("`true` or `false`", name, value));
  }
  return flag;
}

/** Lists ask for images without a creator by an empty text, so that is what an empty text says here. */
export function parseCreator(value: unknown): string | null {
  if (value === null || value === "") return null;
  const isCreator =
    typeof value === "string" &&
    value.length <= MOST_CREATOR &&
    value.isWellFormed() &&
    !/\p{Cc}/u.test(value);
  if (isCreator) return value;
  const what = `at most ${MOST_CREATOR} characters, none of them a control character,`;
  throw new HttpError("field_invalid", expectedSentence(what, "creator", value));
}

function parseExpiry(value: unknown): number {
  const time = typeof value === "string" ? parseTimestamp(value) : undefined;
  if (time !== undefined) return time;
  const what = "a time as RFC 3339 writes it, such as `2026-11-21T10:00:00Z`,";
  throw new HttpError("field_invalid", expectedSentence(what, "expiry", value));
}

async function isEmpty(request: Request): Promise<boolean> {
  if (request.body === null) return true;
  const reader = request.body.getReader();
  const { done } = await reader.read();
  if (!done) await reader.cancel();
  return done;
}
