import { swapsAxes, type Orientation, type Rectangle, type Size } from "../formats/facts.ts";

/** Where a pixel of the upright picture is stored: x and y change places first, then each may be counted from the end. */
export interface StoredAxes {
  readonly swap: boolean;
  readonly flipX: boolean;
  readonly flipY: boolean;
}

/** The eight orientations of EXIF (TIFF 6.0, tag 274), as the way from the upright picture to the stored one. */
export const STORED_AXES = {
  1: { swap: false, flipX: false, flipY: false },
  2: { swap: false, flipX: true, flipY: false },
  3: { swap: false, flipX: true, flipY: true },
  4: { swap: false, flipX: false, flipY: true },
  5: { swap: true, flipX: false, flipY: false },
  6: { swap: true, flipX: false, flipY: true },
  7: { swap: true, flipX: true, flipY: true },
  8: { swap: true, flipX: true, flipY: false },
} as const satisfies Record<Orientation, StoredAxes>;

/** A size of the upright picture as it is stored. */
export function storedSize({ width, height }: Size, orientation: Orientation): Size {
  return swapsAxes(orientation) ? { width: height, height: width } : { width, height };
}

/** A rectangle of the upright picture in the coordinates of the stored picture, whose size is `stored`. */
export function storedRectangle(rectangle: Rectangle, stored: Size, orientation: Orientation): Rectangle {
  const { swap, flipX, flipY } = STORED_AXES[orientation];
  const { width, height } = storedSize(rectangle, orientation);
  const left = swap ? rectangle.top : rectangle.left;
  const top = swap ? rectangle.left : rectangle.top;
  return {
    left: flipX ? stored.width - left - width : left,
    top: flipY ? stored.height - top - height : top,
    width,
    height,
  };
}
