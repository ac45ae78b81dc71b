import type { ErrorCode, RecycleReason, Rendering, RenderJob } from "@darkroom/core";

/** What goes to a render thread. */
export interface RenderMessage extends RenderJob {
  /** One shared integer: 1 once nobody waits for the result any more. A message could not reach a busy thread. */
  readonly cancelled: Int32Array<SharedArrayBuffer>;
}

/** What comes back. Errors travel as data, for cloning one between threads loses its code. */
export type RenderReply = (Rendering | Refused) & {
  /** How many codec instances the thread has thrown away since its last reply. */
  readonly recycled: RecycleCounts;
};

interface Refused {
  readonly refused: { readonly code: ErrorCode; readonly message: string };
}

export type RecycleCounts = Readonly<Record<RecycleReason, number>>;

export const NOTHING_RECYCLED: RecycleCounts = { failed: 0, grown: 0, spare: 0 };
