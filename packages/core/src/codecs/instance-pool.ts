import type { CodecInstance } from "./contract.ts";

/** Why an instance was thrown away: its work failed, its memory has grown too far, or enough are idle already. */
export type RecycleReason = "failed" | "grown" | "spare";

/** Lends instances of one codec, each to one image at a time. */
export interface InstancePool<Instance extends CodecInstance> {
  /**
   * Calls `work` with an instance that nobody else has, and gives what it gives. Rejects with the reason of
   * `signal` when that is aborted before the work begins; work that has begun is not interrupted.
   * After any failure of `work` the instance is thrown away: a codec that failed once may leak, hold another
   * picture's bytes, or fail for ever.
   */
  use<T>(work: (instance: Instance) => T | Promise<T>, signal?: AbortSignal): Promise<T>;
}

export interface InstancePoolOptions {
  /** An instance that holds more linear memory after its work is thrown away, for memory never shrinks. */
  readonly highWaterBytes: number;
  /** Instances kept for the next image; 1 unless set. */
  readonly idle?: number;
  /** Told of every instance that is thrown away. */
  readonly onRecycle?: ((reason: RecycleReason) => void) | undefined;
}

export function createInstancePool<Instance extends CodecInstance>(
  codec: { open(): Promise<Instance> },
  { highWaterBytes, idle: idleLimit = 1, onRecycle }: InstancePoolOptions,
): InstancePool<Instance> {
  const idle: Instance[] = [];

  function giveBack(instance: Instance): void {
    if (instance.memoryBytes() > highWaterBytes) onRecycle?.("grown");
    else if (idle.length >= idleLimit) onRecycle?.("spare");
    else idle.push(instance);
  }

  async function attempt<T>(instance: Instance, work: (instance: Instance) => T | Promise<T>): Promise<T> {
    try {
      return await work(instance);
    } catch (error) {
      onRecycle?.("failed");
      throw error;
    }
  }

  return {
    async use(work, signal) {
      signal?.throwIfAborted();
      const instance = idle.pop() ?? (await codec.open());
      if (signal?.aborted) {
        giveBack(instance);
        throw signal.reason;
      }
      const result = await attempt(instance, work);
      giveBack(instance);
      return result;
    },
  };
}
