import { expectedSentence } from "@darkroom/core";
import type { WebhookRecord } from "@darkroom/storage";
import { LONGEST_NAME, readDisplayName } from "../display-name.ts";
import { HttpError } from "../errors.ts";
import { refuseUnknown, type JsonObject } from "../json-body.ts";
import type { GuardedFetch } from "../outbound/guarded-fetch.ts";
import { EVENT_TYPE } from "../reference/answers.ts";
import { boolean, list, optionals, string, type Members, type Schema } from "../reference/schema.ts";
import { ALL_EVENT_TYPES } from "./event-types.ts";

/** What a request says of a webhook, as far as it says it. */
export type WebhookFields = Partial<Pick<WebhookRecord, "url" | "events" | "description" | "disabled">>;

interface FieldRow {
  readonly schema: Schema;
  readonly read: (value: unknown, fetcher: GuardedFetch) => WebhookFields;
}

/** Every field of a body. */
const FIELDS = {
  url: {
    schema: string("Where messages go, by `https` or `http`, without credentials.", {
      format: "uri",
      examples: ["https://example.com/darkroom"],
    }),
    read: (value, fetcher) => ({ url: readUrl(value, fetcher) }),
  },
  events: {
    schema: list(EVENT_TYPE, "The events to send; all, when it is left out.", { minItems: 1 }),
    read: (value) => ({ events: readEvents(value) }),
  },
  description: {
    schema: string("For you.", { maxLength: LONGEST_NAME, default: "" }),
    read: (value) => ({ description: value === "" ? value : readDisplayName(value, "description") }),
  },
  enabled: {
    schema: boolean("Whether anything is sent."),
    read: (value) => ({ disabled: readEnabled(value) ? null : "request" }),
  },
} as const satisfies Record<string, FieldRow>;

const { enabled: _enabled, ...NEW_FIELDS } = FIELDS;

/** The body that makes a webhook, for the reference. */
export const NEW_WEBHOOK_FIELDS = {
  ...optionals(NEW_FIELDS),
  url: FIELDS.url.schema,
} as const satisfies Members;

/** The body that changes one. */
export const WEBHOOK_CHANGE_FIELDS = optionals(FIELDS) satisfies Members;

/** Reads what a new webhook shall be. Throws `field_invalid`, and for its address `source_invalid`, `source_refused`. */
export function readNewWebhook(
  body: JsonObject,
  fetcher: GuardedFetch,
): WebhookFields & Pick<WebhookRecord, "url"> {
  const fields = readFields(body, NEW_WEBHOOK_FIELDS, fetcher);
  return { ...fields, url: fields.url ?? readUrl(undefined, fetcher) };
}

/** Reads how a webhook shall change. Throws as {@link readNewWebhook} does. */
export function readWebhookChanges(body: JsonObject, fetcher: GuardedFetch): WebhookFields {
  return readFields(body, WEBHOOK_CHANGE_FIELDS, fetcher);
}

function readFields(body: JsonObject, known: Members, fetcher: GuardedFetch): WebhookFields {
  refuseUnknown(body, Object.keys(known));
  const said = Object.entries(FIELDS)
    .filter(([name]) => Object.hasOwn(body, name))
    .map(([name, { read }]) => read(body[name], fetcher));
  return Object.assign({}, ...said) as WebhookFields;
}

function readUrl(value: unknown, fetcher: GuardedFetch): string {
  if (typeof value !== "string")
    throw new HttpError("field_invalid", expectedSentence("an http or https address", "url", value));
  fetcher.check(value);
  const { username, password } = new URL(value);
  if (username === "" && password === "") return value;
  // Whoever may read sees the address.
  const sentence = "Expected no credentials in `url`: the signature of a message says who sends it.";
  throw new HttpError("field_invalid", sentence);
}

function readEvents(value: unknown): readonly string[] {
  const known: readonly unknown[] = ALL_EVENT_TYPES;
  const isList = Array.isArray(value) && value.length > 0 && value.every((type) => known.includes(type));
  if (isList) return ALL_EVENT_TYPES.filter((type) => value.includes(type));
  const types = ALL_EVENT_TYPES.map((type) => `\`${type}\``).join(", ");
  throw new HttpError("field_invalid", expectedSentence(`a list of ${types}`, "events", value));
}

function readEnabled(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new HttpError("field_invalid", expectedSentence("`true` or `false`", "enabled", value));
}
