import type { Job } from "./jobs.ts";
import type { Row } from "./measure.ts";

const COLOURS = {
  darkroom: "#0b6e4f",
  sharp: "#4a5568",
  "wasm-vips": "#2b6cb0",
  jsquash: "#b7791f",
  photon: "#9b2c2c",
} as const satisfies Record<Row["engine"], string>;

const LABELS = 400;
const BARS = 480;
const WIDTH = LABELS + BARS + 90;
const BAR = 13;
const GAP = 16;
const TOP = 84;
/** The ends of the logarithmic scale, in times of sharp's. */
const [LEAST, MOST] = [0.05, 40];

/** Bars of time by sharp's, a group for each job, on a logarithmic scale. */
export function chart(rows: readonly Row[], jobs: readonly Job[]): string {
  const parts: string[] = [];
  let y = TOP;
  for (const job of jobs) {
    const timed = rows.filter((row) => row.job === job.name && row.ratioToSharp !== null);
    if (timed.length === 0) continue;
    const middle = y + (timed.length * BAR) / 2 + 4;
    parts.push(text(LABELS - 100, middle, job.name, "end", "#1a202c"));
    for (const row of timed) {
      parts.push(bar(row, y));
      y += BAR;
    }
    y += GAP;
  }
  const ticks = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20].map((ratio) => tick(ratio, y)).join("\n");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y + 20}" viewBox="0 0 ${WIDTH} ${y + 20}" font-family="sans-serif" font-size="12">
<title>Time of each engine by that of sharp, per job</title>
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="16" y="26" font-size="17" font-weight="bold" fill="#1a202c">Time by sharp's, lower is better</text>
<text x="16" y="46" fill="#4a5568">Medians of paired runs, one thread each; the scale is logarithmic, and sharp is 1.</text>
${ticks}
${parts.join("\n")}
</svg>
`;
}

function bar(row: Row, y: number): string {
  const ratio = row.ratioToSharp ?? 1;
  const end = x(ratio);
  const name = row.runtime.startsWith("node") ? row.engine : `${row.engine}, ${row.runtime}`;
  return [
    text(LABELS - 8, y + BAR - 3, name, "end", COLOURS[row.engine]),
    `<rect x="${LABELS}" y="${y + 1}" width="${(end - LABELS).toFixed(1)}" height="${BAR - 2}" fill="${COLOURS[row.engine]}"/>`,
    text(end + 5, y + BAR - 3, ratio.toFixed(ratio < 10 ? 2 : 0), "start", "#1a202c"),
  ].join("\n");
}

function tick(ratio: number, bottom: number): string {
  const at = x(ratio).toFixed(1);
  const [stroke, width] = ratio === 1 ? ["#4a5568", 1.5] : ["#e2e8f0", 1];
  return `<line x1="${at}" x2="${at}" y1="${TOP - 8}" y2="${bottom - 8}" stroke="${stroke}" stroke-width="${width}"/>
${text(Number(at), TOP - 14, String(ratio), "middle", "#4a5568")}`;
}

function x(ratio: number): number {
  const within = Math.min(MOST, Math.max(LEAST, ratio));
  return LABELS + (BARS * Math.log(within / LEAST)) / Math.log(MOST / LEAST);
}

function text(at: number, y: number, words: string, anchor: string, fill: string): string {
  return `<text x="${at}" y="${y}" text-anchor="${anchor}" fill="${fill}" font-size="11" stroke="#ffffff" stroke-width="3" paint-order="stroke">${words}</text>`;
}
