import { useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import type { DetailedImageAnswer, ImageAnswer } from "@darkroom/http/answers";
import { plural } from "../format.ts";
import { Button, IconButton } from "../ui/button.tsx";
import { sentenceOf } from "../ui/notice.tsx";
import { say } from "../ui/toasts.tsx";
import { changeImage, forEachImage, noteImages } from "./changes.ts";
import { clearSelection, select, selection } from "./selection.ts";

/** What can be done to the images that are selected. */
export function SelectionBar({
  images,
  onDelete,
}: {
  readonly images: readonly DetailedImageAnswer[];
  readonly onDelete: () => void;
}) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const ids = [...selection.value];

  async function setPrivate(requireSignedURLs: boolean): Promise<void> {
    setBusy(true);
    const answers: ImageAnswer[] = [];
    const { done, failed } = await forEachImage(
      ids,
      async (id) => void answers.push(await changeImage(id, { requireSignedURLs })),
      () => {},
    );
    noteImages(queries, answers);
    setBusy(false);
    const [first] = failed;
    if (first === undefined)
      say(`${plural(done.length, "image")} made ${requireSignedURLs ? "private" : "public"}.`);
    else say(`${plural(failed.length, "image")} could not be changed. ${sentenceOf(first.error)}`, "bad");
  }

  return (
    <div class="selection-bar" role="region" aria-label="Selected images">
      <IconButton icon="close" label="Clear the selection" onClick={() => clearSelection()} />
      <strong aria-live="polite">{ids.length} selected</strong>
      <Button small onClick={() => select(images.map(({ id }) => id))}>
        Select all {images.length}
      </Button>
      <span class="spacer" />
      <Button small icon="lock" disabled={busy} onClick={() => void setPrivate(true)}>
        Make private
      </Button>
      <Button small icon="unlock" disabled={busy} onClick={() => void setPrivate(false)}>
        Make public
      </Button>
      <Button small kind="danger" icon="trash" disabled={busy} onClick={onDelete}>
        Delete
      </Button>
    </div>
  );
}
