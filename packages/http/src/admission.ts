import { HttpError } from "./errors.ts";

export interface AdmissionSettings {
  /** How many jobs run at once. */
  readonly concurrency: number;
  /** Bytes that the jobs under way may be predicted to take together; a job above it is refused for good. */
  readonly memoryBytes: number;
  /** How many jobs may wait; one more is told that the server is busy. */
  readonly queueLength: number;
}

/** Decides by predicted memory, before anything is allocated, what runs now, what waits and what is refused. */
export interface Admission {
  /**
   * Runs `job` when there is room, in order of arrival. Throws `too_large_to_process` for a job that never
   * fits, `busy` when the queue is full, and the signal's reason when it is aborted while waiting.
   */
  run<T>(predictedBytes: number, job: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  readonly running: number;
  readonly waiting: number;
  /** What the jobs under way are predicted to take together. */
  readonly takenBytes: number;
}

/** Where requests wait for what they share. */
export interface Admissions {
  /** To compute images. */
  readonly pixels: Admission;
  /** To be read, for each upload may hold its file in memory. */
  readonly uploads: Admission;
}

export function createAdmission({ concurrency, memoryBytes, queueLength }: AdmissionSettings): Admission {
  interface Waiting {
    readonly bytes: number;
    readonly admit: () => void;
  }
  const queue: Waiting[] = [];
  let running = 0;
  let taken = 0;

  function fits(bytes: number): boolean {
    return running < concurrency && taken + bytes <= memoryBytes;
  }

  function take(bytes: number): void {
    running++;
    taken += bytes;
  }

  function release(bytes: number): void {
    running--;
    taken -= bytes;
    admitWaiting();
  }

  function admitWaiting(): void {
    // Strictly in order: a large job at the front is not overtaken for ever by small ones.
    while (queue.length > 0 && fits(queue[0]!.bytes)) {
      const next = queue.shift()!;
      take(next.bytes);
      next.admit();
    }
  }

  function wait(bytes: number, signal: AbortSignal | undefined): Promise<void> {
    if (queue.length >= queueLength) throw new HttpError("busy");
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = (): void => {
      const place = queue.indexOf(entry);
      if (place >= 0) queue.splice(place, 1);
      reject(signal?.reason);
      // Who stood behind a job too large for the room that is left may fit now.
      admitWaiting();
    };
    const entry: Waiting = {
      bytes,
      admit() {
        signal?.removeEventListener("abort", leave);
        resolve();
      },
    };
    signal?.addEventListener("abort", leave, { once: true });
    queue.push(entry);
    return promise;
  }

  return {
    async run(predictedBytes, job, signal) {
      signal?.throwIfAborted();
      if (predictedBytes > memoryBytes) throw new HttpError("too_large_to_process");
      if (queue.length === 0 && fits(predictedBytes)) take(predictedBytes);
      else await wait(predictedBytes, signal);
      try {
        return await job();
      } finally {
        release(predictedBytes);
      }
    },
    get running() {
      return running;
    },
    get waiting() {
      return queue.length;
    },
    get takenBytes() {
      return taken;
    },
  };
}
