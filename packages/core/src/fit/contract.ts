import type { Rectangle, Size } from "../formats/facts.ts";

/**
 * Whole-pixel geometry of one variant, in the upright picture: take `source`, resample it to `resize`,
 * place it at `left`, `top` of `canvas`. Where nothing is padded, `canvas` equals `resize`.
 */
export interface Geometry {
  readonly source: Rectangle;
  readonly resize: Size;
  readonly canvas: Size & { readonly left: number; readonly top: number };
}
