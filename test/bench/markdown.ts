import type { Job } from "./jobs.ts";
import type { Row } from "./measure.ts";

/** The results as Markdown: targets first, then every number with its settings. */
export function markdown(
  rows: readonly Row[],
  jobs: readonly Job[],
  { machine, date }: { readonly machine: string; readonly date: string },
): string {
  return `# The pixel path, ${date}

Machine: ${machine}. Medians of paired runs; ratio is time by sharp's, in brackets the same of processor time.

## Targets

${table(
  ["job", "goal", "ours / sharp", "", "bytes / sharp's", "WASM memory", "goal", ""],
  jobs.map((job) => targetRow(job, rows)),
)}

## How many times as long as ours

${table(
  ["job", "sharp", "wasm-vips", "jsquash", "photon"],
  jobs.map((job) => timesRow(job, rows)),
)}

## Every number

${jobs.map((job) => section(job, rows)).join("\n\n")}
`;
}

function targetRow(job: Job, rows: readonly Row[]): string[] {
  const ours = find(rows, job, "darkroom");
  const sharp = find(rows, job, "sharp");
  const ratio = ours?.ratioToSharp ?? undefined;
  const mebibytes = ours === undefined || ours.peakBytes === null ? undefined : ours.peakBytes / 2 ** 20;
  return [
    job.name,
    job.goal === undefined ? "" : `≤ ${job.goal}`,
    ratio === undefined ? "–" : `${ratio.toFixed(2)} (${ours?.cpuRatioToSharp?.toFixed(2) ?? "–"})`,
    verdict(ratio, job.goal),
    ours?.bytes && sharp?.bytes ? (ours.bytes / sharp.bytes).toFixed(3) : "–",
    mebibytes === undefined ? "–" : `${mebibytes.toFixed(1)} MiB`,
    job.memoryGoal === undefined ? "" : `≤ ${job.memoryGoal} MiB`,
    verdict(mebibytes, job.memoryGoal),
  ];
}

function verdict(value: number | undefined, goal: number | undefined): string {
  if (value === undefined || goal === undefined) return "";
  return value <= goal ? "reached" : "**not reached**";
}

function timesRow(job: Job, rows: readonly Row[]): string[] {
  const ours = find(rows, job, "darkroom")?.ms ?? Number.NaN;
  const times = (["sharp", "wasm-vips", "jsquash", "photon"] as const).map((engine) => {
    const ratio = (find(rows, job, engine)?.ms ?? Number.NaN) / ours;
    return Number.isNaN(ratio) ? "–" : ratio.toFixed(1);
  });
  return [job.name, ...times];
}

function section(job: Job, rows: readonly Row[]): string {
  const lines = rows
    .filter((row) => row.job === job.name)
    .map((row) => [
      `${row.engine}, ${row.runtime}`,
      row.ms === null || row.spread === null
        ? (row.remark ?? "")
        : `${row.ms.toFixed(1)} (${row.spread.map((ms) => ms.toFixed(1)).join(" – ")})`,
      row.cpuMs?.toFixed(1) ?? "",
      row.ratioToSharp?.toFixed(2) ?? "",
      row.peakBytes === null ? "" : (row.peakBytes / 2 ** 20).toFixed(1),
      String(row.bytes ?? ""),
      row.ssim?.toFixed(4) ?? "",
      String(row.runs),
      row.settings,
    ]);
  const heads = ["engine", "ms (quartiles)", "cpu ms", "ratio", "MiB", "bytes", "SSIM", "runs", "settings"];
  return `### ${job.name}\n\n${table(heads, lines)}`;
}

function find(rows: readonly Row[], job: Job, engine: Row["engine"]): Row | undefined {
  return rows.find((row) => row.job === job.name && row.engine === engine && row.runtime.startsWith("node"));
}

function table(heads: readonly string[], lines: readonly (readonly string[])[]): string {
  return [heads, heads.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
