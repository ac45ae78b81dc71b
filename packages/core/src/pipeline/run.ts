import type { Codec, CodecInstance, Raster } from "../codecs/contract.ts";
import type { InstancePool } from "../codecs/instance-pool.ts";
import { readIccProfile } from "../colour/icc-profile.ts";
import { DarkroomError } from "../errors.ts";
import type { ImageFacts } from "../formats/facts.ts";
import { stripMetadata } from "../metadata/strip.ts";
import { sanitiseSvg } from "../svg/sanitise.ts";
import type { CodecSet } from "./codec-set.ts";
import { crop, flatten, orient, pad } from "./raster.ts";
import type { Plan, Step } from "./step.ts";

/** Lends an instance of a codec for the time of one call. */
export type Lend = <Instance extends CodecInstance>(
  codec: Codec & { open(): Promise<Instance> },
) => InstancePool<Instance>;

export interface RunContext {
  readonly facts: ImageFacts;
  readonly source: Uint8Array;
  readonly codecs: CodecSet;
  readonly lend: Lend;
}

/** What is asked between steps; an `AbortSignal` is one. */
export type Cancellation = Pick<AbortSignal, "throwIfAborted">;

/**
 * Runs a plan over the bytes that its facts were read from, and gives the encoded bytes.
 * Checks `signal` between steps. Throws `image_corrupt` when the pixels are not what the header promised.
 */
export async function run(
  plan: Plan,
  context: RunContext,
  signal?: Cancellation,
): Promise<Uint8Array<ArrayBuffer>> {
  let raster: Raster | undefined;
  for (const step of plan.steps) {
    signal?.throwIfAborted();
    if (step.do === "passThrough") return stripMetadata(context.source, step.format);
    if (step.do === "sanitise") return sanitiseSvg(context.source);
    if (step.do === "transcode") {
      const transcoder = context.codecs.transcoder(step.from, step.to);
      if (transcoder === undefined)
        throw new DarkroomError("codec_missing", "There is no transcoder for this plan.");
      const { resampling, orientation, convert, from } = step;
      const profile = convert ? await readIccProfile(context.source, from) : undefined;
      return context
        .lend(transcoder)
        .use((instance) =>
          instance.transcode(context.source, context.facts, resampling, step, { orientation, profile }),
        );
    }
    if (step.do === "encode") {
      const picture = present(raster);
      return context
        .lend(context.codecs.encoder(step.format))
        .use((encoder) => encoder.encode(picture, step));
    }
    raster = await apply(step, raster, context);
  }
  throw new DarkroomError("codec_failed", "The plan ended without an output.");
}

type PixelStep = Exclude<Step, { do: "passThrough" | "sanitise" | "transcode" | "encode" }>;

async function apply(step: PixelStep, before: Raster | undefined, context: RunContext): Promise<Raster> {
  const { facts, source, codecs, lend } = context;
  if (step.do === "decode") {
    const decoded = await lend(codecs.decoder(step.format)).use((decoder) =>
      decoder.decode(source, facts, step.resampling),
    );
    const { width, height } = step.resampling?.size ?? facts;
    if (decoded.width !== width || decoded.height !== height) {
      throw new DarkroomError(
        "image_corrupt",
        `Expected a picture of ${facts.width}×${facts.height} pixels, as the header says, but it holds others.`,
      );
    }
    return decoded;
  }
  const raster = present(before);
  switch (step.do) {
    case "crop":
      return crop(raster, step);
    case "resize":
      return lend(codecs.resizer()).use((resizer) => resizer.resize(raster, step));
    case "orient":
      return orient(raster, step.orientation);
    case "flatten":
      return flatten(raster, step.background);
    case "pad":
      return pad(raster, step);
    case "colour": {
      const profile = await readIccProfile(source, step.format);
      return lend(codecs.colour(step.profiles)).use((colour) => colour.toSrgb(raster, profile));
    }
  }
}

function present(raster: Raster | undefined): Raster {
  if (raster === undefined)
    throw new DarkroomError("codec_failed", "The plan has no decode before its first pixels.");
  return raster;
}
