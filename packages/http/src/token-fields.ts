import { expectedSentence } from "@darkroom/core";
import type { TokenRecord, TokenScope } from "@darkroom/storage";
import type { Account } from "./account.ts";
import { LONGEST_NAME, readDisplayName } from "./display-name.ts";
import { HttpError } from "./errors.ts";
import { parseInstant } from "./instant.ts";
import { refuseUnknown, type JsonObject } from "./json-body.ts";
import { PERMISSION_GROUPS, POLICY, SCOPES, scopeOfPolicies } from "./permission-groups.ts";
import {
  list,
  nullable,
  optional,
  optionals,
  string,
  timestamp,
  words,
  type Members,
  type Schema,
} from "./reference/schema.ts";

/** What a request says of a token, as far as it says it. */
export type TokenFields = Partial<Pick<TokenRecord, "name" | "scope" | "disabled" | "expires">>;

interface FieldRow {
  readonly schema: Schema;
  readonly read: (value: unknown, account: Account) => TokenFields;
}

/** Every field of a body. */
const FIELDS = {
  name: {
    schema: string("What you call it.", { minLength: 1, maxLength: LONGEST_NAME, examples: ["website"] }),
    read: (value) => ({ name: readDisplayName(value, "name") }),
  },
  scope: {
    schema: words(SCOPES, "What it may do; each includes those before it.", { default: "read" }),
    read: (value) => ({ scope: readScope(value) }),
  },
  policies: {
    schema: list(POLICY, "The scope as Cloudflare's clients say it; in place of `scope`.", { minItems: 1 }),
    read: (value, account) => ({ scope: scopeOfPolicies(value, account) }),
  },
  expires_on: {
    schema: nullable(timestamp("When it ends; null for never.", { examples: ["2030-01-31T12:00:00Z"] })),
    read: (value) => ({ expires: readExpiry(value) }),
  },
  status: {
    schema: words(["active", "disabled"], "A disabled token is refused.", { default: "active" }),
    read: (value) => ({ disabled: readStatus(value) }),
  },
} as const satisfies Record<string, FieldRow>;

/** What stands in an answer, and may come back with it: a client that changes one field sends all of them. */
const READ_ONLY = ["id", "issued_on", "modified_on", "last_used_on"];

/** Fields of Cloudflare's tokens that are refused by their names: to leave them out would grant more. */
const UNBUILT = ["condition", "not_before"];

/** The body that makes a token, for the reference. */
export const NEW_TOKEN_FIELDS = { ...optionals(FIELDS), name: FIELDS.name.schema } as const satisfies Members;

/** The body that changes one; what an answer shows besides may stand in it. */
export const TOKEN_CHANGE_FIELDS = {
  ...optionals(FIELDS),
  ...Object.fromEntries(READ_ONLY.map((name) => [name, optional(string("Ignored: it cannot be changed."))])),
} as const satisfies Members;

/** Reads what a new token shall be. Throws `field_invalid`. */
export function readNewToken(body: JsonObject, account: Account): TokenFields & { readonly name: string } {
  const fields = readFields(body, account, []);
  return { ...fields, name: fields.name ?? readDisplayName(undefined, "name") };
}

/** Reads how a token shall change. Throws `field_invalid`. */
export function readTokenChanges(body: JsonObject, account: Account): TokenFields {
  return readFields(body, account, READ_ONLY);
}

function readFields(body: JsonObject, account: Account, ignored: readonly string[]): TokenFields {
  const unbuilt = UNBUILT.find((name) => Object.hasOwn(body, name));
  if (unbuilt !== undefined) {
    throw new HttpError(
      "field_invalid",
      `The field \`${unbuilt}\` is one of Cloudflare's tokens that Darkroom does not build.`,
    );
  }
  refuseUnknown(body, [...Object.keys(FIELDS), ...ignored]);
  const said = Object.entries(FIELDS)
    .filter(([field]) => Object.hasOwn(body, field))
    .map(([field, { read }]) => read(body[field], account));
  const scopes = new Set(said.flatMap((fields) => ("scope" in fields ? [fields.scope] : [])));
  if (scopes.size > 1) {
    throw new HttpError(
      "field_invalid",
      `Expected \`scope\` and \`policies\` to say the same but received ${[...scopes].join(" and ")}: leave one out.`,
    );
  }
  return Object.assign({}, ...said) as TokenFields;
}

function readScope(value: unknown): TokenScope {
  if (typeof value === "string" && Object.hasOwn(PERMISSION_GROUPS, value)) return value as TokenScope;
  throw new HttpError("field_invalid", expectedSentence("`read`, `edit` or `admin`", "scope", value));
}

const STATUSES: ReadonlyMap<unknown, boolean> = new Map([
  ["active", false],
  ["disabled", true],
]);

function readStatus(value: unknown): boolean {
  const disabled = STATUSES.get(value);
  if (disabled !== undefined) return disabled;
  throw new HttpError("field_invalid", expectedSentence("`active` or `disabled`", "status", value));
}

function readExpiry(value: unknown): number | null {
  if (value === null) return null;
  const time = typeof value === "string" ? parseInstant(value) : undefined;
  if (time !== undefined) return time;
  const expected = "a time such as `2030-01-31T12:00:00Z`, or null,";
  throw new HttpError("field_invalid", expectedSentence(expected, "expires_on", value));
}
