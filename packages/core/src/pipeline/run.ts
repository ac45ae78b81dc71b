import type { Codec, CodecInstance, Raster } from "../codecs/contract.ts";
import type { InstancePool } from "../codecs/instance-pool.ts";
import { readIccProfile } from "../colour/icc-profile.ts";
import { DarkroomError } from "../errors.ts";
import type { ImageFacts } from "../formats/facts.ts";
import { stripMetadata } from "../metadata/strip.ts";
import { encodePlaceholder } from "../placeholder/placeholder.ts";
import { sanitiseSvg } from "../svg/sanitise.ts";
import type { CodecSet } from "./codec-set.ts";
import { crop, flatten, orient, pad } from "./raster.ts";
import type { Rendering } from "./render-job.ts";
import type { OutputFormat, Plan, Step } from "./step.ts";

/** Lends an instance of a codec for the time of one call. */
export type Lend = <Instance extends CodecInstance>(
  codec: Codec & { open(): Promise<Instance> },
) => InstancePool<Instance>;

export interface RunContext {
  readonly facts: ImageFacts;
  readonly source: Uint8Array;
  readonly codecs: CodecSet;
  readonly lend: Lend;
  /** Milliseconds that never go back; without it no step is timed. */
  readonly clock?: (() => number) | undefined;
}

/** What is asked between steps; an `AbortSignal` is one. */
export type Cancellation = Pick<AbortSignal, "throwIfAborted">;

/**
 * Runs a plan over the bytes that its facts were read from, and gives the encoded bytes.
 * Checks `signal` between steps. Throws `image_corrupt` when the pixels are not what the header promised.
 */
export async function run(
  plan: Plan<OutputFormat>,
  context: RunContext,
  signal?: Cancellation,
): Promise<Rendering> {
  const { clock } = context;
  const stepMs: number[] = [];
  let raster: Raster | undefined;
  for (const step of plan.steps) {
    signal?.throwIfAborted();
    const begun = clock?.();
    const made = await take(step, raster, context);
    if (clock !== undefined && begun !== undefined) stepMs.push(clock() - begun);
    if (made instanceof Uint8Array) return { bytes: made, stepMs };
    raster = made;
  }
  throw new DarkroomError("codec_failed", "The plan ended without an output.");
}

/** Takes one step: gives the picture after it, or, for the last one of a plan, the bytes of the file. */
async function take(
  step: Step,
  before: Raster | undefined,
  context: RunContext,
): Promise<Raster | Uint8Array<ArrayBuffer>> {
  const { source, codecs, lend } = context;
  switch (step.do) {
    case "passThrough":
      return stripMetadata(source, step.format);
    case "sanitise":
      return sanitiseSvg(source);
    case "transcode":
      return transcode(step, context);
    case "decode":
      return decode(step, context);
    case "crop":
      return crop(present(before), step);
    case "resize": {
      const raster = present(before);
      return lend(codecs.resizer()).use((resizer) => resizer.resize(raster, step));
    }
    case "orient":
      return orient(present(before), step.orientation);
    case "flatten":
      return flatten(present(before), step.background);
    case "pad":
      return pad(present(before), step);
    case "colour": {
      const raster = present(before);
      const profile = await readIccProfile(source, step.format);
      return lend(codecs.colour(step.profiles)).use((colour) => colour.toSrgb(raster, profile));
    }
    case "encode": {
      const raster = present(before);
      return lend(codecs.encoder(step.format)).use((encoder) => encoder.encode(raster, step));
    }
    case "placeholder":
      return encodePlaceholder(present(before));
  }
}

async function decode(
  { format, resampling }: Extract<Step, { do: "decode" }>,
  { facts, source, codecs, lend }: RunContext,
): Promise<Raster> {
  const decoded = await lend(codecs.decoder(format)).use((decoder) =>
    decoder.decode(source, facts, resampling),
  );
  const { width, height } = resampling?.size ?? facts;
  if (decoded.width === width && decoded.height === height) return decoded;
  throw new DarkroomError(
    "image_corrupt",
    `Expected a picture of ${facts.width}×${facts.height} pixels, as the header says, but it holds others.`,
  );
}

async function transcode(
  step: Extract<Step, { do: "transcode" }>,
  { facts, source, codecs, lend }: RunContext,
): Promise<Uint8Array<ArrayBuffer>> {
  const transcoder = codecs.transcoder(step.from, step.to);
  if (transcoder === undefined)
    throw new DarkroomError("codec_missing", "There is no transcoder for this plan.");
  const { resampling, orientation, convert, from } = step;
  const profile = convert ? await readIccProfile(source, from) : undefined;
  return lend(transcoder).use((instance) =>
    instance.transcode(source, facts, resampling, step, { orientation, profile }),
  );
}

function present(raster: Raster | undefined): Raster {
  if (raster === undefined)
    throw new DarkroomError("codec_failed", "The plan has no decode before its first pixels.");
  return raster;
}
