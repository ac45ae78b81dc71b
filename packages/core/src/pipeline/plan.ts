import type { Resampling } from "../codecs/contract.ts";
import { DarkroomError } from "../errors.ts";
import type { Geometry } from "../fit/contract.ts";
import { geometry } from "../fit/geometry.ts";
import { storedRectangle, storedSize } from "../fit/orient.ts";
import { uprightSize, type ImageFacts, type Size } from "../formats/facts.ts";
import { FORMATS, type Format } from "../formats/table.ts";
import type { Limits } from "../limits.ts";
import type { Colour } from "../variant/colour.ts";
import { OPTIONS, type TransformOptions } from "../variant/options.ts";
import type { CodecSet } from "./codec-set.ts";
import type { PlanRequest } from "./request.ts";
import type { Plan, Step } from "./step.ts";

const WHITE: Colour = { r: 255, g: 255, b: 255, a: 255 };
const BYTES_PER_PIXEL = 4;

/** The picture that placeholders are made of: this many pixels a side at most. */
const GLANCE: TransformOptions = { width: 48, height: 48 };
/** Four channels in double precision. */
const PLACEHOLDER_BYTES_PER_PIXEL = 4 * 8;

/**
 * The steps that make the requested variant, with their sizes and their predicted memory; pure.
 * Throws `output_too_large` when the output passes the limits, `image_unsupported` when
 * no codec here takes such a file, and `codec_missing` when nobody can do a step.
 */
export function plan(
  facts: ImageFacts,
  request: PlanRequest,
  codecs: CodecSet,
  limits: Limits,
  sourceBytes = 0,
): Plan {
  const upright = uprightSize(facts);
  if (request.passThrough)
    return copyPlan({ do: "passThrough", format: facts.format }, facts, upright, sourceBytes);
  if (!FORMATS[facts.format].decodes) return copyPlan({ do: "sanitise" }, facts, upright, sourceBytes);

  assertDecodable(facts, codecs);
  const { options, format } = request;
  const fitted = geometry(upright, options, limits);
  const encoding = {
    quality: options.quality ?? OPTIONS.quality.default,
    progressive: FORMATS[format].progressive && request.baseline !== true && worthProgressive(fitted.canvas),
    fineChroma: FORMATS[facts.format].fineChroma,
  };
  const resampling = resamplingOf(fitted, facts);
  const changes = pixelChanges(facts, options, format, fitted);
  const direct = changes.every(happensOnTheWay) && codecs.transcoder(facts.format, format) !== undefined;
  const { orientation } = facts;
  const convert = changes.some((step) => step.do === "colour");
  const steps: Step[] = direct
    ? [{ do: "transcode", from: facts.format, to: format, resampling, convert, orientation, ...encoding }]
    : [...decodeSteps(facts, resampling, codecs), ...changes, { do: "encode", format, ...encoding }];
  const output = { width: fitted.canvas.width, height: fitted.canvas.height, format };
  return { steps, output, predictedBytes: predictBytes(steps, facts, codecs, sourceBytes) };
}

/**
 * The steps that make the placeholder of an image; undefined for what is not pixels. Throws `image_unsupported`
 * and `codec_missing` as {@link plan} does.
 */
export function planPlaceholder(
  facts: ImageFacts,
  codecs: CodecSet,
  limits: Limits,
  sourceBytes = 0,
): Plan<"placeholder"> | undefined {
  if (!FORMATS[facts.format].decodes) return undefined;
  assertDecodable(facts, codecs);
  const fitted = geometry(uprightSize(facts), GLANCE, limits);
  const steps: Step[] = [
    ...decodeSteps(facts, resamplingOf(fitted, facts), codecs),
    // As for a picture that keeps its alpha.
    ...pixelChanges(facts, GLANCE, "png", fitted),
    { do: "placeholder" },
  ];
  const { width, height } = fitted.canvas;
  return {
    steps,
    output: { width, height, format: "placeholder" },
    predictedBytes: predictBytes(steps, facts, codecs, sourceBytes),
  };
}

function assertDecodable(facts: ImageFacts, codecs: CodecSet): void {
  if (facts.components === 4 && !codecs.decoder(facts.format).cmyk) {
    throw new DarkroomError(
      "image_unsupported",
      "Pictures of four colour components (CMYK) are not supported yet.",
    );
  }
}

function resamplingOf({ source, resize }: Geometry, facts: ImageFacts): Resampling {
  return {
    crop: storedRectangle(source, facts, facts.orientation),
    size: storedSize(resize, facts.orientation),
  };
}

