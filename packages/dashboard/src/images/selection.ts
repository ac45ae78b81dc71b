import { signal } from "@preact/signals";

/** Ids of the images that are selected, in order of selection. */
export const selection = signal<ReadonlySet<string>>(new Set());

export function toggleSelected(id: string): void {
  const next = new Set(selection.value);
  if (!next.delete(id)) next.add(id);
  selection.value = next;
}

export function select(ids: Iterable<string>): void {
  selection.value = new Set([...selection.value, ...ids]);
}

export function clearSelection(ids?: Iterable<string>): void {
  if (ids === undefined) {
    selection.value = new Set();
    return;
  }
  const next = new Set(selection.value);
  for (const id of ids) next.delete(id);
  selection.value = next;
}
