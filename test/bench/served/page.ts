import { UNITS, type Report, type Result, type Unit } from "./results.ts";

/** The results as one page that needs nothing else: bars with their spread, and latencies by percentile. */
export function reportPage(report: Report): string {
  const measures = [...Map.groupBy(report.results, ({ measure }) => measure)];
  const { machine, subjects, absent } = report;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Darkroom: the runtimes compared, ${report.date.slice(0, 10)}</title>
<style>${STYLE}</style>
<header>
<h1>Node, Bun and workerd, compared from outside</h1>
<p class="lead">${escape(report.sameBytes)}</p>
<p>${escape(report.date.slice(0, 16).replace("T", " "))} UTC${report.quick ? ", a quick run" : ""}. ${escape(machine.processor)}, ${machine.cores} cores, ${machine.memoryGiB} GiB, ${escape(machine.system)}. ${escape(machine.pinning)}</p>
<p>${escape(report.load)}</p>
<ul class="subjects">${subjects.map(({ name, settings }) => `<li><i style="background:${colourOf(name)}"></i><b>${escape(name)}</b> ${escape(settings)}</li>`).join("")}</ul>
${absent.length === 0 ? "" : `<p class="note">Not timed: ${absent.map(({ name, reason }) => `${escape(name)} (${escape(reason)})`).join("; ")}.</p>`}
</header>
<main>
${measures.map(([measure, rows]) => section(measure, rows)).join("\n")}
</main>
<footer><p>A bar is the median of the rounds, the thin line goes from the least round to the greatest. A ratio is by Node's number. One machine, one photo, loopback: nothing here says how a server does behind a network, or a Worker on Cloudflare's machines.</p></footer>
</html>
`;
}

function section(measure: string, rows: readonly Result[]): string {
  const unit = rows[0]!.unit;
  const latencies = rows.filter(({ latency }) => latency !== undefined);
  return `<section>
<h2>${escape(measure[0]!.toUpperCase() + measure.slice(1))}</h2>
<p class="unit">${unit}, ${UNITS[unit].better} is better</p>
<div class="bars">${rows.map((row) => bar(row, Math.max(...rows.map(({ spread }) => spread[1])))).join("")}</div>
${
  latencies.length === 0
    ? ""
    : `<h3>Latency in ms: median to p90 as a band, p99 as a mark</h3>
<div class="bars">${latencies.map((row) => latencyBand(row, Math.max(...latencies.map(({ latency }) => latency!.p99)))).join("")}</div>`
}
</section>`;
}

function bar({ subject, value, spread, unit, ratioToNode, bytes }: Result, most: number): string {
  const share = (number: number): string => `${((100 * number) / most).toFixed(2)}%`;
  const ratio = ratioToNode === null || subject === "Node" ? "" : ` · ${ratioToNode.toFixed(2)} × Node`;
  const size = bytes === undefined ? "" : ` · ${(bytes / 1000).toFixed(1)} kB`;
  return `<div class="row"><span class="name">${escape(subject)}</span>
<span class="track" role="img" aria-label="${escape(subject)}: ${show(value, unit)} ${unit}"><span class="fill" style="width:${share(value)};background:${colourOf(subject)}"></span><span class="spread" style="left:${share(spread[0])};width:${share(spread[1] - spread[0])}"></span></span>
<span class="value"><b>${show(value, unit)}</b><small>${ratio}${size}</small></span></div>`;
}

/** Where the answers lie, a line for each subject: a band from the median to p90, and a mark at p99. */
function latencyBand({ subject, latency }: Result, most: number): string {
  const { p50, p90, p99 } = latency!;
  const share = (number: number): string => `${((100 * number) / most).toFixed(2)}%`;
  const colour = colourOf(subject);
  const words = `half of the answers within ${p50.toFixed(1)} ms, 90 % within ${p90.toFixed(1)}, 99 % within ${p99.toFixed(1)}`;
  return `<div class="row"><span class="name">${escape(subject)}</span>
<span class="track thin" role="img" aria-label="${escape(subject)}: ${words}"><span class="stem" style="left:${share(p50)};width:${share(p99 - p50)};background:${colour}"></span><span class="band" style="left:${share(p50)};width:${share(p90 - p50)};background:${colour}"></span><span class="mark" style="left:${share(p99)};background:${colour}"></span></span>
<span class="value"><small>${[p50, p90, p99].map((ms) => ms.toFixed(1)).join(" · ")}</small></span></div>`;
}

function show(value: number, unit: Unit): string {
  return value.toFixed(UNITS[unit].digits);
}

const COLOURS: Readonly<Record<string, string>> = {
  Node: "#2f7d4f",
  Bun: "#b5651d",
  workerd: "#2b6cb0",
  IPX: "#7a5195",
  nginx: "#6b7280",
  "Next.js": "#b83280",
};

function colourOf(subject: string): string {
  return COLOURS[subject] ?? "#374151";
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #59636e; --line: #d8dee4; --ground: #fff; --track: #f0f2f5; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --soft: #9198a1; --line: #30363d; --ground: #0d1117; --track: #1c2128; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 2rem 1.25rem 4rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground); }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .75rem; text-wrap: balance; }
h2 { font-size: 1.15rem; margin: 0; }
h3 { font-size: .85rem; font-weight: 600; color: var(--soft); margin: 1rem 0 .25rem; }
p { margin: .4rem 0; }
.lead { font-size: 1.1rem; }
header p:not(.lead), footer p, .unit, .subjects { color: var(--soft); font-size: .9rem; }
.subjects { list-style: none; padding: 0; margin: .75rem 0; display: grid; gap: .25rem; }
.subjects i { display: inline-block; width: .75em; height: .75em; border-radius: 2px; margin-right: .5em; }
.subjects b { color: var(--ink); font-weight: 600; }
.note { border-left: 3px solid var(--line); padding-left: .75rem; }
section { border-top: 1px solid var(--line); padding: 1.25rem 0; margin-top: 1rem; }
.unit { margin: 0 0 .75rem; }
.row { display: grid; grid-template-columns: 5.5rem 1fr 13rem; gap: .75rem; align-items: center; margin: .35rem 0; }
.track { position: relative; height: 1.25rem; background: var(--track); border-radius: 3px; }
.fill { position: absolute; inset: 0 auto 0 0; border-radius: 3px; }
.spread { position: absolute; top: 50%; height: 2px; margin-top: -1px; background: var(--ink); opacity: .65; }
.value { font-variant-numeric: tabular-nums; white-space: nowrap; }
.value small { color: var(--soft); }
.thin { height: .75rem; }
.stem { position: absolute; top: 50%; height: 2px; margin-top: -1px; }
.band { position: absolute; top: 0; bottom: 0; min-width: 2px; border-radius: 2px; opacity: .8; }
.mark { position: absolute; top: -2px; bottom: -2px; width: 3px; margin-left: -3px; border-radius: 2px; }
footer { border-top: 1px solid var(--line); margin-top: 1rem; padding-top: 1rem; }
@media (max-width: 40rem) {
  .row { grid-template-columns: 5rem 1fr; row-gap: 0; margin: .6rem 0; }
  .value { grid-column: 2; white-space: normal; }
}
`;
