import { expectedSentence } from "@darkroom/core";
import type { AccountConfig } from "@darkroom/storage";
import type { ConfigAnswer } from "./answers.ts";
import { BROWSER_TTL, parseBrowserTtl } from "./browser-ttl.ts";
import { HttpError } from "./errors.ts";
import { refuseUnknown, type JsonObject } from "./json-body.ts";
import { parsePrewarmChoice, PREWARM_CHOICE, PREWARM_SETTING, type PrewarmChoice } from "./prewarm-views.ts";
import { boolean, type Schema } from "./reference/schema.ts";

interface SettingRow {
  readonly schema: Schema;
  /** What the account is to have; throws `field_invalid`. */
  readonly parse: (value: unknown) => Partial<AccountConfig>;
}

/** Every setting of an account, by its name in the API. */
export const ACCOUNT_SETTINGS = {
  flexible_variants: {
    schema: boolean("Whether addresses may hold options in place of a variant's name."),
    parse: (value) => ({ flexibleVariants: parseFlexible(value) }),
  },
  browser_ttl: {
    schema: BROWSER_TTL,
    parse: (value) => ({ browserTtl: parseBrowserTtl(value) }),
  },
  prewarm: {
    schema: PREWARM_SETTING,
    parse: (value) => ({ prewarm: parsePrewarm(value) }),
  },
} as const satisfies Record<keyof ConfigAnswer, SettingRow>;

/** Settings of an account that Cloudflare Images has and Darkroom does not build yet. */
const UNBUILT_SETTINGS: readonly string[] = ["preserve_content_credentials"];

/** Reads changes of an account's settings, at least one. Throws `field_invalid`. */
export function parseConfigChanges(body: JsonObject): Partial<AccountConfig> {
  const unbuilt = UNBUILT_SETTINGS.find((name) => Object.hasOwn(body, name));
  if (unbuilt !== undefined) {
    throw new HttpError(
      "field_invalid",
      `\`${unbuilt}\` is a setting of Cloudflare Images that Darkroom does not build yet.`,
    );
  }
  const names = Object.keys(ACCOUNT_SETTINGS);
  refuseUnknown(body, names);
  const given = Object.entries(ACCOUNT_SETTINGS).filter(([name]) => body[name] !== undefined);
  if (given.length === 0) {
    const known = names.map((name) => `\`${name}\``).join(" or ");
    throw new HttpError("field_invalid", `Expected ${known} to change but received none.`);
  }
  return Object.assign({}, ...given.map(([name, { parse }]) => parse(body[name]))) as Partial<AccountConfig>;
}

/** The settings of an account as the API shows them. */
export function presentConfig({ flexibleVariants, browserTtl, prewarm }: AccountConfig): ConfigAnswer {
  return { flexible_variants: flexibleVariants, browser_ttl: browserTtl, prewarm };
}

function parseFlexible(value: unknown): boolean {
  if (typeof value === "boolean") return value;
  throw new HttpError("field_invalid", expectedSentence("true or false", "flexible_variants", value));
}

function parsePrewarm(value: unknown): PrewarmChoice | null {
  if (value === null) return null;
  if (typeof value !== "object" || Array.isArray(value))
    throw new HttpError("field_invalid", expectedSentence("an object, or null,", "prewarm", value));
  refuseUnknown(value as JsonObject, Object.keys(PREWARM_CHOICE));
  return parsePrewarmChoice(value);
}
