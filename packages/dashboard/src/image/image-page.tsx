import { useQueryClient } from "@tanstack/preact-query";
import { useState } from "preact/hooks";
import type { DetailedImageAnswer } from "@darkroom/http/answers";
import { useImage } from "../api/queries.ts";
import { formatBytes, formatName, formatTime } from "../format.ts";
import { ownPath } from "../images/addresses.ts";
import { changeImage, noteImages } from "../images/changes.ts";
import { DeleteImages } from "../images/delete-images.tsx";
import { Picture } from "../images/picture.tsx";
import { hrefOf, navigate } from "../router.ts";
import { may } from "../session/session.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy.tsx";
import { Switch } from "../ui/field.tsx";
import { EmptyState, ErrorNotice, Skeleton } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { say, sayError } from "../ui/toasts.tsx";
import { ApiError } from "../api/client.ts";
import { Addresses } from "./addresses-card.tsx";
import { DeliveryTable } from "./delivery-table.tsx";
import { downloadOriginal } from "./download.ts";
import { MetadataCard } from "./metadata-card.tsx";

/** One image: how it looks, what it is, how it is delivered, and what can be done with it. */
export function ImagePage({ id }: { readonly id: string }) {
  const image = useImage(id);
  const queries = useQueryClient();
  const [deleting, setDeleting] = useState(false);

  if (image.isError) {
    const missing = image.error instanceof ApiError && image.error.status === 404;
    return (
      <Page title={missing ? "Image not found" : "Image"}>
        {missing ? (
          <EmptyState icon="images" title={`There is no image with the id ${id}.`}>
            <ButtonLink href={hrefOf([])}>Go to the images</ButtonLink>
          </EmptyState>
        ) : (
          <ErrorNotice error={image.error} onRetry={() => void image.refetch()} />
        )}
      </Page>
    );
  }

  return (
    <Page
      title={id}
      heading={<span class="id-heading">{id}</span>}
      note={
        <a href={hrefOf([])} class="back">
          ← Images
        </a>
      }
      actions={
        image.data && (
          <>
            <Button icon="download" onClick={() => void downloadOriginal(image.data).catch(sayError)}>
              Original
            </Button>
            {may("edit") && (
              <Button kind="danger" icon="trash" onClick={() => setDeleting(true)}>
                Delete
              </Button>
            )}
          </>
        )
      }
    >
      <div class="image-layout">
        <div class="preview">
          {image.data && !image.data.draft && (
            <Picture
              path={ownPath(id, "preview")}
              alt={`Preview of ${id}`}
              placeholder={image.data.original.placeholder}
            />
          )}
        </div>
        <div class="stack">{image.data ? <Facts image={image.data} /> : <Skeleton lines={8} />}</div>
      </div>
      {image.data && !image.data.draft && (
        <>
          <DeliveryTable image={image.data} />
          <Addresses image={image.data} />
        </>
      )}
      {deleting && (
        <DeleteImages
          ids={[id]}
          queries={queries}
          onClose={() => setDeleting(false)}
          onDeleted={(ids) => ids.length > 0 && navigate(hrefOf([]))}
        />
      )}
    </Page>
  );
}

function Facts({ image }: { readonly image: DetailedImageAnswer }) {
  const { id, filename, uploaded, requireSignedURLs, original } = image;
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);

  async function setPrivate(wanted: boolean): Promise<void> {
    setBusy(true);
    try {
      noteImages(queries, [await changeImage(id, { requireSignedURLs: wanted })]);
      say(
        wanted ? "Private: only signed addresses show the image." : "Public: every address shows the image.",
      );
    } catch (error) {
      sayError(error);
    }
    setBusy(false);
  }

  return (
    <>
      <section class="card" aria-label="Facts">
        <dl class="facts">
          <dt>Id</dt>
          <dd class="with-copy">
            <code>{id}</code>
            <CopyButton text={id} label="Copy the id" />
          </dd>
          <dt>File</dt>
          <dd>{filename}</dd>
          <dt>Original</dt>
          <dd>
            {formatName(original.mediaType)}
            {original.animated && ", animated"}, {original.width} × {original.height},{" "}
            {formatBytes(original.bytes)}
          </dd>
          <dt>Uploaded</dt>
          <dd>{formatTime(uploaded)}</dd>
        </dl>
        <Switch
          label="Private"
          hint="Only signed addresses show the image, except in variants that always allow public access."
          checked={requireSignedURLs}
          disabled={busy || !may("edit")}
          onChange={(checked) => void setPrivate(checked)}
        />
      </section>
      <MetadataCard image={image} />
    </>
  );
}
