import type { Family } from "./exposition.ts";
import { COUNTED, type CounterRow, type HistogramRow, type LabelsOf } from "./table.ts";

type Counted = typeof COUNTED;
type NamesOf<Type> = {
  [Name in keyof Counted]: Counted[Name]["type"] extends Type ? Name : never;
}[keyof Counted];

/** Notes what happens, in the memory of this process. */
export interface Recorder {
  /** Adds to a counter. */
  count<Name extends NamesOf<"counter">>(metric: Name, labels: LabelsOf<Counted[Name]>, by?: number): void;
  /** Adds a measurement to a histogram. */
  observe<Name extends NamesOf<"histogram">>(
    metric: Name,
    labels: LabelsOf<Counted[Name]>,
    value: number,
  ): void;
  /** All that was noted. */
  families(): readonly Family[];
}

interface Series {
  readonly labels: Readonly<Record<string, string>>;
  /** Of a counter: what it counted; of a histogram: how often each bucket was met, that of infinity last. */
  readonly counts: number[];
  sum: number;
}

export function createRecorder(): Recorder {
  const metrics = new Map(
    Object.entries<CounterRow | HistogramRow>(COUNTED).map(([name, row]) => [
      name,
      { row, series: new Map<string, Series>() },
    ]),
  );

  function seriesOf(name: string, labels: Readonly<Record<string, string>>): Series {
    const { row, series } = metrics.get(name)!;
    const names = Object.keys(row.labels);
    const key = JSON.stringify(names.map((label) => labels[label]));
    const known = series.get(key);
    if (known !== undefined) return known;
    const buckets = row.type === "histogram" ? row.buckets.length + 1 : 1;
    const made = { labels, counts: Array.from({ length: buckets }, () => 0), sum: 0 };
    series.set(key, made);
    return made;
  }

  // So that a rate can be reckoned from the first event on, what is known beforehand is there from the start.
  for (const [name, { row }] of metrics) {
    for (const labels of knownLabels(row.labels)) seriesOf(name, labels);
  }

  return {
    count(metric, labels, by = 1) {
      const { counts } = seriesOf(metric, labels);
      counts[0] = counts[0]! + by;
    },
    observe(metric, labels, value) {
      const series = seriesOf(metric, labels);
      const bound = COUNTED[metric].buckets.findIndex((most) => value <= most);
      const at = bound < 0 ? series.counts.length - 1 : bound;
      series.counts[at] = series.counts[at]! + 1;
      // A clock that was set back measured nothing: a sum that shrinks would look like a restart.
      series.sum += Math.max(0, value);
    },
    families: () =>
      [...metrics.values()].map(({ row, series }) => ({
        row,
        samples: [...series.values()].flatMap((one) => samplesOf(row, one)),
      })),
  };
}

/** The labels of every series that is known beforehand: of a metric without labels, and of one label whose values are. */
function knownLabels(labels: CounterRow["labels"]): readonly Readonly<Record<string, string>>[] {
  const [first, ...more] = Object.entries(labels);
  if (first === undefined) return [{}];
  const [label, values = []] = first;
  return more.length > 0 ? [] : values.map((value) => ({ [label]: value }));
}

function samplesOf(row: CounterRow | HistogramRow, { labels, counts, sum }: Series): Family["samples"] {
  if (row.type === "counter") return [{ labels, value: counts[0]! }];
  let met = 0;
  const buckets = counts.map((count, index) => {
    met += count;
    const le = index < row.buckets.length ? String(row.buckets[index]) : "+Inf";
    return { suffix: "_bucket", labels: { ...labels, le }, value: met };
  });
  return [...buckets, { suffix: "_sum", labels, value: sum }, { suffix: "_count", labels, value: met }];
}
