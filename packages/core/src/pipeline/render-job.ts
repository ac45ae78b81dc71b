import type { ImageFacts } from "../formats/facts.ts";
import type { OutputFormat, Plan } from "./step.ts";

/** A plan and what it is to be run over; plain data, so that it can cross to another thread. */
export interface RenderJob {
  readonly plan: Plan<OutputFormat>;
  readonly facts: ImageFacts;
  /** Owned by the job: its buffer may be moved. */
  readonly source: Uint8Array<ArrayBuffer>;
}

/** What a job came to; plain data too. */
export interface Rendering {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /**
   * Milliseconds that each step of the plan took, in its order; those of the first image include the loading of
   * codecs. Empty where nobody gave a clock.
   */
  readonly stepMs: readonly number[];
}
