import { optionSegment } from "@darkroom/core";
import type { DetailedImageAnswer } from "@darkroom/http/answers";

/** Widths of a `srcset`, in pixels; those beyond the original are left out. */
const WIDTHS = [320, 640, 960, 1280, 1920, 2560] as const;

/** An `<img>` of one address. */
export function pictureSnippet(address: string, { filename }: Pick<DetailedImageAnswer, "filename">): string {
  return `<img src="${escapeHtml(address)}" alt="${escapeHtml(altOf(filename))}">`;
}

/**
 * An `<img>` from which the browser chooses the width that it needs.
 * @param base Address of the image up to its variant, without a slash at the end.
 */
export function srcsetSnippet(
  base: string,
  { filename, original }: Pick<DetailedImageAnswer, "filename" | "original">,
): string {
  const fitting = WIDTHS.filter((width) => width < original.width);
  const widths = fitting.length === WIDTHS.length ? fitting : [...fitting, original.width];
  const address = (width: number): string => `${base}/${optionSegment({ width })}`;
  const largest = Math.max(...widths);
  return [
    `<img src="${escapeHtml(address(largest))}"`,
    `  srcset="${widths.map((width) => `${escapeHtml(address(width))} ${width}w`).join(",\n          ")}"`,
    `  sizes="100vw" width="${original.width}" height="${original.height}" alt="${escapeHtml(altOf(filename))}">`,
  ].join("\n");
}

/** The address of an image without its last segment, the variant. */
export function originOf(address: string): string {
  return address.slice(0, address.lastIndexOf("/"));
}

function altOf(filename: string): string {
  return filename.replace(/\.[^.]+$/, "").replaceAll(/[-_]+/g, " ");
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
