import { expectedSentence } from "@darkroom/core";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { closed, list, nullable, optional, string, words } from "./reference/schema.ts";
import { lookUpVariant, type FoundVariant } from "./variant-lookup.ts";
import { MOST_VARIANTS } from "./variants.ts";

/**
 * For whom images can be computed ahead: clients by the best format that they take, and what such clients accept. What
 * they get is decided as for any request, so that a picture too large for AVIF is made as the WebP that they will get.
 */
const CLIENTS = {
  avif: "image/avif,image/webp,*/*;q=0.8",
  webp: "image/webp,*/*;q=0.8",
  /** JPEG, or PNG: whichever is nearest to the original. */
  original: "*/*",
} as const satisfies Record<string, string>;

export type PrewarmFormat = keyof typeof CLIENTS;

const FORMATS = Object.keys(CLIENTS) as PrewarmFormat[];
const USUAL_FORMATS: readonly PrewarmFormat[] = ["avif", "webp"];

/** What to compute of each image. */
export interface PrewarmChoice {
  readonly variants: readonly string[];
  readonly formats: readonly PrewarmFormat[];
}

/** The two members of a choice, for the reference. */
export const PREWARM_CHOICE = {
  variants: list(
    string("Name of a variant."),
    "Which variants; each for every kind of device that it tells apart.",
    {
      minItems: 1,
      maxItems: MOST_VARIANTS,
      uniqueItems: true,
      examples: [["public", "thumbnail"]],
    },
  ),
  formats: list(
    words(
      FORMATS,
      "The best format that a client takes; `original` for clients that take neither AVIF nor WebP.",
    ),
    "For which clients.",
    { minItems: 1, uniqueItems: true, default: USUAL_FORMATS },
  ),
};

/** The setting of an account, for the reference. */
export const PREWARM_SETTING = nullable(
  closed(
    { variants: PREWARM_CHOICE.variants, formats: optional(PREWARM_CHOICE.formats) },
    "What is computed of each image after its upload, in time that no visitor needs; null for nothing.",
  ),
);

/** Reads `variants` and `formats`, which may be left out. Throws `field_invalid`. */
export function parsePrewarmChoice({
  variants,
  formats = USUAL_FORMATS,
}: {
  readonly variants?: unknown;
  readonly formats?: unknown;
}): PrewarmChoice {
  const isName = (value: unknown): value is string => typeof value === "string";
  if (!isListOf(variants, isName) || variants.length > MOST_VARIANTS) {
    const what = `a list of 1 to ${MOST_VARIANTS} names of variants, none twice,`;
    throw new HttpError("field_invalid", expectedSentence(what, "variants", variants));
  }
  const isFormat = (value: unknown): value is PrewarmFormat => FORMATS.some((format) => format === value);
  if (!isListOf(formats, isFormat)) {
    const what = `a list of some of ${FORMATS.map((format) => `"${format}"`).join(", ")}, none twice,`;
    throw new HttpError("field_invalid", expectedSentence(what, "formats", formats));
  }
  return { variants, formats };
}

/** One of the requests that an image is made ready for. */
export interface View {
  readonly found: FoundVariant;
  readonly headers: Headers;
}

/** The requests of a choice, variant by variant. Throws `variant_missing`, which names what there is not. */
export async function findViews(
  deps: AppDeps,
  account: string,
  choice: PrewarmChoice,
): Promise<readonly View[]> {
  const { views, missing } = await findPresentViews(deps, account, choice);
  if (missing.length === 0) return views;
  const names = missing.map((name) => JSON.stringify(name.slice(0, 100)));
  throw new HttpError("variant_missing", `Variant not found: ${names.join(", ")}.`);
}

/** The requests of a choice, as far as its variants are there, and the names of the others. */
export async function findPresentViews(
  deps: AppDeps,
  account: string,
  { variants, formats }: PrewarmChoice,
): Promise<{ readonly views: readonly View[]; readonly missing: readonly string[] }> {
  const found = await Promise.all(variants.map((name) => findVariant(deps, account, name)));
  const present = found.filter((variant) => variant !== undefined);
  const views = present.flatMap((variant) =>
    devicesOf(variant).flatMap((device) =>
      formats.map((format) => ({
        found: variant,
        headers: new Headers({ accept: CLIENTS[format], "cf-device-type": device }),
      })),
    ),
  );
  return { views, missing: variants.filter((_name, index) => found[index] === undefined) };
}

async function findVariant(deps: AppDeps, account: string, name: string): Promise<FoundVariant | undefined> {
  try {
    return await lookUpVariant(deps, account, { name });
  } catch (error) {
    if (error instanceof HttpError && error.code === "variant_missing") return undefined;
    throw error;
  }
}

function devicesOf({ variant }: FoundVariant): readonly string[] {
  return "devices" in variant ? Object.keys(variant.devices) : ["desktop"];
}

function isListOf<T>(value: unknown, isOne: (item: unknown) => item is T): value is readonly T[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every(isOne) && new Set(value).size === value.length
  );
}
