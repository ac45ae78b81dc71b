import { deliveryPath, optionSegment, type TransformOptions } from "@darkroom/core";
import { requireSession } from "../session/session.ts";

/** What the dashboard shows images as: of its own making, whatever variants the account has. */
const OWN = {
  thumbnail: { width: 320, height: 320, quality: 60, format: "webp" },
  preview: { width: 1600, height: 1600, quality: 80, format: "webp" },
} as const satisfies Record<string, TransformOptions>;

/** The path of an image for the dashboard itself, which needs the session's credential. */
export function ownPath(id: string, size: keyof typeof OWN): string {
  return optionsPath(id, OWN[size]);
}

/** The path of an image with options. */
export function optionsPath(id: string, options: TransformOptions): string {
  const { hash } = requireSession().facts.account;
  return deliveryPath({ hash, id, variant: optionSegment(options) });
}

/** The path of an image in a variant. */
export function variantPath(id: string, variant: string): string {
  const { hash } = requireSession().facts.account;
  return deliveryPath({ hash, id, variant });
}
