import { OPTIONS, type OptionName, type OptionRow } from "@darkroom/core";
import { Field, SelectField } from "../ui/field.tsx";

/** Options as the API's JSON has them; absent is the default. */
export type OptionsJson = Readonly<Record<string, unknown>>;

/** What a control needs to know of an option's values, read from the JSON Schema of its row. */
type Control =
  | { readonly as: "number"; readonly least: number; readonly most: number; readonly step: number }
  | { readonly as: "choice"; readonly values: readonly string[] }
  | { readonly as: "point" }
  | { readonly as: "colour" };

interface Schema {
  readonly type?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
}

const ROWS: Readonly<Record<OptionName, OptionRow>> = OPTIONS;

/** The options that the server builds, as THE option table has them. */
export const FORM_OPTIONS: readonly (readonly [OptionName, OptionRow, Control])[] = (
  Object.entries(ROWS) as [OptionName, OptionRow][]
)
  .filter(([, row]) => row.built)
  .map(([name, row]) => [name, row, controlOf(row.kind.schema)] as const);

function controlOf(schema: Schema): Control {
  const kinds = schema.anyOf ?? [schema];
  const number = kinds.find(({ type }) => type === "integer" || type === "number");
  if (number !== undefined) {
    const { minimum: least = 0, maximum: most = 65_535 } = number;
    return { as: "number", least, most, step: number.type === "integer" ? 1 : 0.05 };
  }
  if (schema.enum !== undefined) return { as: "choice", values: schema.enum.map(String) };
  if (kinds.some(({ type }) => type === "object")) return { as: "point" };
  return { as: "colour" };
}

/** Sliders are for few steps: more cannot be hit. */
const MOST_SLIDER_STEPS = 200;

/** The form of a set of options, one control a row of the table. */
export function OptionForm({
  options,
  onOptions,
  disabled = false,
}: {
  readonly options: OptionsJson;
  readonly onOptions: (options: OptionsJson) => void;
  readonly disabled?: boolean;
}) {
  const set = (name: string, value: unknown): void => {
    const { [name]: _, ...others } = options;
    onOptions(value === undefined ? others : { ...others, [name]: value });
  };
  const sizes = FORM_OPTIONS.filter(([name]) => name === "width" || name === "height").toReversed();
  const others = FORM_OPTIONS.filter(([name]) => name !== "width" && name !== "height");
  return (
    <fieldset class="option-form" disabled={disabled}>
      <legend class="unseen">Options</legend>
      <div class="field-row">{sizes.map(([name, row, control]) => drawControl(name, row, control))}</div>
      {others.map(([name, row, control]) => drawControl(name, row, control))}
    </fieldset>
  );

  function drawControl(name: OptionName, row: OptionRow, control: Control) {
    return (
      <OptionControl
        key={name}
        name={name}
        row={row}
        control={control}
        value={options[name]}
        onValue={(value) => set(name, value)}
      />
    );
  }
}

interface ControlProps {
  readonly name: OptionName;
  readonly row: OptionRow;
  readonly control: Control;
  readonly value: unknown;
  readonly onValue: (value: unknown) => void;
}

function OptionControl({ name, row, control, value, onValue }: ControlProps) {
  const fallback = row.default === undefined ? undefined : row.kind.toText(row.default);
  const hint = row.doc.replaceAll("`", "");
  switch (control.as) {
    case "number":
      return (
        <NumberControl
          name={name}
          hint={hint}
          control={control}
          fallback={fallback}
          value={value}
          onValue={onValue}
        />
      );
    case "choice":
      return (
        <SelectField
          label={name}
          hint={hint}
          value={typeof value === "string" ? value : (fallback ?? "")}
          choices={control.values.map((text) => ({ value: text, text }))}
          onValue={(text) => onValue(text === fallback ? undefined : text)}
        />
      );
    case "point":
      return <PointControl name={name} hint={hint} value={value} onValue={onValue} />;
    case "colour":
      return <ColourControl name={name} hint={hint} value={value} onValue={onValue} />;
  }
}

function NumberControl({
  name,
  hint,
  control: { least, most, step },
  fallback,
  value,
  onValue,
}: Omit<ControlProps, "row" | "control"> & {
  readonly hint: string;
  readonly control: Extract<Control, { as: "number" }>;
  readonly fallback: string | undefined;
}) {
  const hasSlider = (most - least) / step <= MOST_SLIDER_STEPS;
  const text = typeof value === "number" ? String(value) : "";
  const read = (typed: string): void => onValue(typed === "" ? undefined : Number(typed));
  return (
    <Field label={name} hint={hint}>
      {(attributes) => (
        <div class="number-control">
          {hasSlider && (
            <input
              type="range"
              aria-label={`${name}, slider`}
              min={least}
              max={most}
              step={step}
              value={text === "" ? (fallback ?? String(least)) : text}
              onInput={(event) => read(event.currentTarget.value)}
            />
          )}
          <input
            type="number"
            inputMode="decimal"
            {...attributes}
            min={least}
            max={most}
            step={step === 1 ? 1 : "any"}
            placeholder={fallback ?? "any"}
            value={text}
            onInput={(event) => read(event.currentTarget.value)}
          />
        </div>
      )}
    </Field>
  );
}

const SIDES = {
  center: [0.5, 0.5],
  left: [0, 0.5],
  right: [1, 0.5],
  top: [0.5, 0],
  bottom: [0.5, 1],
} as const;

/** Where a value of gravity lies, as shares of width and height. */
export function pointOf(value: unknown): { readonly x: number; readonly y: number } {
  if (typeof value === "object" && value !== null) {
    const { x = 0.5, y = 0.5 } = value as { readonly x?: number; readonly y?: number };
    return { x, y };
  }
  const [x, y] = SIDES[value as keyof typeof SIDES] ?? SIDES.center;
  return { x, y };
}

function PointControl({
  name,
  hint,
  value,
  onValue,
}: Omit<ControlProps, "row" | "control"> & { readonly hint: string }) {
  const { x, y } = pointOf(value);
  const side = Object.entries(SIDES).find(([, point]) => point[0] === x && point[1] === y)?.[0];
  const choices = [...Object.keys(SIDES), ...(side === undefined ? ["point"] : [])];
  return (
    <SelectField
      label={name}
      hint={`${hint} Click the picture to choose a point.`}
      value={side ?? "point"}
      choices={choices.map((text) => ({
        value: text,
        text: text === "point" ? `${x.toFixed(2)} × ${y.toFixed(2)}` : text,
      }))}
      onValue={(text) => {
        const point = SIDES[text as keyof typeof SIDES];
        if (point !== undefined) onValue(text === "center" ? undefined : { x: point[0], y: point[1] });
      }}
    />
  );
}

function ColourControl({
  name,
  hint,
  value,
  onValue,
}: Omit<ControlProps, "row" | "control"> & { readonly hint: string }) {
  const text = typeof value === "string" ? value : "";
  return (
    <Field label={name} hint={hint}>
      {(attributes) => (
        <div class="number-control">
          <input
            type="color"
            aria-label={`${name}, picker`}
            value={/^#[0-9a-f]{6}$/i.test(text) ? text : "#ffffff"}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
          <input
            type="text"
            spellcheck={false}
            {...attributes}
            placeholder="none"
            value={text}
            onInput={(event) =>
              onValue(event.currentTarget.value === "" ? undefined : event.currentTarget.value)
            }
          />
        </div>
      )}
    </Field>
  );
}
