import { useRef } from "preact/hooks";
import { formatBytes, formatShare, plural } from "../format.ts";
import { hrefOf } from "../router.ts";
import { may, requireSession } from "../session/session.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { SelectField, Switch, TextArea, TextField, type Choice } from "../ui/field.tsx";
import { Icon } from "../ui/icon.tsx";
import { EmptyState } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { filesOfInput } from "./choose.ts";
import { cancelAll, clearFinished, retryUpload, startUploads, totals, uploads } from "./queue.ts";
import { ID_RULES, limitSentences, readMetadata, type IdRule } from "./rules.ts";
import { defaults, stage } from "./staging.ts";
import { UploadRow } from "./upload-row.tsx";

/** Chooses files, says what holds for them, sends them. */
export function UploadPage() {
  if (!may("edit")) {
    return (
      <Page title="Upload">
        <EmptyState icon="lock" title="This credential may only read">
          <p>Uploading needs a token with the scope edit.</p>
        </EmptyState>
      </Page>
    );
  }
  const list = uploads.value;
  const count = (state: string): number => list.filter((upload) => upload.state === state).length;
  const ready = count("ready");
  const underWay = count("queued") + count("sending");
  const failed = list.filter(({ state, taken }) => state === "failed" && taken !== true);
  const finished = count("done") + count("cancelled");

  return (
    <Page title="Upload">
      <div class="upload-layout">
        <div class="stack">
          <Chooser />
          {list.length > 0 && (
            <section class="stack tight" aria-label="Files">
              <Total />
              <div class="toolbar">
                <Button kind="primary" icon="upload" disabled={ready === 0} onClick={startUploads}>
                  {ready === 0 ? "Upload" : `Upload ${plural(ready, "file")}`}
                </Button>
                {underWay > 0 && <Button onClick={cancelAll}>Cancel {plural(underWay, "upload")}</Button>}
                {failed.length > 0 && (
                  <Button icon="retry" onClick={() => failed.forEach(({ key }) => retryUpload(key))}>
                    Retry {failed.length} failed
                  </Button>
                )}
                <span class="spacer" />
                {finished > 0 && (
                  <Button kind="quiet" onClick={clearFinished}>
                    Clear finished
                  </Button>
                )}
                {count("done") > 0 && (
                  <ButtonLink kind="quiet" icon="images" href={hrefOf([])}>
                    Show images
                  </ButtonLink>
                )}
              </div>
              <ul class="upload-list">
                {list.map((upload) => (
                  <UploadRow key={upload.key} upload={upload} />
                ))}
              </ul>
            </section>
          )}
        </div>
        <Defaults />
      </div>
    </Page>
  );
}

function Chooser() {
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);
  const choose = (event: { readonly currentTarget: HTMLInputElement }): void => {
    stage(filesOfInput(event.currentTarget.files));
    event.currentTarget.value = "";
  };
  return (
    <div class="chooser">
      <Icon name="upload" />
      <p>
        <strong>Drop files or folders here, or paste a picture.</strong>
      </p>
      <div class="toolbar">
        <Button onClick={() => files.current!.click()}>Choose files</Button>
        <Button icon="folder" onClick={() => folder.current!.click()}>
          Choose a folder
        </Button>
      </div>
      <input ref={files} type="file" multiple accept="image/*" hidden aria-label="Files" onChange={choose} />
      <input
        ref={folder}
        type="file"
        hidden
        aria-label="Folder"
        {...{ webkitdirectory: true }}
        onChange={choose}
      />
      {limitSentences(requireSession().facts.limits).map((sentence) => (
        <p class="hint" key={sentence}>
          {sentence}
        </p>
      ))}
    </div>
  );
}

function Total() {
  const { bytes, sent, count, done } = totals.value;
  if (count === 0) return null;
  const share = bytes === 0 ? 1 : sent / bytes;
  return (
    <div class="total">
      <p>
        <strong>
          {done} of {plural(count, "file")}
        </strong>
        <span class="soft">
          {formatBytes(sent)} of {formatBytes(bytes)} · {formatShare(share)}
        </span>
      </p>
      <progress aria-label="All files" max={1} value={share} />
    </div>
  );
}

const RULE_CHOICES = Object.entries(ID_RULES).map(([value, text]) => ({
  value,
  text,
})) as readonly Choice<IdRule>[];

function Defaults() {
  const { idRule, prefix, creator, metadata, requireSignedURLs } = defaults.value;
  const set = (change: Partial<typeof defaults.value>): void => {
    defaults.value = { ...defaults.value, ...change };
  };
  const read = readMetadata(metadata);
  return (
    <section class="card stack" aria-labelledby="defaults-title">
      <h2 id="defaults-title">For the files you add next</h2>
      <SelectField
        label="Id"
        value={idRule}
        choices={RULE_CHOICES}
        onValue={(rule) => set({ idRule: rule })}
        hint="The id is part of the image’s address. It can be edited in the list before sending."
      />
      {idRule !== "generated" && (
        <TextField
          label="Before the id"
          placeholder="2026/summer/"
          value={prefix}
          onValue={(text) => set({ prefix: text })}
        />
      )}
      <TextField
        label="Creator"
        value={creator}
        onValue={(text) => set({ creator: text })}
        hint="Optional: whose image it is. Lists can be filtered by it."
      />
      <TextArea
        label="Metadata"
        value={metadata}
        onValue={(text) => set({ metadata: text })}
        rows={3}
        hint="Optional: a JSON object of at most 1,024 bytes."
        error={"problem" in read ? read.problem : undefined}
      />
      <Switch
        label="Private"
        hint="Only signed addresses show the image."
        checked={requireSignedURLs}
        onChange={(checked) => set({ requireSignedURLs: checked })}
      />
    </section>
  );
}
