import { parseDecimal } from "./decimal-text.ts";

/**
 * The point that a crop keeps in place, from 0,0 (left top) to 1,1 (right bottom): the point at these shares
 * of the output lies on the point at the same shares of the picture.
 */
export interface Gravity {
  readonly x: number;
  readonly y: number;
}

export const CENTRE: Gravity = { x: 0.5, y: 0.5 };

/** The words for points. A side leaves the other axis in the middle. */
export const GRAVITY_WORDS = {
  center: CENTRE,
  left: { x: 0, y: 0.5 },
  right: { x: 1, y: 0.5 },
  top: { x: 0.5, y: 0 },
  bottom: { x: 0.5, y: 1 },
} as const satisfies Record<string, Gravity>;

/** Reads a word or a point such as `0.33x0.5`, with a lower-case x. */
export function parseGravity(text: string): Gravity | undefined {
  if (Object.hasOwn(GRAVITY_WORDS, text)) return GRAVITY_WORDS[text as keyof typeof GRAVITY_WORDS];
  const [x = "", y = "", ...rest] = text.split("x", 3);
  return rest.length === 0 ? gravityPoint(parseDecimal(x), parseDecimal(y)) : undefined;
}

/** A point, or undefined where a share is not a number from 0 to 1. */
export function gravityPoint(x: unknown, y: unknown): Gravity | undefined {
  // JSON has a negative zero, which is 0.
  return isShare(x) && isShare(y) ? { x: Math.abs(x), y: Math.abs(y) } : undefined;
}

/** The one spelling of a point, which {@link parseGravity} reads. */
export function gravityText({ x, y }: Gravity): string {
  return `${x}x${y}`;
}

function isShare(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value <= 1;
}
