import type { InfiniteData, QueryClient } from "@tanstack/preact-query";
import type { DetailedImageAnswer, ImageAnswer, ImagePageAnswer, StatsAnswer } from "@darkroom/http/answers";
import { ApiError } from "../api/client.ts";
import { imagePath, KEYS } from "../api/queries.ts";
import { requireSession } from "../session/session.ts";

/** Changes sent at the same time. */
const AT_ONCE = 4;

/** What came of a change of many images. */
export interface Outcome {
  readonly done: readonly string[];
  readonly failed: readonly { readonly id: string; readonly error: unknown }[];
}

/** Does the same to many images, a few at a time; one that fails does not stop the others. */
export async function forEachImage(
  ids: readonly string[],
  act: (id: string) => Promise<void>,
  onProgress: (done: number) => void,
): Promise<Outcome> {
  const waiting = [...ids];
  const done: string[] = [];
  const failed: { id: string; error: unknown }[] = [];
  async function work(): Promise<void> {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      try {
        await act(id);
        done.push(id);
      } catch (error) {
        failed.push({ id, error });
      }
      onProgress(done.length + failed.length);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { done, failed };
}

/** Deletes an image; one that is gone already counts as deleted. */
export async function deleteImage(id: string): Promise<void> {
  try {
    await requireSession().client.call(imagePath(id), { method: "DELETE" });
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}

export type ImageChange = Partial<Pick<ImageAnswer, "requireSignedURLs">> & {
  readonly metadata?: ImageAnswer["meta"];
  readonly creator?: string | null;
};

export function changeImage(id: string, change: ImageChange): Promise<ImageAnswer> {
  return requireSession().client.call<ImageAnswer>(imagePath(id), { method: "PATCH", json: change });
}

/** Takes images out of all lists that are shown, without asking for them again. */
export function forgetImages(queries: QueryClient, ids: readonly string[]): void {
  const gone = new Set(ids);
  queries.setQueriesData<InfiniteData<ImagePageAnswer>>(
    { queryKey: KEYS.images },
    (list) =>
      list && {
        ...list,
        pages: list.pages.map((page) => ({ ...page, images: page.images.filter(({ id }) => !gone.has(id)) })),
      },
  );
  queries.setQueryData<StatsAnswer>(
    KEYS.stats,
    (stats) => stats && { count: { ...stats.count, current: Math.max(0, stats.count.current - ids.length) } },
  );
  for (const id of ids) queries.removeQueries({ queryKey: KEYS.image(id) });
  void queries.invalidateQueries({ queryKey: KEYS.overview });
}

/** Puts what a change answered into all lists that are shown. */
export function noteImages(queries: QueryClient, answers: readonly ImageAnswer[]): void {
  const changed = new Map(answers.map((answer) => [answer.id, answer]));
  const merge = (image: DetailedImageAnswer): DetailedImageAnswer => ({ ...image, ...changed.get(image.id) });
  queries.setQueriesData<InfiniteData<ImagePageAnswer>>(
    { queryKey: KEYS.images },
    (list) =>
      list && { ...list, pages: list.pages.map((page) => ({ ...page, images: page.images.map(merge) })) },
  );
  for (const { id } of answers) {
    queries.setQueryData<DetailedImageAnswer>(KEYS.image(id), (image) => image && merge(image));
  }
}
