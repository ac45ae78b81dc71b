import { useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import type { DetailedImageAnswer, Metadata } from "@darkroom/http/answers";
import { changeImage, noteImages } from "../images/changes.ts";
import { may } from "../session/session.ts";
import { Button } from "../ui/button.tsx";
import { TextArea, TextField } from "../ui/field.tsx";
import { ErrorNotice } from "../ui/notice.tsx";
import { say } from "../ui/toasts.tsx";
import { readMetadata } from "../upload/rules.ts";

/** Creator and metadata, shown; and edited by who may. */
export function MetadataCard({ image }: { readonly image: DetailedImageAnswer }) {
  const [editing, setEditing] = useState(false);
  const entries = Object.entries(image.meta);
  return (
    <section class="card stack tight" aria-labelledby="metadata-title">
      <header class="card-header">
        <h2 id="metadata-title">Metadata</h2>
        {may("edit") && !editing && (
          <Button small onClick={() => setEditing(true)}>
            Edit
          </Button>
        )}
      </header>
      {editing ? (
        <Editor image={image} onClose={() => setEditing(false)} />
      ) : (
        <dl class="facts">
          <dt>Creator</dt>
          <dd>{image.creator ?? <span class="soft">none</span>}</dd>
          {entries.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{typeof value === "string" ? value : <code>{JSON.stringify(value)}</code>}</dd>
            </div>
          ))}
          {entries.length === 0 && (
            <div>
              <dt>Fields</dt>
              <dd class="soft">none</dd>
            </div>
          )}
        </dl>
      )}
    </section>
  );
}

function Editor({ image, onClose }: { readonly image: DetailedImageAnswer; readonly onClose: () => void }) {
  const queries = useQueryClient();
  const [creator, setCreator] = useState(image.creator ?? "");
  const [text, setText] = useState(JSON.stringify(image.meta, null, 2));
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const read = readMetadata(text);

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    if ("problem" in read) return;
    setBusy(true);
    setError(undefined);
    try {
      const metadata: Metadata = read.value;
      noteImages(queries, [
        await changeImage(image.id, { metadata, creator: creator === "" ? null : creator }),
      ]);
      say("Metadata saved.");
      onClose();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  }

  return (
    <form class="stack tight" onSubmit={(event) => void save(event)}>
      <TextField label="Creator" value={creator} onValue={setCreator} />
      <TextArea
        label="Metadata as JSON"
        rows={6}
        value={text}
        onValue={setText}
        hint="Replaces all of it."
        error={"problem" in read ? read.problem : undefined}
      />
      {error !== undefined && <ErrorNotice error={error} />}
      <footer class="actions">
        <Button onClick={onClose} disabled={busy}>
          Cancel
        </Button>
        <Button kind="primary" type="submit" disabled={busy || "problem" in read}>
          Save
        </Button>
      </footer>
    </form>
  );
}
