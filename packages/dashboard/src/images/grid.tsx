import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { DetailedImageAnswer } from "@darkroom/http/answers";
import { formatBytes, formatName } from "../format.ts";
import { hrefOf, navigate } from "../router.ts";
import { Icon, type IconName } from "../ui/icon.tsx";
import { ownPath } from "./addresses.ts";
import { nameOf } from "./names.ts";
import { layoutGrid, visibleRows, type GridLayout } from "./grid-window.ts";
import { Picture } from "./picture.tsx";
import { select, selection, toggleSelected } from "./selection.ts";

interface GridProps {
  readonly images: readonly DetailedImageAnswer[];
  /** How many there are, those included that are not loaded yet. */
  readonly total: number;
  /** Asked for when the window comes near the end of what is loaded. */
  readonly onNearEnd: () => void;
  readonly selectable: boolean;
  readonly onDelete: () => void;
}

const SIZES = { least: 168, gap: 14, caption: 42 };
const NARROW_SIZES = { least: 104, gap: 8, caption: 38 };

/**
 * A grid of any number of images, of which only the rows in the window are in the page. Arrows move, Enter
 * opens, Space selects.
 */
export function ImageGrid({ images, total, onNearEnd, selectable, onDelete }: GridProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [layout, setLayout] = useState<GridLayout>();
  const [[first, end], setWindow] = useState<readonly [number, number]>([0, 0]);
  const [focused, setFocused] = useState(0);
  const moved = useRef(false);
  const rows = layout === undefined ? 0 : Math.ceil(total / layout.columns);

  useLayoutEffect(() => {
    const element = frame.current!;
    const measure = (): void =>
      setLayout(layoutGrid(element.clientWidth, element.clientWidth < 520 ? NARROW_SIZES : SIZES));
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);

  useLayoutEffect(() => {
    if (layout === undefined) return undefined;
    let request = 0;
    const update = (): void => {
      request = 0;
      const { top } = frame.current!.getBoundingClientRect();
      const next = visibleRows(top, innerHeight, layout.rowHeight, rows);
      setWindow((before) => (before[0] === next[0] && before[1] === next[1] ? before : next));
    };
    const onScroll = (): void => {
      request ||= requestAnimationFrame(update);
    };
    update();
    addEventListener("scroll", onScroll, { passive: true });
    addEventListener("resize", onScroll);
    return () => {
      cancelAnimationFrame(request);
      removeEventListener("scroll", onScroll);
      removeEventListener("resize", onScroll);
    };
  }, [layout, rows]);

  const columns = layout?.columns ?? 1;
  useEffect(() => {
    if (images.length < total && (end + 2) * columns > images.length) onNearEnd();
  }, [end, columns, images.length, total, onNearEnd]);

  // Before the next key: what is pressed right after an arrow is meant for the tile that it moved to.
  useLayoutEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    frame.current?.querySelector<HTMLElement>(`[data-index="${focused}"] a`)?.focus({ preventScroll: true });
  }, [focused, first, end]);

  function moveTo(index: number): void {
    if (layout === undefined) return;
    const next = Math.max(0, Math.min(images.length - 1, index));
    moved.current = true;
    setFocused(next);
    const top = frame.current!.getBoundingClientRect().top + Math.floor(next / columns) * layout.rowHeight;
    const margin = 80;
    if (top < margin) scrollBy(0, top - margin);
    else if (top + layout.rowHeight > innerHeight - margin)
      scrollBy(0, top + layout.rowHeight - innerHeight + margin);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(innerHeight / (layout?.rowHeight ?? innerHeight))) * columns;
    const steps: Readonly<Record<string, number>> = {
      ArrowRight: 1,
      ArrowLeft: -1,
      ArrowDown: columns,
      ArrowUp: -columns,
      PageDown: page,
      PageUp: -page,
      Home: -images.length,
      End: images.length,
    };
    const step = steps[event.key];
    const image = images[focused];
    if (step !== undefined && !event.altKey && !event.metaKey) moveTo(focused + step);
    else if (event.key === " " && selectable && image) toggleSelected(image.id);
    else if (event.key === "Enter" && image && isPlain(event)) navigate(imageHref(image.id));
    else if (event.key === "a" && (event.ctrlKey || event.metaKey) && selectable)
      select(images.map(({ id }) => id));
    else if (event.key === "Delete" && selection.value.size > 0) onDelete();
    else return;
    event.preventDefault();
  }

  const drawn = Array.from({ length: end - first }, (_, at) => first + at);
  return (
    <div
      class="grid"
      ref={frame}
      role="grid"
      aria-label="Images"
      aria-rowcount={rows}
      aria-colcount={columns}
      aria-multiselectable={selectable}
      style={{ height: `${rows * (layout?.rowHeight ?? 0)}px` }}
      onKeyDown={onKeyDown}
    >
      {layout !== undefined &&
        drawn.map((row) => (
          <div
            key={row}
            class="grid-row"
            role="row"
            aria-rowindex={row + 1}
            style={{
              transform: `translateY(${row * layout.rowHeight}px)`,
              gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            }}
          >
            {Array.from({ length: Math.min(columns, total - row * columns) }, (_, column) => {
              const index = row * columns + column;
              const image = images[index];
              return image === undefined ? (
                <div key={`waiting ${index}`} class="tile waiting" role="gridcell" aria-busy="true">
                  <span class="tile-picture" />
                </div>
              ) : (
                <Tile
                  key={image.id}
                  image={image}
                  index={index}
                  column={column}
                  tabbable={index === focused}
                  selectable={selectable}
                  onFocus={setFocused}
                />
              );
            })}
          </div>
        ))}
    </div>
  );
}

