/** Frees a GIF of metadata (GIF89a 24 to 26): comments, plain text, and applications' data but for the loop count. */
import { hasAt } from "../formats/byte-fields.ts";
import { gifBlocksOf, gifScreenOf, gifSubBlocksOf, type GifExtension } from "../formats/gif-blocks.ts";
import { createByteWriter } from "./byte-writer.ts";

const GRAPHIC_CONTROL = 0xf9;
const APPLICATION = 0xff;
const TRAILER = 0x3b;

/** The applications, with their sub-block's length, that say how often an animation repeats. */
const LOOPING = ["\x0bNETSCAPE2.0", "\x0bANIMEXTS1.0"] as const;
const LOOP_COUNT = 1;

/** What may be put besides the file's own bytes: the end of a cut loop extension, and the trailer. */
const ADDED_BYTES = 2;

/** A file that is cut short within a frame stays as it is from there on. */
export function stripGif(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const screen = gifScreenOf(bytes);
  const stripped = createByteWriter(bytes.length + ADDED_BYTES);
  stripped.put(bytes.subarray(0, screen.end));
  for (const block of gifBlocksOf(bytes, screen)) {
    if (block.kind === "image" || block.label === GRAPHIC_CONTROL) {
      stripped.put(bytes.subarray(block.start, block.end));
      if (block.end > bytes.length) return stripped.finish();
    } else if (block.label === APPLICATION) {
      stripped.put(loopExtension(bytes, block));
    }
  }
  stripped.put(Uint8Array.of(TRAILER));
  return stripped.finish();
}

/** A loop extension with its count alone, since other sub-blocks could carry anything; of others, nothing. */
function loopExtension(bytes: Uint8Array, { start, data }: GifExtension): Uint8Array {
  const nothing = new Uint8Array(0);
  const application = LOOPING.find((name) => hasAt(bytes, data, name));
  if (application === undefined) return nothing;
  const subBlocksFrom = data + application.length;
  for (const content of gifSubBlocksOf(bytes, subBlocksFrom)) {
    if (content[0] !== LOOP_COUNT || content.length < 3) continue;
    return Uint8Array.of(...bytes.subarray(start, subBlocksFrom), 3, ...content.subarray(0, 3), 0);
  }
  return nothing;
}
