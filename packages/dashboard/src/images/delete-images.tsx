import type { QueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import { plural } from "../format.ts";
import { Confirmation } from "../ui/dialog.tsx";
import { sentenceOf } from "../ui/notice.tsx";
import { say } from "../ui/toasts.tsx";
import { deleteImage, forEachImage, forgetImages } from "./changes.ts";

/** How many ids are shown; the rest is counted. */
const MOST_SHOWN = 6;

/** Asks, then deletes. */
export function DeleteImages({
  ids,
  queries,
  onDeleted,
  onClose,
}: {
  readonly ids: readonly string[];
  readonly queries: QueryClient;
  readonly onDeleted: (ids: readonly string[]) => void;
  readonly onClose: () => void;
}) {
  const [progress, setProgress] = useState<number>();
  async function confirm(): Promise<void> {
    setProgress(0);
    const { done, failed } = await forEachImage(ids, deleteImage, setProgress);
    setProgress(undefined);
    forgetImages(queries, done);
    if (done.length > 0) say(`${plural(done.length, "image")} deleted.`);
    const [first] = failed;
    if (first !== undefined) {
      onDeleted(done);
      throw new Error(`${plural(failed.length, "image")} could not be deleted. ${sentenceOf(first.error)}`);
    }
    onDeleted(done);
  }
  return (
    <Confirmation
      title={`Delete ${plural(ids.length, "image")}?`}
      action={`Delete ${plural(ids.length, "image")}`}
      onConfirm={confirm}
      onClose={onClose}
    >
      <p>
        {ids.length === 1
          ? "The original and everything derived from it is"
          : "The originals and everything derived from them are"}{" "}
        removed at once. This cannot be undone.
      </p>
      <ul class="id-list">
        {ids.slice(0, MOST_SHOWN).map((id) => (
          <li key={id}>
            <code>{id}</code>
          </li>
        ))}
        {ids.length > MOST_SHOWN && <li>and {ids.length - MOST_SHOWN} more</li>}
      </ul>
      {progress !== undefined && (
        <progress aria-label="Deleted" max={ids.length} value={progress}>
          {progress}
        </progress>
      )}
    </Confirmation>
  );
}
