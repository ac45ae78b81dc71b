import type { ImageFacts } from "../formats/facts.ts";
import type { Plan } from "./step.ts";

/** A plan and what it is to be run over; plain data, so that it can cross to another thread. */
export interface RenderJob {
  readonly plan: Plan;
  readonly facts: ImageFacts;
  /** Owned by the job: its buffer may be moved. */
  readonly source: Uint8Array<ArrayBuffer>;
}
