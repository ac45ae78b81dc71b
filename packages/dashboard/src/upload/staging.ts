import { signal } from "@preact/signals";
import { hrefOf, navigate } from "../router.ts";
import { requireSession } from "../session/session.ts";
import { say } from "../ui/toasts.tsx";
import { addUploads } from "./queue.ts";
import { fileProblem, idOf, idProblem, readMetadata, type ChosenFile, type IdRule } from "./rules.ts";

/** What holds for the files that are chosen next. */
export interface UploadDefaults {
  readonly idRule: IdRule;
  readonly prefix: string;
  readonly creator: string;
  readonly metadata: string;
  readonly requireSignedURLs: boolean;
}

export const defaults = signal<UploadDefaults>({
  idRule: "generated",
  prefix: "",
  creator: "",
  metadata: "",
  requireSignedURLs: false,
});

/** Puts chosen files on the upload page, with what holds for them; those that cannot be sent say why. */
export function stage(files: readonly ChosenFile[]): void {
  if (files.length === 0) {
    say("There was no file in that.", "bad");
    return;
  }
  const { limits } = requireSession().facts;
  const { idRule, prefix, creator, metadata, requireSignedURLs } = defaults.value;
  const read = readMetadata(metadata);
  addUploads(
    files.map((chosen) => {
      const id = idOf(chosen, idRule, prefix);
      return {
        file: chosen.file,
        id,
        creator,
        metadata: "value" in read ? read.value : {},
        requireSignedURLs,
        problem: fileProblem(chosen.file, limits) ?? idProblem(id),
      };
    }),
  );
  navigate(hrefOf(["upload"]));
}
