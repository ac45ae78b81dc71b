import { isVariantName, parseDeliveryPath } from "@darkroom/core";
import { isAccountHash, type Account } from "./account.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { findNamedVariant } from "./variant-lookup.ts";

/** What a delivery address names, parsed. */
export interface DeliveryTarget {
  readonly account: Account;
  readonly id: string;
  readonly variant: { readonly name: string } | { readonly options: string };
}

/**
 * Parses the path of a delivery address, and finds the account that it names; whether there is such an image, and
 * whether it may be seen, is not asked. Throws `route_unknown`, `account_unknown` or `delivery_path_wrong`.
 */
export async function findTarget(deps: AppDeps, pathname: string): Promise<DeliveryTarget> {
  const parsed = parseDeliveryPath(pathname, { isAccountHash, isVariantName });
  if (parsed?.order === "variant-first") {
    return { account: deps.accounts.first, id: parsed.id, variant: { name: parsed.variant } };
  }
  const account = parsed && (await deps.accounts.byHash(parsed.hash));
  if (parsed && account) return { account, id: parsed.id, variant: parsed.variant };
  const target = await findHashLikeVariant(deps, pathname);
  if (target !== undefined) return target;
  throw new HttpError(parsed === undefined ? "route_unknown" : "account_unknown");
}

/** A variant's name may have the form of an account hash; where no account has it, it is the beta's order. */
async function findHashLikeVariant(deps: AppDeps, pathname: string): Promise<DeliveryTarget | undefined> {
  const parsed = parseDeliveryPath(pathname, { isAccountHash: () => false, isVariantName });
  if (parsed?.order !== "variant-first") return undefined;
  const account = deps.accounts.first;
  const variant = await findNamedVariant(deps.variants, account.tag, parsed.variant);
  return variant && { account, id: parsed.id, variant: { name: variant.name } };
}
