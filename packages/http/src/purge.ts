import { expectedSentence } from "@darkroom/core";
import type { DerivedSelection, Removed } from "@darkroom/storage";
import type { Account } from "./account.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { parseCreator } from "./image-fields.ts";
import { onlyField, type JsonObject } from "./json-body.ts";
import { constant, nullable, optionals, string, type Schema } from "./reference/schema.ts";
import { optionSetsOf } from "./variant-body.ts";
import { digestsOf } from "./variant-purge.ts";
import { getVariant } from "./variants.ts";

/** Records that are looked at in one go. */
const PAGE = 1000;

interface TargetRow {
  readonly schema: Schema;
  /** What of an account's derived images is meant; throws what is wrong with the value. */
  readonly select: (
    deps: AppDeps,
    account: Account,
    value: unknown,
  ) => Promise<Omit<DerivedSelection, "account">>;
}

/** What a purge can be of: a body has one of these. */
const TARGETS = {
  image: {
    schema: string("Id of an image; others with the same bytes share what is removed."),
    async select(deps, { tag }, id) {
      if (typeof id !== "string") throw invalid("the id of an image", "image", id);
      const record = await deps.records.getImage(tag, id);
      if (record === undefined) throw new HttpError("image_missing");
      return { originals: new Set([record.sha256]) };
    },
  },
  variant: {
    schema: string("Name of a variant, for all images."),
    async select(deps, account, name) {
      if (typeof name !== "string") throw invalid("the name of a variant", "variant", name);
      const variant = await getVariant(deps, account, name);
      return { variants: await digestsOf(deps.pipeline.builds, optionSetsOf(variant)) };
    },
  },
  creator: {
    schema: nullable(string("Whose images; null or an empty text for those of nobody.")),
    select: async (deps, { tag }, value) => ({
      originals: await originalsOf(deps, tag, parseCreator(value)),
    }),
  },
  all: {
    schema: constant(true, "Everything."),
    async select(_deps, _account, value) {
      if (value !== true) throw invalid("true", "all", value);
      return {};
    },
  },
} as const satisfies Record<string, TargetRow>;

/** The body of a purge, for the reference. */
export const PURGE_FIELDS = optionals(TARGETS);

/**
 * Removes derived images of an account: those of an `image`, of a `variant`, of a `creator`'s images, or `all` of them;
 * a body has exactly one of these. Originals and records stay, so that each is computed again when it is asked for.
 * Throws `image_missing`, `variant_missing`, and what is wrong with the body.
 */
export async function purge(deps: AppDeps, account: Account, body: JsonObject): Promise<Removed> {
  const target = onlyField(body, Object.keys(TARGETS) as (keyof typeof TARGETS)[]);
  const selection = await TARGETS[target].select(deps, account, body[target]);
  return deps.derived.remove({ account: account.tag, ...selection });
}

async function originalsOf(
  { records }: AppDeps,
  account: string,
  creator: string | null,
): Promise<ReadonlySet<string>> {
  const originals = new Set<string>();
  let after: number | undefined;
  do {
    const page = await records.listImages(account, {
      order: "asc",
      limit: PAGE,
      creator,
      ...(after !== undefined && { after }),
    });
    for (const { sha256 } of page) originals.add(sha256);
    after = page.length === PAGE ? page.at(-1)!.seq : undefined;
  } while (after !== undefined);
  return originals;
}

function invalid(what: string, name: string, value: unknown): HttpError {
  return new HttpError("field_invalid", expectedSentence(what, name, value));
}
