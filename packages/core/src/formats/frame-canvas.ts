import type { Rectangle, Size } from "./facts.ts";

/** Keeps account of how the frames of an animation cover its canvas; it holds no pixels. */
export interface FrameCanvas {
  /**
   * Draws one frame. `opaque`: none of its pixels is transparent. `cleared`: its rectangle is made
   * transparent before the next frame (disposal to background).
   */
  draw(frame: Rectangle, opaque: boolean, cleared: boolean): void;
  /** Frames drawn. */
  frames(): number;
  /** Whether some picture of the animation may have a transparent pixel. */
  transparent(): boolean;
}

export function createFrameCanvas(size: Size): FrameCanvas {
  let frames = 0;
  let transparent = false;
  // A canvas is transparent before the first frame, as if a frame of its size had just been cleared.
  let hole: Rectangle | undefined = { left: 0, top: 0, width: size.width, height: size.height };
  return {
    draw(frame, opaque, cleared) {
      frames++;
      transparent ||= !opaque || (hole !== undefined && !contains(frame, hole));
      hole = cleared ? frame : undefined;
    },
    frames: () => frames,
    transparent: () => transparent,
  };
}

export function contains(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.left >= outer.left &&
    inner.top >= outer.top &&
    inner.left + inner.width <= outer.left + outer.width &&
    inner.top + inner.height <= outer.top + outer.height
  );
}
