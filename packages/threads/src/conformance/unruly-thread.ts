import { NOTHING_RECYCLED, type RenderMessage, type RenderReply } from "../render-message.ts";

/** What the first byte of a job asks of this thread, which does what a thread with a broken codec might. */
export const BEHAVE = 0;
export const HANG = 1;
export const DIE = 2;

/** Stands in for the program of a render thread. */
export async function render({ source }: RenderMessage): Promise<RenderReply> {
  if (source[0] === DIE) process.exit(1);
  while (source[0] === HANG);
  return { bytes: new Uint8Array([BEHAVE]), stepMs: [], recycled: NOTHING_RECYCLED };
}
