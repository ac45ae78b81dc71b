import { expectedSentence } from "@darkroom/core";
import type { ImageRecord } from "@darkroom/storage";
import { sealContinuation, openContinuation } from "../continuation-token.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { HttpError } from "../errors.ts";
import { META_FILTERS, readMetaFilters } from "../metadata-filter.ts";
import { MOST_PAGES } from "../page.ts";
import { positiveParameter, wordParameter } from "../query.ts";
import { presentContext, presentImage, type PresentContext } from "../shape.ts";
import { BETA_IMAGE, BETA_IMAGE_PAGE, IMAGE, IMAGE_PAGE, STATS } from "../reference/answers.ts";
import { pagedResult, result, resultOrBeta } from "../reference/description.ts";
import { list, object, string, integer, words } from "../reference/schema.ts";
import type { Call, Route } from "./route.ts";

const IMAGES = "accounts/:account/images";

const DEFAULT_PER_PAGE = 1000;
/** Of pages by number, as Cloudflare's schema has it. */
const MAX_PER_NUMBERED_PAGE = 10_000;
/** Of pages by continuation token. */
const MAX_PER_PAGE = 1000;

const ORDERS = ["desc", "asc"] as const;
const CREATOR = string("Only images of this creator; empty for those of none.", { examples: ["user-7"] });

/** The query of a list that goes on by a token. */
export const TOKEN_LIST_QUERY = {
  per_page: integer("How many on a page.", { minimum: 1, maximum: MAX_PER_PAGE, default: DEFAULT_PER_PAGE }),
  continuation_token: string("Of the page before; without it, or empty, the first page."),
  sort_order: words(ORDERS, "The newest first, or the oldest.", { default: ORDERS[0] }),
  creator: CREATOR,
  meta: META_FILTERS,
} as const;

/** Lists of an account's images, by page and by continuation token, and how many there are. */
export function listRoutes(deps: AppDeps): readonly Route[] {
  return [
    {
      method: "GET",
      path: `${IMAGES}/v1`,
      scope: "read",
      about: {
        tag: "images",
        operation: "listImagesByPage",
        summary: "List images by page",
        doc: "The newest first. A list that grows meanwhile shifts: `listImages` does not.",
        query: {
          page: integer("Which page.", { minimum: 1, maximum: MOST_PAGES, default: 1 }),
          per_page: integer("How many on a page.", {
            minimum: 1,
            maximum: MAX_PER_NUMBERED_PAGE,
            default: DEFAULT_PER_PAGE,
          }),
          creator: CREATOR,
        },
        answer: pagedResult(
          object({ images: list(IMAGE, "The images.") }),
          object({ images: list(BETA_IMAGE, "The images.") }),
        ),
      },
      async handle(call) {
        const { url, account } = call;
        const page = positiveParameter(url, "page", 1, MOST_PAGES);
        const perPage = positiveParameter(url, "per_page", DEFAULT_PER_PAGE, MAX_PER_NUMBERED_PAGE);
        const selection = ofCreator(url);
        const offset = (page - 1) * perPage;
        const total = await deps.records.countImages(account.tag, selection);
        const records =
          offset < total
            ? await deps.records.listImages(account.tag, {
                order: "desc",
                limit: perPage,
                offset,
                ...selection,
              })
            : [];
        const context = await presentContext(deps, call);
        return success(
          { images: records.map((record) => presentImage(record, context)) },
          {
            page,
            per_page: perPage,
            count: records.length,
            total_count: total,
            total_pages: Math.ceil(total / perPage),
          },
        );
      },
    },
    {
      method: "GET",
      path: `${IMAGES}/v1/stats`,
      scope: "read",
      about: {
        tag: "images",
        operation: "countImages",
        summary: "Count images",
        answer: result(STATS),
      },
      async handle({ account }) {
        const current = await deps.records.countImages(account.tag);
        return success({ count: { current, allowed: deps.settings.maxImages } });
      },
    },
    {
      method: "GET",
      path: `${IMAGES}/v2`,
      scope: "read",
      inBatch: true,
      about: {
        tag: "images",
        operation: "listImages",
        summary: "List images",
        doc: "By page of a continuation token, which stays right while images come and go.",
        query: TOKEN_LIST_QUERY,
        answer: resultOrBeta(IMAGE_PAGE, BETA_IMAGE_PAGE),
      },
      handle: async (call) => success(await listByToken(deps, call)),
    },
  ];
}

/** A page of a list: the result of the API's answer. */
interface ImagePage {
  readonly images: readonly object[];
  readonly continuation_token: string | null;
}

type Present = (record: ImageRecord, context: PresentContext) => object;

/** The page that a call asks for by its parameters. Throws `field_invalid` for those that the list has not. */
export async function listByToken(
  deps: AppDeps,
  call: Call,
  present: Present = presentImage,
): Promise<ImagePage> {
  const { url, account } = call;
  const search = url.searchParams.get("search");
  const perPage = positiveParameter(url, "per_page", DEFAULT_PER_PAGE, MAX_PER_PAGE);
  const order = wordParameter(url, "sort_order", ORDERS);
  const filters = readMetaFilters(url.searchParams);
  const continuation = { secret: deps.accounts.operator.key, account: account.tag, list: order };
  // The official SDK sends its `null` as an empty text: there is no page before.
  const token = url.searchParams.get("continuation_token") ?? "";
  const after = token === "" ? undefined : await openContinuation(token, continuation);
  if (token !== "" && after === undefined) {
    const what = "the `continuation_token` of a page before this one, in the same `sort_order`,";
    throw new HttpError("field_invalid", expectedSentence(what, "continuation_token", token));
  }
  // One more than the page holds: whether there is another page is known without asking for it.
  const found = await deps.records.listImages(account.tag, {
    order,
    limit: perPage + 1,
    ...(after !== undefined && { after }),
    ...ofCreator(url),
    ...(search !== null && search !== "" && { search }),
    filters,
  });
  const images = found.slice(0, perPage);
  const last = found.length > perPage ? images.at(-1) : undefined;
  const context = await presentContext(deps, call);
  return {
    images: images.map((record) => present(record, context)),
    continuation_token: last === undefined ? null : await sealContinuation(last.seq, continuation),
  };
}

/** Those of one creator; of none, where the parameter is empty. */
function ofCreator(url: URL): { readonly creator?: string | null } {
  const creator = url.searchParams.get("creator");
  return creator === null ? {} : { creator: creator === "" ? null : creator };
}
