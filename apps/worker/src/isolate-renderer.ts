import type { Pipeline } from "@darkroom/core";
import type { Renderer } from "@darkroom/http";

/** Long enough for answers to go out, and for requests to come in, that waited while the thread computed. */
const PAUSE_MS = 100;

/**
 * Computes images in the isolate that answers, for workerd has no threads: one at a time, within
 * `memoryBytes`. The pipeline should keep no idle codec instance, or the sum of them counts too. No step is timed, for
 * the clock of a Worker stands still while it computes.
 */
export function createIsolateRenderer(pipeline: Pick<Pipeline, "run">, memoryBytes: number): Renderer {
  return {
    concurrency: 1,
    memoryBytes,
    pause: () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS)),
    async render({ plan, source, facts }, signal) {
      const { bytes, stepMs } = await pipeline.run(plan, source, facts, signal);
      return { bytes, stepMs };
    },
  };
}
