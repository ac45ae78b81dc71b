import type { EncodeOptions, Profiles, Resampling } from "../codecs/contract.ts";
import type { Orientation, Rectangle, Size } from "../formats/facts.ts";
import { FORMATS, type Format } from "../formats/table.ts";
import type { Colour } from "../variant/colour.ts";

/**
 * One step of a plan, plain JSON. Up to `orient` the picture lies as it is stored, so rectangles and sizes
 * before it are those of the stored picture; after it everything is upright.
 */
export type Step =
  /** The uploaded bytes, without metadata and trailing bytes: animations, until they can be built. */
  | { readonly do: "passThrough"; readonly format: Format }
  /** The SVG with nothing left that could act or load. */
  | { readonly do: "sanitise" }
  /** With a `resampling`, to size: the full picture never exists. */
  | { readonly do: "decode"; readonly format: Format; readonly resampling?: Resampling }
  /** From file to file, resampled, without a picture in between. */
  | ({
      readonly do: "transcode";
      readonly from: Format;
      readonly to: Format;
      readonly resampling: Resampling;
      /** From the embedded profile, which is one of a matrix, to sRGB. */
      readonly convert: boolean;
      /** How it is turned after all that. */
      readonly orientation: Orientation;
    } & Required<EncodeOptions>)
  | ({ readonly do: "crop" } & Rectangle)
  | ({ readonly do: "resize" } & Size)
  | { readonly do: "orient"; readonly orientation: Orientation }
  /** From the embedded profile to sRGB, on the small picture. */
  | { readonly do: "colour"; readonly format: Format; readonly profiles: Profiles }
  | { readonly do: "flatten"; readonly background: Colour }
  | ({ readonly do: "pad"; readonly left: number; readonly top: number; readonly background: Colour } & Size)
  | ({ readonly do: "encode"; readonly format: Format } & Required<EncodeOptions>)
  /** To what stands in for the picture while it is on its way: no picture, but JSON. */
  | { readonly do: "placeholder" };

/** What a plan can make. */
export type OutputFormat = Format | "placeholder";

/** The recipe for one variant of one image: complete before the first pixel moves. */
export interface Plan<Output extends OutputFormat = Format> {
  readonly steps: readonly Step[];
  readonly output: Size & { readonly format: Output };
  /** Bytes of memory that running it is predicted to take at its peak, the source's bytes included. */
  readonly predictedBytes: number;
}

/** A plan as one line to read aloud: `decode jpeg → resize 720×588 → encode webp q85`. */
export function describePlan(plan: Plan<OutputFormat>): string {
  return plan.steps.map(describeStep).join(" → ");
}

/** A step in the words of {@link describePlan}. */
export function describeStep(step: Step): string {
  switch (step.do) {
    case "passThrough":
      return `pass ${step.format} through without metadata`;
    case "sanitise":
      return "sanitise svg";
    case "decode":
      return `decode ${step.format}${step.resampling === undefined ? "" : ` ${describeResampling(step.resampling)}`}`;
    case "transcode":
      return `transcode ${step.from} ${describeResampling(step.resampling)}${describeChanges(step)} → ${describeEncoding(step.to, step)}`;
    case "crop":
      return `crop ${step.width}×${step.height} at ${step.left},${step.top}`;
    case "resize":
      return `resize ${step.width}×${step.height}`;
    case "orient":
      return `orient ${step.orientation}`;
    case "colour":
      return "convert to sRGB";
    case "flatten":
      return `flatten on ${hex(step.background)}`;
    case "pad":
      return `pad to ${step.width}×${step.height} with ${hex(step.background)}`;
    case "encode":
      return `encode ${describeEncoding(step.format, step)}`;
    case "placeholder":
      return "summarise as a placeholder";
  }
}

function describeChanges({ convert, orientation }: Extract<Step, { do: "transcode" }>): string {
  return `${convert ? " → convert to sRGB" : ""}${orientation === 1 ? "" : ` → orient ${orientation}`}`;
}

function describeResampling({ crop, size }: Resampling): string {
  return `${crop.width}×${crop.height} at ${crop.left},${crop.top} to ${size.width}×${size.height}`;
}

function describeEncoding(format: Format, { progressive, quality }: EncodeOptions): string {
  return `${progressive ? "progressive " : ""}${format}${FORMATS[format].quality ? ` q${quality}` : ""}`;
}

function hex({ r, g, b, a }: Colour): string {
  return `#${[r, g, b, a].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
