import { readFile } from "node:fs/promises";
import { createPipeline } from "@darkroom/core";
import { allCodecs } from "@darkroom/threads/codecs";
import { PAIRS } from "./pairs.ts";
import { runParity } from "./run-parity.ts";

/** A program for the runtimes that read files: runs every pair and prints the run as JSON. */
const run = await runParity(
  createPipeline(allCodecs()),
  PAIRS,
  async (path) => new Uint8Array(await readFile(new URL(`../fixtures/${path}`, import.meta.url))),
);
process.stdout.write(JSON.stringify(run));
