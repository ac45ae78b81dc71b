import type { Pipeline, RecycleReason, Rendering, RenderJob } from "@darkroom/core";
import type { BlobStore, DerivedCache, Stores } from "@darkroom/storage";
import type { Accounts } from "./account.ts";
import type { Assets } from "./assets.ts";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";
import type { Outbound } from "./outbound/outbound.ts";

/** Everything that the HTTP application needs of its world, as one argument. */
export interface AppDeps extends Stores {
  readonly settings: Pick<
    Config,
    | "apiShape"
    | "fetchHosts"
    | "fetchPrivate"
    | "webhookHosts"
    | "publicUrl"
    | "trustProxy"
    | "maxUploadBytes"
    | "maxImages"
    | "uploads"
    | "queueLength"
    | "prewarmMs"
    | "flexibleSide"
    | "flexibleRate"
  >;
  readonly accounts: Accounts;
  /** The originals. */
  readonly blobs: BlobStore;
  readonly derived: DerivedCache;
  /** The built files of the dashboard. */
  readonly dashboard: Assets;
  /** Plans in this thread; no pixel is touched by it. */
  readonly pipeline: Pick<Pipeline, "inspect" | "plan" | "planPlaceholder" | "builds" | "limits">;
  readonly renderer: Renderer;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A fresh random UUID. */
  readonly uuid: () => string;
  /** Bytes that nobody can predict. */
  readonly randomBytes: (length: number) => Uint8Array;
  /** How other servers are reached; used by the guarded fetch alone. */
  readonly outbound: Outbound;
  /** To be called when something is to be sent to webhooks. */
  readonly wakeWebhooks: () => void;
  readonly log: Log;
  /** Lets work go on after the answer; a failure is logged by the caller of it. */
  readonly defer: (work: Promise<unknown>) => void;
  /** What the process takes of the machine; left out where a program is not told. */
  readonly vitals?: () => Vitals;
  /** Milliseconds after which deferred work had better have ended, where the runtime cuts it off at some time. */
  readonly deferMs?: number;
  /** Aborted when the server closes: what nobody waits for ends then. */
  readonly closing?: AbortSignal;
  /** Name of the runtime for `/healthz`, such as `node 26.10.0`. */
  readonly runtime: string;
}

export interface Vitals {
  /** Memory that it holds, in bytes. */
  readonly residentBytes: number;
  /** Memory of live and dead JavaScript objects, in bytes; images are not among them. */
  readonly heapBytes: number;
  /** Processor time since the start, in seconds. */
  readonly cpuSeconds: number;
}

/** Where pixels are computed: worker threads where the runtime has them, never the thread that answers. */
export interface Renderer {
  /** How many renders run at once. */
  readonly concurrency: number;
  /** Bytes that the renders under way may be predicted to take together. */
  readonly memoryBytes: number;
  /**
   * Where renders take the thread that answers: gives it time for what came in meanwhile, before something is computed
   * that nobody waits for.
   */
  readonly pause?: () => Promise<void>;
  /** Runs a plan; an aborted signal stops the work. */
  render(job: RenderJob, signal?: AbortSignal): Promise<Rendering>;
  /** Codec instances thrown away since the start, by why; left out where nobody counts them. */
  readonly recycled?: () => Readonly<Record<RecycleReason, number>>;
}
