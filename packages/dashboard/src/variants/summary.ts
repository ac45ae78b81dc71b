import type { VariantAnswer } from "@darkroom/http/answers";

type Options = VariantAnswer["options"];

/** What a variant does, in a line: "fits into 1366 × 768, quality 80". */
export function optionsSummary(
  { options, devices }: Pick<VariantAnswer, "options" | "devices">,
  device = "desktop",
): string {
  const {
    width,
    height,
    fit = "scale-down",
    metadata: _,
    browser_ttl: __,
    ...others
  } = devices?.[device] ?? options;
  const size = sizeText(width, height, FITS[String(fit)] ?? String(fit));
  const rest = Object.entries(others)
    .filter(([name, value]) => !(name === "format" && value === "auto"))
    .map(([name, value]) => `${name} ${valueText(value)}`);
  return [size, ...rest].join(", ");
}

const FITS: Readonly<Record<string, string>> = {
  "scale-down": "fits into",
  "scale-up": "enlarges to",
  contain: "fits into",
  cover: "fills",
  crop: "crops to",
  "aspect-crop": "crops to the shape of",
  pad: "pads to",
  squeeze: "squeezes to",
};

function sizeText(width: unknown, height: unknown, verb: string): string {
  if (typeof width === "number" && typeof height === "number") return `${verb} ${width} × ${height}`;
  if (typeof width === "number") return `${verb} ${width} wide`;
  if (typeof height === "number") return `${verb} ${height} high`;
  return "original size";
}

function valueText(value: unknown): string {
  if (isPoint(value)) return `${round(value.x)} × ${round(value.y)}`;
  return typeof value === "string" || typeof value === "number" ? String(value) : JSON.stringify(value);
}

function isPoint(value: unknown): value is Options & { readonly x: number; readonly y: number } {
  return typeof value === "object" && value !== null && "x" in value && "y" in value;
}

function round(share: number): number {
  return Math.round(share * 100) / 100;
}
