import type { DetailedImageAnswer, StatsAnswer } from "@darkroom/http/answers";
import { BuildError } from "../errors.ts";
import { accountPath, IMAGES_PER_PAGE, imagePages, imagePath, listImages } from "../server/lists.ts";
import type { ServerApi } from "../server/server-api.ts";
import { isServerRefusal } from "../server/server-refusal.ts";

/** An image that is about to be uploaded. */
export interface NewImage {
  /** Undefined where the server is to make it. */
  readonly id: string | undefined;
  readonly filename: string;
  readonly sha256: string;
  readonly isPrivate: boolean;
}

/**
 * Tells whether an image is there: of its id or, where it has none, of its name, with its bytes, and seen by the same
 * people. Throws `server_refused` when its id is that of another image.
 */
export type ImageLookup = (image: NewImage) => Promise<boolean>;

/** What of an image on the server tells it apart. */
type Listed = Pick<DetailedImageAnswer, "id" | "filename" | "requireSignedURLs"> & {
  readonly sha256: string;
};

/** Finds images that may be the one: those of its id or, where it has none, those of its name. */
type Finder = (image: Pick<NewImage, "id" | "filename">) => Promise<readonly Listed[]>;

/** A lookup of so many images that takes the fewest requests: by the whole list, or of one image after the other. */
export async function createImageLookup(
  api: ServerApi,
  account: string,
  count: number,
): Promise<ImageLookup> {
  const stats = await api.ask<StatsAnswer>("GET", accountPath(account, "images/v1/stats"));
  const find =
    stats.count.current <= count * IMAGES_PER_PAGE
      ? await findInList(api, account)
      : findByAsking(api, account);
  return async (image) => {
    const others = await find(image);
    if (others.some((other) => isSame(other, image))) return true;
    const [other] = others;
    if (image.id === undefined || other === undefined) return false;
    const difference = other.sha256 === image.sha256 ? "which differs in who may see it" : "with other bytes";
    throw new BuildError("server_refused", `There is an image of the id ${image.id}, ${difference}.`);
  };
}

function isSame(other: Listed, { filename, id, sha256, isPrivate }: NewImage): boolean {
  const isOfName = id === undefined ? other.filename === filename : other.id === id;
  return isOfName && other.sha256 === sha256 && other.requireSignedURLs === isPrivate;
}

async function findInList(api: ServerApi, account: string): Promise<Finder> {
  const images = await listImages(api, account, "darkroom/v1/images", listed);
  const byId = new Map(images.map((image) => [image.id, image]));
  const byName = Map.groupBy(images, ({ filename }) => filename);
  return async ({ id, filename }) => {
    if (id === undefined) return byName.get(filename) ?? [];
    const image = byId.get(id);
    return image === undefined ? [] : [image];
  };
}

function findByAsking(api: ServerApi, account: string): Finder {
  return async ({ id, filename }) => {
    if (id !== undefined) {
      const image = await findImage(api, account, id);
      return image === undefined ? [] : [listed(image)];
    }
    const found: Listed[] = [];
    for await (const page of imagePages(api, account, "darkroom/v1/images", { search: filename }))
      found.push(...page.map(listed));
    return found;
  };
}

function listed({ id, filename, requireSignedURLs, original: { sha256 } }: DetailedImageAnswer): Listed {
  return { id, filename, requireSignedURLs, sha256 };
}

/** The image of an id; undefined where there is none, or one whose upload is awaited. */
export async function findImage(
  api: ServerApi,
  account: string,
  id: string,
): Promise<DetailedImageAnswer | undefined> {
  try {
    return await api.ask<DetailedImageAnswer>("GET", imagePath(account, "darkroom/v1/images", id));
  } catch (error) {
    if (isServerRefusal(error) && error.status === 404) return undefined;
    throw error;
  }
}
