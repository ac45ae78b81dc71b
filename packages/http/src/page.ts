import { expectedSentence } from "@darkroom/core";
import type { ResultInfo } from "./envelope.ts";
import { HttpError } from "./errors.ts";
import { positiveParameter } from "./query.ts";

export const DEFAULT_PER_PAGE = 100;
export const MAX_PER_PAGE = 1000;
/** Further than any list reaches; what it makes an offset of, every database can count to. */
export const MOST_PAGES = 999_999_999;

export type Direction = "asc" | "desc";

export interface Page<T> {
  readonly items: readonly T[];
  readonly info: ResultInfo;
}

/**
 * The page of a whole list that `page`, `per_page` and `direction` of a query ask for. Clients ask on until a
 * page is empty. Throws `field_invalid`.
 * @param ordered In the order that `direction` says.
 */
export function pageOf<T>(ordered: readonly T[], direction: Direction, url: URL): Page<T> {
  const page = positiveParameter(url, "page", 1, MOST_PAGES);
  const perPage = positiveParameter(url, "per_page", DEFAULT_PER_PAGE, MAX_PER_PAGE);
  const wanted = url.searchParams.get("direction") ?? direction;
  if (wanted !== "asc" && wanted !== "desc")
    throw new HttpError("field_invalid", expectedSentence("`asc` or `desc`", "direction", wanted));
  const all = wanted === direction ? ordered : ordered.toReversed();
  const items = all.slice((page - 1) * perPage, page * perPage);
  return {
    items,
    info: {
      page,
      per_page: perPage,
      count: items.length,
      total_count: all.length,
      total_pages: Math.ceil(all.length / perPage),
    },
  };
}
