import { UNITS, type Report, type Result } from "./results.ts";

/** The results as Markdown: a section for each measure, a row for each subject, the losing ones too. */
export function reportTable(report: Report): string {
  const { machine, subjects, absent, results } = report;
  return [
    `# Node, Bun, workerd and peers, from outside: ${report.date.slice(0, 10)}`,
    "",
    `${machine.processor}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${machine.system}. ${machine.pinning}`,
    "",
    `${report.sameBytes} ${report.load}`,
    "",
    ...subjects.map(({ name, settings }) => `- **${name}**: ${settings}`),
    ...absent.map(({ name, reason }) => `- ${name} was not timed: ${reason}.`),
    ...[...Map.groupBy(results, ({ measure }) => measure)].flatMap(([measure, rows]) =>
      section(measure, rows),
    ),
    "",
  ].join("\n");
}

function section(measure: string, rows: readonly Result[]): string[] {
  return [
    "",
    `## ${measure}`,
    "",
    `| | ${rows[0]!.unit} | rounds from–to | to Node | p50 | p90 | p99 | bytes |`,
    "|---|---:|---:|---:|---:|---:|---:|---:|",
    ...rows.map(tableRow),
  ];
}

function tableRow({ subject, unit, value, spread, ratioToNode, latency, bytes }: Result): string {
  const show = (number: number): string => number.toFixed(UNITS[unit].digits);
  const ms = (number: number | undefined): string => (number === undefined ? "" : `${number.toFixed(1)} ms`);
  return `| ${[
    subject,
    show(value),
    `${show(spread[0])}–${show(spread[1])}`,
    ratioToNode === null ? "–" : ratioToNode.toFixed(2),
    ms(latency?.p50),
    ms(latency?.p90),
    ms(latency?.p99),
    bytes === undefined ? "" : bytes.toFixed(0),
  ].join(" | ")} |`;
}
