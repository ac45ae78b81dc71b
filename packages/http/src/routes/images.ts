import type { Admissions } from "../admission.ts";
import { deleteImage } from "../deletion.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { HttpError } from "../errors.ts";
import { editImage, findImageOrDraft, type ImageOrDraft } from "../image-or-draft.ts";
import { imageFieldsOfForm, readImageFields } from "../image-fields.ts";
import { createGuardedFetch } from "../outbound/guarded-fetch.ts";
import {
  presentContext,
  presentDeletion,
  presentDraft,
  presentImage,
  presentUpload,
  type PresentContext,
} from "../shape.ts";
import { chosenFile, fetchFile } from "../upload-source.ts";
import { readForm } from "../upload-form.ts";
import { uploadImage } from "../upload.ts";
import type { Route } from "./route.ts";

const IMAGES = "accounts/:account/images/v1";

const CHANGEABLE_FIELDS = ["metadata", "requireSignedURLs", "creator"] as const;
const UPLOAD_FIELDS = ["url", "id", ...CHANGEABLE_FIELDS] as const;

/** Upload, details, change, original and deletion. An image id may hold slashes, encoded or not. */
export function imageRoutes(deps: AppDeps, { pixels, uploads }: Admissions): readonly Route[] {
  const fetcher = createGuardedFetch(deps);
  return [
    {
      method: "POST",
      path: IMAGES,
      scope: "edit",
      async handle(call) {
        const { request, account } = call;
        const { signal } = request;
        const record = await uploads.run(
          0,
          async () => {
            const { maxUploadBytes } = deps.settings;
            const form = await readForm(request, { names: UPLOAD_FIELDS, maxFileBytes: maxUploadBytes });
            const { url, ...fields } = imageFieldsOfForm(form.fields);
            const file = await chosenFile(form, url, (from) =>
              fetchFile(fetcher, from, request, maxUploadBytes),
            );
            return uploadImage(deps, pixels, account, { file, fields }, signal);
          },
          signal,
        );
        return success(presentUpload(record, await presentContext(deps, call)));
      },
    },
    {
      method: "GET",
      path: `${IMAGES}/*image/blob`,
      scope: "read",
      async handle({ account, parameters }) {
        const record = await deps.records.getImage(account.tag, parameters["image"]!);
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
    },
    {
      method: "GET",
      path: `${IMAGES}/*image`,
      scope: "read",
      async handle(call) {
        const found = await findImageOrDraft(deps, call.account, call.parameters["image"]!);
        return success(present(found, await presentContext(deps, call)));
      },
    },
    {
      method: "PATCH",
      path: `${IMAGES}/*image`,
      scope: "edit",
      async handle(call) {
        const changes = await readImageFields(call.request, CHANGEABLE_FIELDS);
        const changed = await editImage(deps, call.account, call.parameters["image"]!, changes);
        return success(present(changed, await presentContext(deps, call)));
      },
    },
    {
      method: "DELETE",
      path: `${IMAGES}/*image`,
      scope: "edit",
      async handle(call) {
        const id = call.parameters["image"]!;
        await deleteImage(deps, call.account, id);
        const { shape } = await presentContext(deps, call);
        return success(presentDeletion(id, shape));
      },
    },
  ];
}

function present(found: ImageOrDraft, context: PresentContext): object {
  return "draft" in found ? presentDraft(found.draft, context) : presentImage(found.image, context);
}

/** RFC 8187: percent-encoded UTF-8, where these characters too have to be encoded. */
function encodeFilename(filename: string): string {
  return encodeURIComponent(filename).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}
