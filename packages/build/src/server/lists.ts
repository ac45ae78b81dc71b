import type { DetailedImageAnswer, ImageAnswer, VariantAnswer } from "@darkroom/http/answers";
import type { ServerApi } from "./server-api.ts";

/** The lists of images that there are, by their paths in an account, each with what it tells of an image. */
export interface ImageLists {
  /** Cloudflare's. */
  readonly "images/v2": ImageAnswer;
  /** Darkroom's, which tells of the original too. */
  readonly "darkroom/v1/images": DetailedImageAnswer;
}

/** A variant as Darkroom and Cloudflare show it. */
export type ListedVariant = Omit<VariantAnswer, "id" | "neverRequireSignedURLs"> & {
  /** Without it, no. */
  readonly neverRequireSignedURLs?: boolean;
};

/** `GET …/images/v1/variants`. */
export interface VariantListAnswer {
  readonly variants: Readonly<Record<string, ListedVariant>>;
}

/** How many images the largest page of either has. */
export const IMAGES_PER_PAGE = 1000;
/** The largest page of accounts and tokens. */
const PER_NUMBERED_PAGE = 100;

/** The path of an account's part of the API. */
export function accountPath(account: string, rest: string): string {
  return `accounts/${encodeURIComponent(account)}/${rest}`;
}

/** The path of one image's part of the API; the id may hold slashes. */
export function imagePath(account: string, list: "images/v1" | "darkroom/v1/images", id: string): string {
  return accountPath(account, `${list}/${encodeURIComponent(id)}`);
}

/** The images of an account, page by page. */
export async function* imagePages<List extends keyof ImageLists>(
  api: ServerApi,
  account: string,
  list: List,
  query: Readonly<Record<string, string>> = {},
): AsyncGenerator<readonly ImageLists[List][]> {
  let token: string | null = null;
  do {
    const parameters = new URLSearchParams({ per_page: String(IMAGES_PER_PAGE), ...query });
    if (token !== null) parameters.set("continuation_token", token);
    const page: {
      readonly images: readonly ImageLists[List][];
      readonly continuation_token?: string | null;
    } = await api.ask("GET", accountPath(account, `${list}?${parameters.toString()}`));
    yield page.images;
    token = page.continuation_token ?? null;
  } while (token !== null);
}

/**
 * All images of an account, the oldest first, without those whose upload is awaited.
 * @param keep What to keep of each: an answer also has an address for every variant.
 */
export async function listImages<List extends keyof ImageLists, Kept>(
  api: ServerApi,
  account: string,
  list: List,
  keep: (image: ImageLists[List]) => Kept,
): Promise<readonly Kept[]> {
  const images: Kept[] = [];
  for await (const page of imagePages(api, account, list, { sort_order: "asc" })) {
    for (const image of page) if (image.draft !== true) images.push(keep(image));
  }
  return images;
}

/** A whole list that has numbered pages. */
export async function listNumbered<Item>(api: ServerApi, path: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  for (let page = 1; ; page++) {
    const found = await api.ask<readonly Item[]>("GET", `${path}?page=${page}&per_page=${PER_NUMBERED_PAGE}`);
    items.push(...found);
    if (found.length < PER_NUMBERED_PAGE) return items;
  }
}
