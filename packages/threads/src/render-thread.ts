import { createPipeline, isDarkroomError } from "@darkroom/core";
import { move, transferableSymbol, valueSymbol } from "piscina";
import { allCodecs } from "./codecs.ts";
import {
  NOTHING_RECYCLED,
  type RecycleCounts,
  type RenderMessage,
  type RenderReply,
} from "./render-message.ts";

/** Since the last reply. */
let recycled: RecycleCounts = NOTHING_RECYCLED;
const pipeline = createPipeline(allCodecs(), {
  clock: () => performance.now(),
  onRecycle: (reason) => {
    recycled = { ...recycled, [reason]: recycled[reason] + 1 };
  },
});

/** The work of a render thread; the pool calls it with one job at a time. */
export async function render({ plan, facts, source, cancelled }: RenderMessage): Promise<RenderReply> {
  const signal = {
    throwIfAborted() {
      if (Atomics.load(cancelled, 0) === 1) throw new Error("Nobody waits for this image any more.");
    },
  };
  try {
    const { bytes, stepMs } = await pipeline.run(plan, source, facts, signal);
    // Moved, not copied: the buffer belongs to this one image.
    return move({
      [transferableSymbol]: [bytes.buffer],
      [valueSymbol]: { bytes, stepMs, recycled: takeRecycled() },
    }) as unknown as RenderReply;
  } catch (error) {
    if (isDarkroomError(error)) {
      const refused = { code: error.code, message: error.message };
      return { refused, recycled: takeRecycled() };
    }
    throw error;
  }
}

function takeRecycled(): RecycleCounts {
  const taken = recycled;
  recycled = NOTHING_RECYCLED;
  return taken;
}
