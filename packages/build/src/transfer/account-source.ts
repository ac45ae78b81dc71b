import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { sha256Hex } from "@darkroom/core";
import type { ImageAnswer } from "@darkroom/http/answers";
import { fileError } from "../atomic-file.ts";
import { BuildError } from "../errors.ts";
import { imagePath, listImages } from "../server/lists.ts";
import type { ServerApi } from "../server/server-api.ts";
import { readAccountSettings, type AccountSettings } from "./account-settings.ts";
import { readAccount, readKeys, readRecords, type KnownImage } from "./export-folder.ts";

/** An image of a source, before its bytes are read. */
export interface SourceImage {
  readonly known: KnownImage;
  /** Hex SHA-256 of its bytes, where the source tells it. */
  readonly sha256?: string;
}

/** Where the images of an account come from. */
export interface AccountSource {
  /** The account in addresses of images there; absent where it is not told. */
  readonly hash?: string;
  readonly settings: AccountSettings;
  /** The oldest first. */
  readonly images: readonly SourceImage[];
  /** The bytes of one of `images`. Throws `export_broken` when they are not those that its digest tells of. */
  read(image: SourceImage): Promise<Uint8Array<ArrayBuffer>>;
}

/** An exported folder. Throws `export_broken`. */
export async function openFolderSource(folder: string, withKeys: boolean): Promise<AccountSource> {
  const { account, config, variants } = await readAccount(folder);
  const records = await readRecords(folder);
  const files = new Map(records.map(({ id, file }) => [id, file]));
  return {
    hash: account.hash,
    settings: { config, variants, ...(withKeys && { keys: await readKeys(folder) }) },
    images: records.map(({ file: _file, bytes: _bytes, mediaType: _mediaType, sha256, ...known }) => ({
      known,
      sha256,
    })),
    async read({ known: { id }, sha256 }) {
      const file = join(folder, files.get(id)!);
      const bytes = await readFile(file).catch((error: unknown) => {
        throw fileError(`${file} cannot be read`, error);
      });
      if ((await sha256Hex(bytes)) !== sha256)
        throw new BuildError("export_broken", `${file} is not the file that was exported.`);
      return bytes;
    },
  };
}

/** Any API that speaks Cloudflare's: its lists tell of no digests. */
export async function openCloudflareSource(
  api: ServerApi,
  account: string,
  options: { readonly withKeys: boolean; readonly onMissing: (reason: string) => void },
): Promise<AccountSource> {
  const settings = await readAccountSettings(api, account, options);
  let hash: string | undefined;
  const images = await listImages(api, account, "images/v2", (image) => {
    hash ??= accountHashOf(image);
    return { known: knownOf(image) };
  });
  return {
    ...(hash !== undefined && { hash }),
    settings,
    images,
    read: ({ known: { id } }) => api.download(`${imagePath(account, "images/v1", id)}/blob`),
  };
}

/** What is known of an image, without what an answer tells besides; some of it is not told of every image. */
export function knownOf(image: ImageAnswer): KnownImage {
  const { id, uploaded, requireSignedURLs } = image;
  const { filename, creator, meta }: Partial<ImageAnswer> = image;
  return {
    id,
    filename: filename === undefined || filename === "" ? "image" : filename,
    uploaded,
    requireSignedURLs,
    creator: creator === undefined || creator === "" ? null : creator,
    meta: meta ?? {},
  };
}

/** `https://imagedelivery.net/<hash>/<id>/<variant>`, or the same on a domain of one's own. */
function accountHashOf({ variants: [address] }: ImageAnswer): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const [hash] = new URL(address).pathname
    .replace(/^\/cdn-cgi\/imagedelivery/, "")
    .slice(1)
    .split("/");
  return hash !== undefined && /^[\w-]{22}$/.test(hash) ? hash : undefined;
}
