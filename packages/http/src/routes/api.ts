import { BUILT_IN_VARIANTS } from "@darkroom/core";
import type { Account } from "../account.ts";
import { createAdmission, type Admission } from "../admission.ts";
import { authenticate } from "../auth.ts";
import { deleteImage } from "../deletion.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { HttpError } from "../errors.ts";
import { publicOrigin } from "../origin.ts";
import { answerShape, presentDeletion, presentImage, presentUpload, type PresentContext } from "../shape.ts";
import { readUploadForm } from "../upload-form.ts";
import { uploadImage } from "../upload.ts";

export const API_PREFIX = "/client/v4/";

const DEFAULT_PER_PAGE = 1000;
const MAX_PER_PAGE = 10_000;

interface Call {
  readonly request: Request;
  readonly url: URL;
  readonly account: Account;
  readonly present: PresentContext;
}

type Handler = (call: Call, id: string) => Promise<Response>;
type Methods = Readonly<Record<string, Handler>>;

/** The management API. Addresses are split by hand: an image id may hold slashes, encoded or not. */
export function createApi(deps: AppDeps, pixels: Admission): (request: Request) => Promise<Response> {
  const uploads = createAdmission({
    concurrency: deps.settings.uploads,
    memoryBytes: Number.POSITIVE_INFINITY,
    queueLength: deps.settings.queueLength,
  });

  const collection: Methods = {
    async POST({ request, account, present }) {
      const { signal } = request;
      const record = await uploads.run(
        0,
        async () => {
          const form = await readUploadForm(request, deps.settings.maxUploadBytes);
          return uploadImage(deps, pixels, account, form, signal);
        },
        signal,
      );
      return success(presentUpload(record, present));
    },
    async GET({ url, account, present }) {
      const page = positiveParameter(url, "page", 1, Number.MAX_SAFE_INTEGER);
      const perPage = positiveParameter(url, "per_page", DEFAULT_PER_PAGE, MAX_PER_PAGE);
      const offset = (page - 1) * perPage;
      const total = await deps.records.countImages(account.tag);
      const records =
        offset < total
          ? await deps.records.listImages(account.tag, { order: "desc", limit: perPage, offset })
          : [];
      return success(
        { images: records.map((record) => presentImage(record, present)) },
        {
          page,
          per_page: perPage,
          count: records.length,
          total_count: total,
          total_pages: Math.ceil(total / perPage),
        },
      );
    },
  };

  const member: Methods = {
    async GET({ account, present }, id) {
      const record = await deps.records.getImage(account.tag, id);
      if (record === undefined) throw new HttpError("image_missing");
      return success(presentImage(record, present));
    },
    async DELETE({ account, present }, id) {
      return success(presentDeletion(await deleteImage(deps, account, id), present.shape));
    },
  };

  const original: Methods = {
    async GET({ account }, id) {
      const record = await deps.records.getImage(account.tag, id);
      const blob = record === undefined ? undefined : await deps.blobs.get(record.blobKey);
      if (record === undefined || blob === undefined) throw new HttpError("image_missing");
      return new Response(blob.body, {
        headers: {
          "content-type": record.mediaType,
          "content-length": String(blob.size),
          // An original is what a stranger uploaded, GPS and scripts included: kept, never shown as a page.
          "content-disposition": `attachment; filename*=UTF-8''${encodeFilename(record.filename)}`,
          "cache-control": "private, no-store",
          "content-security-policy": "default-src 'none'; sandbox",
          "x-content-type-options": "nosniff",
        },
      });
    },
  };

  return async (request) => {
    const url = new URL(request.url);
    const { accountTag, rest } = splitAddress(url.pathname);
    const account = deps.accounts.byTag(accountTag);
    if (account === undefined) {
      // Who has no credentials here must not learn which accounts exist.
      await authenticate(request.headers, deps.accounts.first);
      throw new HttpError("account_unknown");
    }
    await authenticate(request.headers, account);
    const present: PresentContext = {
      shape: answerShape(request.headers, deps.settings.apiShape),
      origin: publicOrigin(request, deps.settings),
      accountHash: account.hash,
      variants: BUILT_IN_VARIANTS.map(({ name }) => name),
    };
    const { methods, id } = choose(rest, { collection, member, original });
    const handler = methods[request.method === "HEAD" ? "GET" : request.method];
    if (handler === undefined) throw new HttpError("method_wrong");
    return handler({ request, url, account, present }, id);
  };
}

/** `/client/v4/accounts/<tag>/images/v1<rest>`; anything else is no route. */
function splitAddress(pathname: string): { accountTag: string; rest: string } {
  const match = /^\/client\/v4\/accounts\/([^/]+)\/images\/v1(\/.*)?$/.exec(pathname);
  if (match === null) throw new HttpError("route_unknown");
  return { accountTag: decode(match[1]!), rest: match[2] ?? "" };
}

function choose<T>(
  rest: string,
  routes: { collection: T; member: T; original: T },
): { methods: T; id: string } {
  if (rest === "" || rest === "/") return { methods: routes.collection, id: "" };
  const segments = rest.slice(1).split("/").map(decode);
  if (segments.length > 1 && segments.at(-1) === "blob") {
    return { methods: routes.original, id: segments.slice(0, -1).join("/") };
  }
  return { methods: routes.member, id: segments.join("/") };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new HttpError("field_invalid", "Expected an address in percent-encoded UTF-8.");
  }
}

function positiveParameter(url: URL, name: string, fallback: number, most: number): number {
  const text = url.searchParams.get(name);
  if (text === null) return fallback;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (value < 1 || value > most) {
    throw new HttpError(
      "field_invalid",
      `Expected a whole number from 1 to ${most} for \`${name}\` but received ${JSON.stringify(text.slice(0, 50))}.`,
    );
  }
  return value;
}

/** RFC 8187: percent-encoded UTF-8, where these characters too have to be encoded. */
function encodeFilename(filename: string): string {
  return encodeURIComponent(filename).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}
