/**
 * Reads a GIF's blocks (GIF89a): the logical screen (18), and of each frame the image descriptor (20) and
 * the graphic control extension before it (23). GIF87a has the same without extensions.
 */
import type { ImageFacts } from "./facts.ts";
import { createFrameCanvas } from "./frame-canvas.ts";
import { gifBlocksOf, gifScreenOf, type GifExtension } from "./gif-blocks.ts";
import { corrupt } from "./refusal.ts";

const GRAPHIC_CONTROL = 0xf9;
const GRAPHIC_CONTROL_BYTES = 4;
const DISPOSE_TO_BACKGROUND = 2;

interface GraphicControl {
  readonly transparent: boolean;
  readonly cleared: boolean;
}

const NO_CONTROL: GraphicControl = { transparent: false, cleared: false };

/** The facts of a GIF. Of a file that is cut short, the frames count that have begun. */
export function probeGif(bytes: Uint8Array): ImageFacts {
  const screen = gifScreenOf(bytes);
  if (screen.width === 0 || screen.height === 0) throw corrupt("The GIF has a screen without pixels.");
  const canvas = createFrameCanvas(screen);
  let control = NO_CONTROL;
  let interlaced = false;

  for (const block of gifBlocksOf(bytes, screen)) {
    if (block.kind === "extension") {
      if (block.label === GRAPHIC_CONTROL) control = readControl(bytes, block) ?? control;
      continue;
    }
    const { place } = block;
    // A frame that is no larger than the screen but placed partly beside it is met, and is cut off there.
    if (place.width > screen.width || place.height > screen.height) {
      throw corrupt(
        `The GIF has a frame of ${place.width}×${place.height} pixels on a screen of ${screen.width}×${screen.height}.`,
      );
    }
    if (canvas.frames() === 0) ({ interlaced } = block);
    canvas.draw(place, !control.transparent, control.cleared);
    control = NO_CONTROL;
  }

  if (canvas.frames() === 0) throw corrupt("The GIF ends before its first frame.");
  return {
    format: "gif",
    width: screen.width,
    height: screen.height,
    orientation: 1,
    frames: canvas.frames(),
    alpha: canvas.transparent(),
    bitDepth: 8,
    components: 3,
    icc: false,
    progressive: interlaced,
    scans: 1,
  };
}

function readControl(bytes: Uint8Array, { data }: GifExtension): GraphicControl | undefined {
  if ((bytes[data] ?? 0) < GRAPHIC_CONTROL_BYTES) return undefined;
  const packed = bytes[data + 1] ?? 0;
  return {
    transparent: (packed & 1) !== 0,
    cleared: ((packed >> 2) & 7) === DISPOSE_TO_BACKGROUND,
  };
}
