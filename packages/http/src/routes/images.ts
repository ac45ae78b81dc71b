import type { AppState } from "../app-state.ts";
import { deleteImage } from "../deletion.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { HttpError } from "../errors.ts";
import { editImage, findImageOrDraft, type ImageOrDraft } from "../image-or-draft.ts";
import { describeImageFields, imageFieldsOfForm, readImageFields } from "../image-fields.ts";
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
import { IMAGE_FILE, readForm } from "../upload-form.ts";
import { uploadImage } from "../upload.ts";
import { BETA_IMAGE, BETA_UPLOAD, DRAFT, IMAGE } from "../reference/answers.ts";
import {
  fileAnswer,
  formBody,
  formOrJsonBody,
  optionalBody,
  resultOrBeta,
} from "../reference/description.ts";
import { IMAGE_PROBLEMS, SOURCE_PROBLEMS } from "../reference/problems.ts";
import { either, object, optional, string } from "../reference/schema.ts";
import type { Route } from "./route.ts";

const IMAGES = "accounts/:account/images/v1";

const CHANGEABLE_FIELDS = ["metadata", "requireSignedURLs", "creator"] as const;
const UPLOAD_FIELDS = ["url", "id", ...CHANGEABLE_FIELDS] as const;

const DETAILS = resultOrBeta(
  either([IMAGE, DRAFT], "An image, or one whose direct upload is awaited."),
  either([BETA_IMAGE, DRAFT], "An image, or one whose direct upload is awaited."),
);

/** Upload, details, change, original and deletion. An image id may hold slashes, encoded or not. */
export function imageRoutes(
  deps: AppDeps,
  { admissions, prewarmUpload }: Pick<AppState, "admissions" | "prewarmUpload">,
): readonly Route[] {
  const { pixels, uploads } = admissions;
  const fetcher = createGuardedFetch(deps);
  return [
    {
      method: "POST",
      path: IMAGES,
      scope: "edit",
      inBatch: true,
      about: {
        tag: "images",
        operation: "uploadImage",
        summary: "Upload an image",
        doc: "Either of `file` and `url`: the image itself, or where it is fetched from.",
        body: formBody(
          { file: optional(IMAGE_FILE), ...describeImageFields(UPLOAD_FIELDS) },
          { file: "@photo.jpg", id: "summer/flower.jpg", metadata: { album: "summer" } },
        ),
        answer: resultOrBeta(IMAGE, BETA_UPLOAD),
        problems: [...IMAGE_PROBLEMS, ...SOURCE_PROBLEMS, "image_exists"],
      },
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
        prewarmUpload(record);
        return success(presentUpload(record, await presentContext(deps, call)));
      },
    },
    {
      method: "GET",
      path: `${IMAGES}/*image/blob`,
      scope: "read",
      about: {
        tag: "images",
        operation: "downloadOriginal",
        summary: "Download the original",
        doc: "The file as it was uploaded, its metadata included.",
        answer: fileAnswer(["image/*"], "The original."),
        problems: ["image_missing"],
      },
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
      inBatch: true,
      about: {
        tag: "images",
        operation: "getImage",
        summary: "Look at an image",
        answer: DETAILS,
        problems: ["image_missing"],
      },
      async handle(call) {
        const found = await findImageOrDraft(deps, call.account, call.parameters["image"]!);
        return success(present(found, await presentContext(deps, call)));
      },
    },
    {
      method: "PATCH",
      path: `${IMAGES}/*image`,
      scope: "edit",
      inBatch: true,
      about: {
        tag: "images",
        operation: "changeImage",
        summary: "Change what is said of an image",
        doc: "What is left out stays as it is; `metadata` replaces all metadata.",
        body: optionalBody(
          formOrJsonBody(describeImageFields(CHANGEABLE_FIELDS), { metadata: { album: "winter" } }),
        ),
        answer: DETAILS,
        problems: ["not_a_form", "image_missing"],
      },
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
      inBatch: true,
      about: {
        tag: "images",
        operation: "deleteImage",
        summary: "Delete an image",
        doc: "With all that was derived from it.",
        answer: resultOrBeta(object({}), object({ id: string("Id of the image.") })),
        problems: ["image_missing"],
      },
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
