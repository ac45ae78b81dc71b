import { isDarkroomError, type CodecBuild, type Pipeline } from "@darkroom/core";
import { pairName, type Pair } from "./pairs.ts";

/** What became of a pair: the bytes that a client would get, or the code of a refusal. */
export interface Outcome {
  readonly pair: string;
  /** SHA-256 in hexadecimal, or the code of the refusal. */
  readonly sha256: string;
  /** 0 for a refusal. */
  readonly bytes: number;
}

export interface ParityRun {
  readonly builds: readonly CodecBuild[];
  readonly outcomes: readonly Outcome[];
}

/** Runs pairs through a pipeline, one after the other, with Web standards only: the same code on every runtime. */
export async function runParity(
  pipeline: Pipeline,
  pairs: readonly Pair[],
  readFixture: (path: string) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<ParityRun> {
  const outcomes: Outcome[] = [];
  for (const pair of pairs) outcomes.push(await runPair(pipeline, pair, await readFixture(pair.source)));
  return { builds: pipeline.builds, outcomes };
}

/** Runs one pair over the bytes of its source. */
export async function runPair(
  pipeline: Pipeline,
  pair: Pair,
  source: Uint8Array<ArrayBuffer>,
): Promise<Outcome> {
  const name = pairName(pair);
  try {
    const context = pair.accept === undefined ? {} : { accept: pair.accept };
    const { bytes } = await pipeline.transform(source, pair.options, context);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return { pair: name, sha256: digest.toHex(), bytes: bytes.length };
  } catch (error) {
    if (!isDarkroomError(error)) throw error;
    return { pair: name, sha256: error.code, bytes: 0 };
  }
}
