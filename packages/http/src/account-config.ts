import { expectedSentence } from "@darkroom/core";
import type { AccountConfig } from "@darkroom/storage";
import { parseBrowserTtl } from "./browser-ttl.ts";
import { HttpError } from "./errors.ts";
import { refuseUnknown, type JsonObject } from "./json-body.ts";

/** Settings of an account that Cloudflare Images has and Darkroom does not build yet. */
const UNBUILT_SETTINGS: readonly string[] = ["preserve_content_credentials"];

/** Reads changes `{ flexible_variants?, browser_ttl? }` of an account's settings. Throws `field_invalid`. */
export function parseConfigChanges(body: JsonObject): Partial<AccountConfig> {
  const unbuilt = UNBUILT_SETTINGS.find((name) => Object.hasOwn(body, name));
  if (unbuilt !== undefined) {
    throw new HttpError(
      "field_invalid",
      `\`${unbuilt}\` is a setting of Cloudflare Images that Darkroom does not build yet.`,
    );
  }
  refuseUnknown(body, ["flexible_variants", "browser_ttl"]);
  const { flexible_variants: flexibleVariants, browser_ttl: browserTtl } = body;
  if (flexibleVariants === undefined && browserTtl === undefined) {
    throw new HttpError(
      "field_invalid",
      "Expected `flexible_variants` or `browser_ttl` to change but received neither.",
    );
  }
  if (flexibleVariants !== undefined && typeof flexibleVariants !== "boolean") {
    throw new HttpError(
      "field_invalid",
      expectedSentence("true or false", "flexible_variants", flexibleVariants),
    );
  }
  return {
    ...(flexibleVariants !== undefined && { flexibleVariants }),
    ...(browserTtl !== undefined && { browserTtl: parseBrowserTtl(browserTtl) }),
  };
}

/** The settings of an account as the API shows them. */
export function presentConfig({ flexibleVariants, browserTtl }: AccountConfig): object {
  return { flexible_variants: flexibleVariants, browser_ttl: browserTtl };
}
