import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button, IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icon.tsx";
import { FilterDialog } from "./filter-dialog.tsx";
import { META_OPERATORS, type ImageFilter } from "./filter.ts";

/** Time after the last key before the list is asked. */
const SETTLE_MS = 250;

/** Search, filters and order above the grid. `/` goes to the search. */
export function FilterBar({
  filter,
  onChange,
}: {
  readonly filter: ImageFilter;
  readonly onChange: (filter: ImageFilter) => void;
}) {
  const [text, setText] = useState(filter.search);
  const [open, setOpen] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  useEffect(() => setText(filter.search), [filter.search]);
  useEffect(() => {
    if (text === filter.search) return undefined;
    const timer = setTimeout(() => onChange({ ...filter, search: text }), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [text, filter, onChange]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof Element && event.target.closest("input, textarea, select, dialog");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || typing) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);

  const count = filter.meta.length + (filter.creator === undefined ? 0 : 1);
  return (
    <div class="filter-bar">
      <form class="search" role="search" onSubmit={(event) => event.preventDefault()}>
        <Icon name="search" />
        <input
          ref={input}
          type="search"
          aria-label="Search by id or file name"
          placeholder="Search by id or file name"
          aria-keyshortcuts="/"
          autocomplete="off"
          spellcheck={false}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            setText("");
            input.current?.blur();
          }}
        />
        <kbd aria-hidden="true">/</kbd>
      </form>
      <Button icon="filter" onClick={() => setOpen(true)}>
        Filter{count > 0 ? ` (${count})` : ""}
      </Button>
      <select
        aria-label="Order"
        value={filter.order}
        onChange={(event) =>
          onChange({ ...filter, order: event.currentTarget.value === "asc" ? "asc" : "desc" })
        }
      >
        <option value="desc">Newest first</option>
        <option value="asc">Oldest first</option>
      </select>
      {count > 0 && (
        <ul class="chips" aria-label="Filters">
          {filter.creator !== undefined && (
            <Chip onRemove={() => onChange({ ...filter, creator: undefined })}>
              {filter.creator === "" ? "without a creator" : `creator ${filter.creator}`}
            </Chip>
          )}
          {filter.meta.map((row, index) => (
            <Chip
              key={index}
              onRemove={() => onChange({ ...filter, meta: filter.meta.filter((_, at) => at !== index) })}
            >
              {row.field} {META_OPERATORS[row.operator]} {row.value}
            </Chip>
          ))}
        </ul>
      )}
      {open && (
        <FilterDialog
          filter={filter}
          onClose={() => setOpen(false)}
          onApply={(next) => {
            setOpen(false);
            onChange(next);
          }}
        />
      )}
    </div>
  );
}

function Chip({
  children,
  onRemove,
}: {
  readonly children: ComponentChildren;
  readonly onRemove: () => void;
}) {
  return (
    <li class="chip">
      <span>{children}</span>
      <IconButton icon="close" label="Remove this filter" small onClick={onRemove} />
    </li>
  );
}
