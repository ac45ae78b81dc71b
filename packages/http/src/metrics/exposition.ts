/** The media type of the text that follows, as Prometheus asks for it. */
export const EXPOSITION_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** One metric and its numbers. */
export interface Family {
  readonly row: { readonly name: string; readonly type: string; readonly help: string };
  readonly samples: readonly Sample[];
}

export interface Sample {
  /** What the name of a part of a histogram ends with. */
  readonly suffix?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * Writes metrics in Prometheus' text format, version 0.0.4 ("Exposition formats" in Prometheus' documentation).
 * A metric without numbers is left out.
 */
export function exposition(families: readonly Family[]): string {
  const lines: string[] = [];
  for (const { row, samples } of families) {
    if (samples.length === 0) continue;
    lines.push(`# HELP ${row.name} ${escape(row.help)}`, `# TYPE ${row.name} ${row.type}`);
    for (const { suffix = "", labels, value } of samples) {
      lines.push(`${row.name}${suffix}${labelText(labels)} ${numberText(value)}`);
    }
  }
  return lines.map((line) => `${line}\n`).join("");
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) => `${name}="${escape(value).replaceAll('"', String.raw`\"`)}"`,
  );
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

function escape(value: string): string {
  return value.replaceAll("\\", String.raw`\\`).replaceAll("\n", String.raw`\n`);
}

function numberText(value: number): string {
  if (Number.isFinite(value)) return String(value);
  return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
}
