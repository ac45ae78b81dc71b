import { DarkroomError, type Rendering, type RenderJob } from "@darkroom/core";
import { Piscina } from "piscina";
import {
  NOTHING_RECYCLED,
  type RecycleCounts,
  type RenderMessage,
  type RenderReply,
} from "./render-message.ts";

/** A job that takes longer than this is hung or hostile: its thread is ended, and another one starts. */
const RENDER_TIMEOUT_MS = 120_000;
/** Idle threads end after this, and give back the memory that their codecs grew to. */
const IDLE_MS = 30_000;

/** The program of a thread, which exports `render`. */
const RENDER_THREAD = new URL("./render-thread.ts", import.meta.url);

export interface ThreadRenderer {
  /** How many renders run at once. */
  readonly concurrency: number;
  /** Bytes that the renders under way may be predicted to take together. */
  readonly memoryBytes: number;
  /** Runs a plan; an aborted signal stops the work. */
  render(job: RenderJob, signal?: AbortSignal): Promise<Rendering>;
  /** Codec instances that the threads have thrown away, by why; those of threads that were ended are not counted. */
  recycled(): RecycleCounts;
  /** Ends the threads, once what was begun is done. */
  close(): Promise<void>;
}

/** Computes images in a pool of worker threads, each with codecs of its own. */
export function createThreadRenderer({
  threads,
  memoryBytes,
  timeoutMs = RENDER_TIMEOUT_MS,
  program = RENDER_THREAD,
}: {
  readonly threads: number;
  readonly memoryBytes: number;
  readonly timeoutMs?: number;
  readonly program?: URL;
}): ThreadRenderer {
  const pool = new Piscina<RenderMessage, RenderReply>({
    filename: program.href,
    name: "render",
    // One stays warm, so that the first image need not wait for a thread to start.
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: IDLE_MS,
    concurrentTasksPerWorker: 1,
  });
  let recycled = NOTHING_RECYCLED;
  return {
    concurrency: threads,
    memoryBytes,
    async render(job, signal) {
      signal?.throwIfAborted();
      const timeout = AbortSignal.timeout(timeoutMs);
      const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const cancel = (): void => void Atomics.store(cancelled, 0, 1);
      signal?.addEventListener("abort", cancel, { once: true });
      try {
        const reply = await pool.run(
          { ...job, cancelled },
          // piscina takes the type of the list from the global MessagePort, which here is the web's.
          { signal: timeout, transferList: [job.source.buffer] as never },
        );
        const { failed, grown, spare } = reply.recycled;
        recycled = {
          failed: recycled.failed + failed,
          grown: recycled.grown + grown,
          spare: recycled.spare + spare,
        };
        if ("refused" in reply) throw new DarkroomError(reply.refused.code, reply.refused.message);
        return { bytes: reply.bytes, stepMs: reply.stepMs };
      } catch (error) {
        signal?.throwIfAborted();
        if (!timeout.aborted) throw error;
        throw new DarkroomError("time_exceeded", "The image took too long to process.", { cause: error });
      } finally {
        signal?.removeEventListener("abort", cancel);
      }
    },
    recycled: () => recycled,
    close: () => pool.close(),
  };
}