/** From the file to a picture of the wanted part and size, as it is stored. */
function decodeSteps(facts: ImageFacts, resampling: Resampling, codecs: CodecSet): Step[] {
  const { crop, size } = resampling;
  const decode: Step = { do: "decode", format: facts.format };
  const cropped = !sameSize(crop, facts);
  const resized = !sameSize(size, crop);
  if (!cropped && !resized) return [decode];
  if (codecs.decoder(facts.format).shrinks) return [{ ...decode, resampling }];
  return [
    decode,
    ...(cropped ? [{ do: "crop", ...crop } as const] : []),
    ...(resized ? [{ do: "resize", width: size.width, height: size.height } as const] : []),
  ];
}

/** What is done to the pixels of the small picture, in order. */
function pixelChanges(
  facts: ImageFacts,
  options: TransformOptions,
  format: Format,
  { resize, canvas }: Geometry,
): Step[] {
  const steps: Step[] = [];
  // Inks become colours by rule of thumb even without a profile, and first of all.
  if (facts.icc || facts.components === 4) {
    steps.push({ do: "colour", format: facts.format, profiles: facts.matrixProfile ? "matrix" : "any" });
  }
  if (facts.orientation !== 1) steps.push({ do: "orient", orientation: facts.orientation });

  const background = options.background ?? WHITE;
  const keepsAlpha = options.background === undefined && FORMATS[format].alpha;
  if (facts.alpha && !keepsAlpha) steps.push({ do: "flatten", background });
  if (!sameSize(canvas, resize)) steps.push({ do: "pad", ...canvas, background });
  // A translucent background leaves alpha, which a format without it cannot hold.
  const holdsBackground = background.a === 255 || FORMATS[format].alpha;
  if (steps.some((step) => "background" in step) && !holdsBackground) {
    steps.push({ do: "flatten", background: WHITE });
  }
  return steps;
}

/** A change that a transcoder can make. */
function happensOnTheWay(step: Step): boolean {
  return step.do === "orient" || (step.do === "colour" && step.profiles === "matrix");
}

/** Cloudflare's rule: baseline where the output is under 50×50 or over 3000×3000 pixels. */
function worthProgressive({ width, height }: Size): boolean {
  return !(width < 50 && height < 50) && !(width > 3000 && height > 3000);
}

/** Bytes in, bytes out: no pixels, but source, parsed form and output are held at once. */
function copyPlan(step: Step, facts: ImageFacts, size: Size, sourceBytes: number): Plan {
  return { steps: [step], output: { ...size, format: facts.format }, predictedBytes: 4 * sourceBytes };
}

/** The peak over the steps of: source bytes + rasters alive + what the codec of the step needs for itself. */
function predictBytes(
  steps: readonly Step[],
  facts: ImageFacts,
  codecs: CodecSet,
  sourceBytes: number,
): number {
  let size: Size = facts;
  let opaque = !facts.alpha;
  let peak = 0;
  for (const step of steps) {
    let before = area(size) * BYTES_PER_PIXEL;
    let working = 0;
    switch (step.do) {
      case "decode":
        working = codecs.decoder(step.format).bytesFor(facts, step.resampling);
        size = step.resampling?.size ?? size;
        before = area(size) * BYTES_PER_PIXEL;
        break;
      case "transcode":
        before = 0;
        working = codecs.transcoder(step.from, step.to)?.bytesFor(facts, step.resampling, step, step) ?? 0;
        break;
      case "resize":
        working = codecs.resizer().bytesFor(size, step) + area(step) * BYTES_PER_PIXEL;
        size = step;
        break;
      case "crop":
      case "pad":
        working = area(step) * BYTES_PER_PIXEL;
        size = step;
        break;
      case "orient":
        working = before;
        break;
      case "colour":
        working = codecs.colour(step.profiles).bytesFor(size);
        break;
      case "flatten":
        working = before;
        opaque ||= step.background.a === 255;
        break;
      case "encode":
        working = codecs.encoder(step.format).bytesFor({ ...size, opaque }, step);
        break;
      case "placeholder":
        working = area(size) * PLACEHOLDER_BYTES_PER_PIXEL;
        break;
      case "passThrough":
      case "sanitise":
        break;
    }
    peak = Math.max(peak, before + working);
  }
  return sourceBytes + Math.ceil(peak);
}

function area({ width, height }: Size): number {
  return width * height;
}

function sameSize(a: Size, b: Size): boolean {
  return a.width === b.width && a.height === b.height;
}