/** Whether a key is pressed on the link of a tile, and alone: with others it is the browser's to open a window. */
function isPlain({ target, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return target instanceof HTMLAnchorElement && !altKey && !ctrlKey && !metaKey && !shiftKey;
}

function imageHref(id: string): string {
  return hrefOf(["images", ...id.split("/")]);
}

interface TileProps {
  readonly image: DetailedImageAnswer;
  readonly index: number;
  readonly column: number;
  readonly tabbable: boolean;
  readonly selectable: boolean;
  readonly onFocus: (index: number) => void;
}

function Tile({ image, index, column, tabbable, selectable, onFocus }: TileProps) {
  const { id, requireSignedURLs, original } = image;
  const selected = selection.value.has(id);
  const href = imageHref(id);
  return (
    <div
      class={selected ? "tile selected" : "tile"}
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={selectable ? selected : undefined}
      data-index={index}
    >
      <a
        href={href}
        tabIndex={tabbable ? 0 : -1}
        onFocus={() => onFocus(index)}
        onClick={(event) => {
          // While some are selected, a click selects more.
          if (!selectable || (selection.value.size === 0 && !event.shiftKey)) return;
          event.preventDefault();
          toggleSelected(id);
        }}
        onDblClick={() => navigate(href)}
      >
        <span class="tile-picture">
          <Picture path={ownPath(id, "thumbnail")} alt="" placeholder={original.placeholder} />
          <span class="tile-marks">
            {requireSignedURLs && <Mark icon="lock" text="Private" />}
            {original.animated && <Mark icon="film" text="Animated" />}
          </span>
        </span>
        <span class="tile-name">{nameOf(image)}</span>
        <span class="tile-facts">
          {original.width} × {original.height} · {formatName(original.mediaType)} ·{" "}
          {formatBytes(original.bytes)}
        </span>
      </a>
      {selectable && (
        <input
          class="tile-check"
          type="checkbox"
          tabIndex={-1}
          aria-label={`Select ${id}`}
          checked={selected}
          onChange={() => toggleSelected(id)}
        />
      )}
    </div>
  );
}

/** Something to know of an image at a glance. */
function Mark({ icon, text }: { readonly icon: IconName; readonly text: string }) {
  return (
    <>
      <Icon name={icon} />
      <span class="unseen">{text}</span>
    </>
  );
}
