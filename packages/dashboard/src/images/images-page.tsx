import { useQueryClient } from "@tanstack/preact-query";
import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { useImages, useStats } from "../api/queries.ts";
import { formatCount, plural } from "../format.ts";
import { hrefOf, navigate, place } from "../router.ts";
import { may } from "../session/session.ts";
import { Button, ButtonLink } from "../ui/button.tsx";
import { EmptyState, ErrorNotice } from "../ui/notice.tsx";
import { Page } from "../ui/page.tsx";
import { DeleteImages } from "./delete-images.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { filterFromQuery, filterToQuery, isFiltered, type ImageFilter } from "./filter.ts";
import { ImageGrid } from "./grid.tsx";
import { clearSelection, selection } from "./selection.ts";
import { SelectionBar } from "./selection-bar.tsx";

/** All images of the account: searched, filtered, sorted, selected. */
export function ImagesPage() {
  const { query } = place.value;
  const filter = useMemo(() => filterFromQuery(query), [query]);
  const list = useImages(filter);
  const stats = useStats();
  const queries = useQueryClient();
  const [deleting, setDeleting] = useState(false);

  const pages = list.data?.pages;
  const images = useMemo(() => pages?.flatMap((page) => page.images) ?? [], [pages]);
  const filtered = isFiltered(filter);
  const known =
    !filtered && stats.data !== undefined ? Math.max(stats.data.count.current, images.length) : undefined;
  // While more is to come and nobody knows how many, some empty places say so.
  const total = list.hasNextPage ? (known ?? images.length + 24) : images.length;

  const { fetchNextPage, hasNextPage, isFetchingNextPage } = list;
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);

  useEffect(() => () => clearSelection(), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === "Escape" && document.querySelector("dialog[open]") === null) clearSelection();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  const change = (next: ImageFilter): void => {
    clearSelection();
    navigate(hrefOf([], filterToQuery(next)), { replace: true });
  };

  return (
    <Page
      wide
      title="Images"
      note={noteOf(filtered, images.length, known, list.hasNextPage)}
      actions={
        may("edit") && (
          <ButtonLink kind="primary" icon="upload" href={hrefOf(["upload"])}>
            Upload
          </ButtonLink>
        )
      }
    >
      <FilterBar filter={filter} onChange={change} />
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <ImageGridPlaceholder />}
      {list.isSuccess && images.length === 0 && (
        <NoImages
          filtered={filtered}
          onClear={() => change({ ...filter, search: "", creator: undefined, meta: [] })}
        />
      )}
      {images.length > 0 && (
        <ImageGrid
          images={images}
          total={total}
          onNearEnd={loadMore}
          selectable={may("edit")}
          onDelete={() => setDeleting(true)}
        />
      )}
      {selection.value.size > 0 && <SelectionBar images={images} onDelete={() => setDeleting(true)} />}
      {deleting && selection.value.size > 0 && (
        <DeleteImages
          ids={[...selection.value]}
          queries={queries}
          onClose={() => setDeleting(false)}
          onDeleted={(ids) => clearSelection(ids)}
        />
      )}
    </Page>
  );
}

function noteOf(filtered: boolean, loaded: number, known: number | undefined, more: boolean): string {
  if (filtered) return `${formatCount(loaded)}${more ? "+" : ""} found`;
  return known === undefined ? " " : plural(known, "image");
}

function NoImages({ filtered, onClear }: { readonly filtered: boolean; readonly onClear: () => void }) {
  if (filtered) {
    return (
      <EmptyState icon="search" title="No image matches">
        <p>Search looks for a part of the id or of the file name; filters must all hold.</p>
        <Button onClick={onClear}>Clear search and filters</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon="images" title="No images yet">
      <p>
        {may("edit")
          ? "Drop files anywhere in this window, paste a picture, or choose files."
          : "Nothing was uploaded so far."}
      </p>
      {may("edit") && (
        <ButtonLink kind="primary" icon="upload" href={hrefOf(["upload"])}>
          Upload images
        </ButtonLink>
      )}
    </EmptyState>
  );
}

/** As tall as a first screen of tiles, so that nothing jumps when they come. */
function ImageGridPlaceholder() {
  return (
    <div class="grid-placeholder" role="status" aria-label="Loading images">
      {Array.from({ length: 24 }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  );
}
