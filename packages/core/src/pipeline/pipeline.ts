import type { Codec, CodecBuild, CodecInstance } from "../codecs/contract.ts";
import { createInstancePool, type InstancePool, type RecycleReason } from "../codecs/instance-pool.ts";
import type { ImageFacts, Size } from "../formats/facts.ts";
import { FORMATS, type Format } from "../formats/table.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { parseOptions } from "../variant/parse.ts";
import { createCodecSet } from "./codec-set.ts";
import { inspect } from "./inspect.ts";
import { plan, planPlaceholder } from "./plan.ts";
import type { Rendering } from "./render-job.ts";
import { resolveRequest, type PlanRequest } from "./request.ts";
import { run, type Cancellation } from "./run.ts";
import type { OutputFormat, Plan } from "./step.ts";

/** Grows whenever our own code changes the bytes of a variant; part of every cache key, like the codec builds. */
export const PIPELINE_REVISION = 2;

export interface TransformedImage<Output extends OutputFormat = Format> extends Size, Rendering {
  readonly format: Output;
  readonly mediaType: string;
}

export interface Pipeline {
  readonly limits: Limits;
  /** Which binaries and libraries do the work, by name. */
  readonly builds: readonly CodecBuild[];
  /** Facts of an image within the limits; see {@link inspect}. */
  inspect(bytes: Uint8Array): Promise<ImageFacts>;
  /** The recipe for one variant, without touching a pixel. `sourceBytes` is the size of the file. */
  plan(facts: ImageFacts, request: PlanRequest, sourceBytes?: number): Plan;
  /** The recipe for a placeholder, whose bytes `decodePlaceholder` reads; undefined for what is not pixels. */
  planPlaceholder(facts: ImageFacts, sourceBytes?: number): Plan<"placeholder"> | undefined;
  /** Runs a plan of this pipeline over the bytes that `facts` were read from. */
  run<Output extends OutputFormat>(
    plan: Plan<Output>,
    source: Uint8Array,
    facts: ImageFacts,
    signal?: Cancellation,
  ): Promise<TransformedImage<Output>>;
  /**
   * All of it at once: inspects, plans and runs. `options` are those of the API in JSON (`{ width: 800,
   * format: "webp" }`); without `format`, or with `auto`, the best of the formats that `accept` allows.
   */
  transform(
    bytes: Uint8Array,
    options: unknown,
    context?: { readonly accept?: string; readonly signal?: Cancellation },
  ): Promise<TransformedImage>;
}

const MEDIA_TYPES = {
  ...FORMATS,
  placeholder: { mediaType: "application/json" },
} satisfies Record<OutputFormat, { readonly mediaType: string }>;

/** An instance above this many bytes of linear memory is thrown away: memory of an instance never shrinks. */
const DEFAULT_HIGH_WATER = 64 * 1024 * 1024;

export interface PipelineSettings {
  readonly limits?: Limits;
  readonly highWaterBytes?: number;
  /** Milliseconds that never go back, by which steps are timed; nothing in the bytes comes from it. */
  readonly clock?: () => number;
  /** Told of every codec instance that is thrown away. */
  readonly onRecycle?: (reason: RecycleReason) => void;
}

/** Composes codecs into a pipeline. Nothing is loaded before the first image needs it. */
export function createPipeline(codecs: readonly Codec[], settings: PipelineSettings = {}): Pipeline {
  const limits = settings.limits ?? DEFAULT_LIMITS;
  const highWaterBytes = settings.highWaterBytes ?? DEFAULT_HIGH_WATER;
  const set = createCodecSet(codecs);
  const pools = new Map<Codec, InstancePool<CodecInstance>>();

  function lend<Instance extends CodecInstance>(
    codec: Codec & { open(): Promise<Instance> },
  ): InstancePool<Instance> {
    let pool = pools.get(codec);
    if (pool === undefined) {
      pool = createInstancePool<CodecInstance>(codec, {
        highWaterBytes,
        onRecycle: settings.onRecycle,
      });
      pools.set(codec, pool);
    }
    return pool as InstancePool<Instance>;
  }

  const pipeline: Pipeline = {
    limits,
    builds: set.builds,
    inspect: (bytes) => inspect(bytes, limits),
    plan: (facts, request, sourceBytes) => plan(facts, request, set, limits, sourceBytes),
    planPlaceholder: (facts, sourceBytes) => planPlaceholder(facts, set, limits, sourceBytes),
    async run(recipe, source, facts, signal) {
      const { clock } = settings;
      const rendering = await run(recipe, { facts, source, codecs: set, lend, clock }, signal);
      return { ...recipe.output, ...rendering, mediaType: MEDIA_TYPES[recipe.output.format].mediaType };
    },
    async transform(bytes, options, context = {}) {
      const facts = await pipeline.inspect(bytes);
      const request = resolveRequest(facts, parseOptions(options), context.accept, limits);
      return pipeline.run(pipeline.plan(facts, request, bytes.length), bytes, facts, context.signal);
    },
  };
  return pipeline;
}
