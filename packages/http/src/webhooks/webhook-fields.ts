import { expectedSentence } from "@darkroom/core";
import type { WebhookRecord } from "@darkroom/storage";
import { readDisplayName } from "../display-name.ts";
import { HttpError } from "../errors.ts";
import { refuseUnknown, type JsonObject } from "../json-body.ts";
import type { GuardedFetch } from "../outbound/guarded-fetch.ts";
import { ALL_EVENT_TYPES } from "./event-types.ts";

/** What a request says of a webhook, as far as it says it. */
export type WebhookFields = Partial<Pick<WebhookRecord, "url" | "events" | "description" | "disabled">>;

/** Field of a body → what it says. */
const READERS = {
  url: (value, fetcher) => ({ url: readUrl(value, fetcher) }),
  events: (value) => ({ events: readEvents(value) }),
  description: (value) => ({ description: value === "" ? value : readDisplayName(value, "description") }),
  enabled: (value) => ({ disabled: readEnabled(value) ? null : "request" }),
} as const satisfies Record<string, (value: unknown, fetcher: GuardedFetch) => WebhookFields>;

type FieldName = keyof typeof READERS;

/** Reads the fields of a webhook. Throws `field_invalid`, and for its address `source_invalid`, `source_refused`. */
export function readWebhookFields(
  body: JsonObject,
  names: readonly FieldName[],
  fetcher: GuardedFetch,
): WebhookFields {
  refuseUnknown(body, names);
  const said = names.filter((name) => Object.hasOwn(body, name));
  return Object.assign({}, ...said.map((name) => READERS[name](body[name], fetcher))) as WebhookFields;
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
