/** What of a long grid stands in the window. All lengths in CSS pixels. */
export interface GridLayout {
  readonly columns: number;
  /** Of a tile, its caption and the gap below. */
  readonly rowHeight: number;
  readonly tileWidth: number;
}

export interface GridSizes {
  /** Least width of a tile. */
  readonly least: number;
  readonly gap: number;
  /** Height of the text below the picture. */
  readonly caption: number;
}

/** As many columns as fit, at least two. */
export function layoutGrid(width: number, { least, gap, caption }: GridSizes): GridLayout {
  const columns = Math.max(2, Math.floor((width + gap) / (least + gap)));
  const tileWidth = (width - gap * (columns - 1)) / columns;
  return { columns, tileWidth, rowHeight: Math.round(tileWidth) + caption + gap };
}

/** Rows beyond each edge of the window that are kept ready. */
const OVERSCAN = 3;

/**
 * The rows to draw: those in the window and a few around it.
 * @param top Distance from the top of the window to the top of the grid; negative once it is scrolled past.
 * @returns first row, and the one after the last.
 */
export function visibleRows(
  top: number,
  windowHeight: number,
  rowHeight: number,
  rows: number,
): readonly [number, number] {
  const first = Math.floor(-top / rowHeight) - OVERSCAN;
  const last = Math.ceil((windowHeight - top) / rowHeight) + OVERSCAN;
  const begin = Math.min(Math.max(0, first), Math.max(0, rows - 1));
  return [begin, Math.max(begin, Math.min(rows, last))];
}
