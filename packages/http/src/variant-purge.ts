import {
  canonicalOptions,
  createVariantDigest,
  FORMATS,
  type Format,
  type TransformOptions,
} from "@darkroom/core";
import type { Account } from "./account.ts";
import type { AppDeps } from "./deps.ts";
import { describeError } from "./log.ts";
import { optionSetsOf } from "./variant-body.ts";
import { listNamedVariants, type NamedVariant } from "./variant-lookup.ts";

/**
 * Removes what was derived by a variant that was changed or deleted, from every image of the account; not what
 * another variant still delivers with the same options. Never rejects: bytes that stay are found by no address
 * any more, for their key is made of the options, and leave the cache as what is not used does.
 */
export async function purgeVariant(deps: AppDeps, account: Account, before: NamedVariant): Promise<void> {
  try {
    const current = await listNamedVariants(deps.variants, account.tag);
    const used = new Set(current.flatMap(optionSetsOf).map(canonicalOptions));
    const unused = optionSetsOf(before).filter((options) => !used.has(canonicalOptions(options)));
    if (unused.length === 0) return;
    const variants = await digestsOf(deps.pipeline.builds, unused);
    await deps.derived.remove({ account: account.tag, variants });
  } catch (error) {
    deps.log.warn("derived images of a variant not removed", { error: describeError(error) });
  }
}

/** What the keys of all that options can have made end with: every format that a client may get, in every way. */
export async function digestsOf(
  builds: AppDeps["pipeline"]["builds"],
  optionSets: readonly TransformOptions[],
): Promise<ReadonlySet<string>> {
  const digest = createVariantDigest(builds);
  const formats = Object.keys(FORMATS) as Format[];
  const requests = optionSets.flatMap((options) =>
    formats.flatMap((format) => [
      { options, format },
      { options, format, baseline: true },
      { options, format, passThrough: true },
    ]),
  );
  return new Set(await Promise.all(requests.map(digest)));
}
