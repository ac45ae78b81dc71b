import type { Admissions } from "../admission.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { importImage, IMPORT_FORM, readImport } from "../imported-image.ts";
import { DETAILED_IMAGE } from "../reference/answers.ts";
import { formBody, result } from "../reference/description.ts";
import { IMAGE_PROBLEMS } from "../reference/problems.ts";
import { presentContext } from "../shape.ts";
import { presentDetailed } from "./darkroom.ts";
import type { Route } from "./route.ts";

/** Images that another service had. An administrator's: ids and times are otherwise never a client's to choose. */
export function importRoutes(deps: AppDeps, { pixels, uploads }: Admissions): readonly Route[] {
  return [
    {
      method: "POST",
      path: "accounts/:account/darkroom/v1/images",
      scope: "admin",
      about: {
        tag: "images",
        operation: "importImage",
        summary: "Import an image as another service had it",
        doc: "With its id, a UUID too, and the time of its upload. Lists show images in the order in which they came.",
        body: formBody(IMPORT_FORM),
        answer: result(DETAILED_IMAGE),
        problems: [...IMAGE_PROBLEMS, "image_exists"],
      },
      async handle(call) {
        const { request, account } = call;
        const { signal } = request;
        const record = await uploads.run(
          0,
          async () => {
            const form = await readImport(request, deps.settings.maxUploadBytes);
            return importImage(deps, pixels, account, form, signal);
          },
          signal,
        );
        return success(presentDetailed(record, await presentContext(deps, call)));
      },
    },
  ];
}
