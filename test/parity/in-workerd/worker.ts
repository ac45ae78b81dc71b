import { createPipeline } from "@darkroom/core";
import { allCodecs } from "@darkroom/threads/codecs";
import { runPair } from "../run-parity.ts";
import type { Pair } from "../pairs.ts";

const pipeline = createPipeline(allCodecs());

/** A Worker that runs one pair a request: the pair as JSON in the address, the source as the body. */
export default {
  async fetch(request: Request): Promise<Response> {
    const pair = JSON.parse(new URL(request.url).searchParams.get("pair") ?? "") as Pair;
    const source = new Uint8Array(await request.arrayBuffer());
    return Response.json({ builds: pipeline.builds, outcome: await runPair(pipeline, pair, source) });
  },
};
