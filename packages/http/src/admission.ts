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
  /**
   * Runs `job` in room that nobody wants: while no other waits, and never in the last free place, unless there is
   * only one. So nobody ever waits behind jobs that wait here, but may for one that is running. Throws as `run`
   * does, though it is never busy: who asks for it bounds how many wait.
   */
  runWhenIdle<T>(predictedBytes: number, job: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  readonly running: number;
  readonly waiting: number;
  /** How many wait for idle room. */
  readonly waitingIdle: number;
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
  /** Those that wait for idle room. */
  const patient: Waiting[] = [];
  let running = 0;
  let taken = 0;

  function fits(bytes: number): boolean {
    return running < concurrency && taken + bytes <= memoryBytes;
  }

  function isIdleFor(bytes: number): boolean {
    return queue.length === 0 && fits(bytes) && running < Math.max(1, concurrency - 1);
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
    while (queue.length > 0 && fits(queue[0]!.bytes)) admitFirst(queue);
    while (patient.length > 0 && isIdleFor(patient[0]!.bytes)) admitFirst(patient);
  }

  function admitFirst(line: Waiting[]): void {
    const next = line.shift()!;
    take(next.bytes);
    next.admit();
  }

  function wait(line: Waiting[], bytes: number, signal: AbortSignal | undefined): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const leave = (): void => {
      const place = line.indexOf(entry);
      if (place >= 0) line.splice(place, 1);
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
    line.push(entry);
    return promise;
  }

  /** Runs a job that has its place, and gives the place back. */
  async function runInPlace<T>(bytes: number, job: () => Promise<T>): Promise<T> {
    try {
      return await job();
    } finally {
      release(bytes);
    }
  }

  function assertFitsEver(bytes: number): void {
    if (bytes > memoryBytes) throw new HttpError("too_large_to_process");
  }

  return {
    async run(predictedBytes, job, signal) {
      signal?.throwIfAborted();
      assertFitsEver(predictedBytes);
      if (queue.length === 0 && fits(predictedBytes)) take(predictedBytes);
      else if (queue.length < queueLength) await wait(queue, predictedBytes, signal);
      else throw new HttpError("busy");
      return runInPlace(predictedBytes, job);
    },
    async runWhenIdle(predictedBytes, job, signal) {
      signal?.throwIfAborted();
      assertFitsEver(predictedBytes);
      if (patient.length === 0 && isIdleFor(predictedBytes)) take(predictedBytes);
      else await wait(patient, predictedBytes, signal);
      return runInPlace(predictedBytes, job);
    },
    get running() {
      return running;
    },
    get waiting() {
      return queue.length;
    },
    get waitingIdle() {
      return patient.length;
    },
    get takenBytes() {
      return taken;
    },
  };
}
