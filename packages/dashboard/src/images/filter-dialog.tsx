import { useState } from "preact/hooks";
import { Button, IconButton } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Segmented, TextField } from "../ui/field.tsx";
import {
  META_OPERATORS,
  MOST_META_FILTERS,
  type ImageFilter,
  type MetaFilter,
  type MetaOperator,
} from "./filter.ts";

type Creators = "any" | "none" | "named";

/** Chooses creator and metadata; nothing happens before "Apply". */
export function FilterDialog({
  filter,
  onApply,
  onClose,
}: {
  readonly filter: ImageFilter;
  readonly onApply: (filter: ImageFilter) => void;
  readonly onClose: () => void;
}) {
  const [creators, setCreators] = useState<Creators>(
    filter.creator === undefined ? "any" : filter.creator === "" ? "none" : "named",
  );
  const [creator, setCreator] = useState(filter.creator ?? "");
  const [meta, setMeta] = useState<readonly MetaFilter[]>(filter.meta);
  const change = (index: number, part: Partial<MetaFilter>): void =>
    setMeta(meta.map((row, at) => (at === index ? { ...row, ...part } : row)));

  function apply(event: Event): void {
    event.preventDefault();
    onApply({
      ...filter,
      creator: creators === "any" ? undefined : creators === "none" ? "" : creator,
      meta: meta.filter(({ field }) => field.trim() !== ""),
    });
  }

  return (
    <Dialog title="Filter images" onClose={onClose}>
      <form class="stack" onSubmit={apply}>
        <div class="stack tight">
          <h3>Creator</h3>
          <Segmented
            label="Creator"
            value={creators}
            onValue={setCreators}
            choices={[
              { value: "any", text: "Any" },
              { value: "none", text: "None" },
              { value: "named", text: "Named" },
            ]}
          />
          {creators === "named" && (
            <TextField label="Name of the creator" value={creator} onValue={setCreator} required />
          )}
        </div>
        <div class="stack tight">
          <h3>Metadata</h3>
          <p class="hint">A field inside another is written with a dot: shot.iso. All of them must hold.</p>
          {meta.map((row, index) => (
            <div class="meta-row" key={index}>
              <input
                type="text"
                aria-label="Field"
                placeholder="field"
                value={row.field}
                onInput={(event) => change(index, { field: event.currentTarget.value })}
              />
              <select
                aria-label="Comparison"
                value={row.operator}
                onChange={(event) => change(index, { operator: event.currentTarget.value as MetaOperator })}
              >
                {Object.entries(META_OPERATORS).map(([value, text]) => (
                  <option key={value} value={value}>
                    {text}
                  </option>
                ))}
              </select>
              <input
                type="text"
                aria-label="Value"
                placeholder="value"
                value={row.value}
                onInput={(event) => change(index, { value: event.currentTarget.value })}
              />
              <IconButton
                icon="trash"
                label="Remove this row"
                onClick={() => setMeta(meta.filter((_, at) => at !== index))}
              />
            </div>
          ))}
          <div>
            <Button
              small
              icon="plus"
              disabled={meta.length >= MOST_META_FILTERS}
              onClick={() => setMeta([...meta, { field: "", operator: "eq:string", value: "" }])}
            >
              Add a field
            </Button>
          </div>
        </div>
        <footer class="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit">
            Apply
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
