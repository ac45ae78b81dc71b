import { expectedSentence, isImageId, sha256Hex } from "@darkroom/core";
import type { ImageSelection } from "@darkroom/storage";
import type { Account } from "./account.ts";
import type { PrewarmAnswer } from "./answers.ts";
import { openContinuation, sealContinuation, type Continuation } from "./continuation-token.ts";
import type { Delivery } from "./deliver.ts";
import type { AppDeps } from "./deps.ts";
import { HttpError } from "./errors.ts";
import { parseCreator } from "./image-fields.ts";
import { onlyField, type JsonObject } from "./json-body.ts";
import { prewarm, type PrewarmImage, type PrewarmPlace } from "./prewarm.ts";
import { findViews, parsePrewarmChoice, PREWARM_CHOICE } from "./prewarm-views.ts";
import {
  constant,
  integer,
  list,
  nullable,
  optional,
  optionals,
  string,
  type Members,
  type Schema,
} from "./reference/schema.ts";

/** Records that are read in one go. */
const PAGE = 100;
const MOST_IDS = 1000;
const USUAL_BUDGET_MS = 10_000;
const MOST_BUDGET_MS = 60_000;
/** How much longer than its budget a request may wait for room on a busy server. */
const PATIENCE_MS = 10_000;

/** Images of an account, from a place on. */
type Images = (deps: AppDeps, account: string, from: number | undefined) => AsyncIterable<PrewarmImage>;

interface TargetRow {
  readonly schema: Schema;
  /** Throws `field_invalid`. */
  readonly parse: (value: unknown) => Images;
}

/** Which images: a body has one of these. */
const TARGETS = {
  images: {
    schema: list(string("Id of an image."), "These images.", { minItems: 1, maxItems: MOST_IDS }),
    parse: (value) => imagesById(parseIds(value)),
  },
  creator: {
    schema: nullable(string("All images of this creator; null or an empty text for those of nobody.")),
    parse: (value) => imagesInOrder({ creator: parseCreator(value) }),
  },
  all: {
    schema: constant(true, "All images of the account."),
    parse(value) {
      if (value !== true) throw invalid("true", "all", value);
      return imagesInOrder({});
    },
  },
} as const satisfies Record<string, TargetRow>;

type Target = keyof typeof TARGETS;

/** The body, for the reference. */
export const PREWARM_FIELDS = {
  ...optionals(TARGETS),
  variants: PREWARM_CHOICE.variants,
  formats: optional(PREWARM_CHOICE.formats),
  budgetMs: optional(
    integer("Milliseconds of work after which nothing more is begun.", {
      minimum: 1,
      maximum: MOST_BUDGET_MS,
      default: USUAL_BUDGET_MS,
    }),
  ),
  continuation_token: optional(
    nullable(string("Of the answer before, to the same question: goes on where that ended.")),
  ),
} as const satisfies Members;

/**
 * Computes variants of images ahead of their visitors, until a budget is spent; the answer's token goes on from there.
 * Throws `variant_missing`, and what is wrong with the body.
 * @param signals `patience`: ends the waiting for room on a busy server.
 */
export async function prewarmRequest(
  deps: AppDeps,
  delivery: Delivery,
  account: Account,
  body: JsonObject,
  signals: { readonly signal: AbortSignal; readonly patience?: AbortSignal },
): Promise<PrewarmAnswer> {
  const target = onlyField(body, Object.keys(TARGETS) as Target[], Object.keys(PREWARM_FIELDS));
  const imagesFrom = TARGETS[target].parse(body[target]);
  const choice = parsePrewarmChoice({ variants: body["variants"], formats: body["formats"] });
  const budgetMs = parseBudget(body["budgetMs"] ?? USUAL_BUDGET_MS);
  const question = await sha256Hex(JSON.stringify([target, body[target], choice.variants, choice.formats]));
  const continuation = { secret: deps.accounts.operator.key, account: account.tag, question };
  const from = await openPlace(body["continuation_token"] ?? "", continuation);
  const { next, ...result } = await prewarm(deps, delivery, {
    images: imagesFrom(deps, account.tag, from?.image),
    views: await findViews(deps, account.tag, choice),
    from,
    budgetMs,
    patience: AbortSignal.timeout(budgetMs + PATIENCE_MS),
    ...signals,
  });
  return { ...result, continuation_token: next === undefined ? null : await sealPlace(next, continuation) };
}

/** By their order of upload: those that come meanwhile stand at the end. */
const imagesInOrder = (selection: ImageSelection): Images =>
  async function* (deps, account, from) {
    // The first is the image of that place itself, if it is still there.
    let after = from === undefined ? undefined : from - 1;
    for (let isMore = true; isMore;) {
      const since = deps.derived.generation();
      const options = { order: "asc", limit: PAGE, ...(after !== undefined && { after }) } as const;
      const records = await deps.records.listImages(account, { ...options, ...selection });
      for (const record of records) yield { id: record.id, record, place: record.seq, since };
      after = records.at(-1)?.seq;
      isMore = records.length === PAGE;
    }
  };

const imagesById = (ids: readonly string[]): Images =>
  async function* (deps, account, from = 0) {
    for (const [place, id] of ids.entries()) {
      if (place < from) continue;
      const since = deps.derived.generation();
      yield { id, record: await deps.records.getImage(account, id), place, since };
    }
  };

function parseIds(value: unknown): readonly string[] {
  const isIds =
    Array.isArray(value) &&
    value.length > 0 &&
    value.length <= MOST_IDS &&
    value.every((id) => typeof id === "string" && isImageId(id));
  if (isIds) return value as readonly string[];
  throw invalid(`a list of 1 to ${MOST_IDS} ids of images`, "images", value);
}

function parseBudget(value: unknown): number {
  const isBudget =
    typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MOST_BUDGET_MS;
  if (isBudget) return value;
  throw invalid(`a whole number of milliseconds from 1 to ${MOST_BUDGET_MS}`, "budgetMs", value);
}

/** What a token of this operation is good for: the same question again. */
type Resumption = Omit<Continuation, "list"> & { readonly question: string };

const listOf = ({ question, ...rest }: Resumption, view: number): Continuation => ({
  ...rest,
  list: `prewarm\n${question}\n${view}`,
});

/** `<place of the image, sealed>.<number of the view>`. */
async function sealPlace({ image, view }: PrewarmPlace, resumption: Resumption): Promise<string> {
  return `${await sealContinuation(image, listOf(resumption, view))}.${view}`;
}

/** @returns undefined for an empty token: from the beginning. */
async function openPlace(token: unknown, resumption: Resumption): Promise<PrewarmPlace | undefined> {
  if (token === "") return undefined;
  const [, sealed = "", digits] = /^([\w-]{32})\.(\d{1,4})$/.exec(String(token)) ?? [];
  const view = Number(digits);
  const image = await openContinuation(sealed, listOf(resumption, view));
  if (image !== undefined) return { image, view };
  throw invalid("the `continuation_token` of an answer to the same question", "continuation_token", token);
}

function invalid(what: string, name: string, value: unknown): HttpError {
  return new HttpError("field_invalid", expectedSentence(what, name, value));
}
