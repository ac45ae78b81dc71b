import {
  BUILT_IN_VARIANTS,
  optionSegment,
  parseOptions,
  parseOptionSegment,
  type Variant,
} from "@darkroom/core";
import type { AccountConfig, VariantRecord } from "@darkroom/storage";
import { DEFAULT_BROWSER_TTL } from "./browser-ttl.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";

/** The variant that is what it is: it belongs to the beta's addresses, so no account can change it. */
export const FIXED_VARIANT = "default";

/** What a delivery address asks for, found. */
export interface FoundVariant {
  /** Its options, the same for all or by device; options of an address have their one spelling as a name. */
  readonly variant: Variant;
  /** Whether the address brings the options itself (flexible variants). */
  readonly isFlexible: boolean;
  /** Whether it delivers private images to everybody. */
  readonly neverRequireSignedURLs: boolean;
  /** Seconds that browsers may keep the image. */
  readonly browserTtl: number;
}

/** A variant of an account as it is kept, options unread, or a built-in one that the account has not changed. */
export type NamedVariant = VariantRecord | Variant;

/**
 * Finds what the last segment of a delivery address means for an account, always from the store: a change holds
 * from the next request on. Throws `variant_missing`; `flexible_off` for options where the account has them
 * switched off, unless `opensFlexible`; `option_unknown`, `option_invalid` or `option_unbuilt` for wrong ones.
 */
export async function lookUpVariant(
  { variants, accountRecords }: Pick<AppDeps, "variants" | "accountRecords">,
  account: string,
  wanted: { readonly name: string } | { readonly options: string },
  opensFlexible = false,
): Promise<FoundVariant> {
  if ("options" in wanted) {
    const config = await accountRecords.getAccountConfig(account);
    if (!config.flexibleVariants && !opensFlexible) throw new HttpError("flexible_off");
    const options = parseOptionSegment(wanted.options);
    return {
      variant: { name: optionSegment(options), options },
      isFlexible: true,
      neverRequireSignedURLs: false,
      browserTtl: browserTtlOf(null, config),
    };
  }
  const [named, config] = await Promise.all([
    findNamedVariant(variants, account, wanted.name),
    accountRecords.getAccountConfig(account),
  ]);
  if (named === undefined) throw new HttpError("variant_missing");
  const isKept = "account" in named;
  return {
    variant: isKept ? { name: named.name, options: parseOptions(named.options) } : named,
    isFlexible: false,
    neverRequireSignedURLs: isKept && named.neverRequireSignedURLs,
    browserTtl: browserTtlOf(isKept ? named.browserTtl : null, config),
  };
}

/** Whether every account has a variant of that name from the start. */
export function isBuiltIn(name: string): boolean {
  return BUILT_IN_VARIANTS.some((variant) => variant.name === name);
}

/** The variant of that name: what the account keeps comes before what is built in. */
export async function findNamedVariant(
  variants: AppDeps["variants"],
  account: string,
  name: string,
): Promise<NamedVariant | undefined> {
  const kept = name === FIXED_VARIANT ? undefined : await variants.getVariant(account, name);
  return kept ?? BUILT_IN_VARIANTS.find((builtIn) => builtIn.name === name);
}

/** All variants of an account, the built-in ones first. */
export async function listNamedVariants(
  variants: AppDeps["variants"],
  account: string,
): Promise<readonly NamedVariant[]> {
  const kept = new Map((await variants.listVariants(account)).map((variant) => [variant.name, variant]));
  const builtIn = BUILT_IN_VARIANTS.map((variant) => {
    const changed = variant.name === FIXED_VARIANT ? undefined : kept.get(variant.name);
    kept.delete(variant.name);
    return changed ?? variant;
  });
  return [...builtIn, ...kept.values()];
}

function browserTtlOf(own: number | null, account: AccountConfig): number {
  return own ?? account.browserTtl ?? DEFAULT_BROWSER_TTL;
}
