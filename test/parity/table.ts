import { manifestOf, readManifest, writeManifest } from "./manifest.ts";
import type { ParityRun } from "./run-parity.ts";
import { PARITY_RUNNERS } from "./runners.ts";

/** The table of `npm run parity`: a row a pair, a column a runtime. */
function parityTable(runs: ReadonlyMap<string, ParityRun>): string {
  const [first] = runs.values();
  const rows = (first?.outcomes ?? []).map(({ pair, bytes }, index) => {
    const sums = [...runs.values()].map(({ outcomes }) => outcomes[index]?.sha256.slice(0, 12) ?? "");
    return `| ${pair} | ${bytes} | ${sums.join(" | ")} | ${new Set(sums).size === 1 ? "same" : "DIFFERENT"} |`;
  });
  return [
    `| source and options | bytes | ${[...runs.keys()].join(" | ")} | |`,
    `|---|---|${"---|".repeat(runs.size + 1)}`,
    ...rows,
  ].join("\n");
}

if (import.meta.main) {
  const runs = new Map<string, ParityRun>();
  const absent: string[] = [];
  for (const { runtime, run } of PARITY_RUNNERS) {
    if (typeof run === "function") runs.set(runtime, await run());
    else absent.push(`${runtime}: ${run.absence}`);
  }
  process.stdout.write(`${parityTable(runs)}\n\n`);
  for (const line of absent) process.stdout.write(`Not run on ${line}.\n`);

  const all = [...runs.values()].map((run) => JSON.stringify(manifestOf(run)));
  const [first] = runs.values();
  const isSame = new Set(all).size === 1;
  const count = first?.outcomes.length ?? 0;
  process.stdout.write(
    `${count} pairs on ${[...runs.keys()].join(", ")}: ${isSame ? "the same bytes" : "DIFFERENT"}.\n`,
  );
  if (process.argv.includes("--write") && isSame && first !== undefined) {
    writeManifest(manifestOf(first));
    process.stdout.write("test/parity/manifest.json written.\n");
  } else if (!isSame || all[0] !== JSON.stringify(readManifest())) {
    process.stdout.write(
      "They are not those of test/parity/manifest.json; if that is meant: npm run parity -- --write\n",
    );
    process.exitCode = 1;
  }
}
