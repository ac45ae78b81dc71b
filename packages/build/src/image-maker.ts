import { availableParallelism, totalmem } from "node:os";
import {
  createPipeline,
  createVariantDigest,
  dominantColour,
  FORMATS,
  resolveRequest,
  sha256Hex,
  sniff,
  thumbHash,
  unpackSvgz,
  type ImageFacts,
  type Limits,
  type Plan,
  type PlanRequest,
  type TransformOptions,
} from "@darkroom/core";
import { pngDecoder } from "@darkroom/core/codecs/png";
import { derivedKey } from "@darkroom/storage";
import type { ThreadRenderer } from "@darkroom/threads";
import { allCodecs } from "@darkroom/threads/codecs";
import { createDerivedFiles } from "./derived-files.ts";
import type { Look } from "./look.ts";
import { createMemoryGate } from "./memory-gate.ts";

/** Most bytes that a compressed SVG may unpack to: what a server takes for an upload, unless it is told otherwise. */
const SVGZ_BYTES = 25 * 1024 * 1024;
const MOST_MEMORY = 4 * 1024 ** 3;

/** The small picture that colours are counted on and the hash is made of, as on a server; and the one that stands in a page until the large one is there. */
const COUNTED: PlanRequest = { options: { width: 48, height: 48 }, format: "png" };
const PLACEHOLDER: PlanRequest = { options: { width: 16, height: 16, quality: 40 }, format: "webp" };

/** All that a plan needs to know of a source. */
export interface Original {
  /** Hex SHA-256 of the bytes; of a compressed SVG, those that it unpacks to. */
  readonly sha256: string;
  readonly size: number;
  readonly facts: ImageFacts;
}

/** A picture to make of an original. */
export interface Derived {
  /** The key under which a server caches the same bytes. */
  readonly key: string;
  readonly request: PlanRequest;
  readonly plan: Plan;
}

/** Gives the bytes of an original when they are needed; they are not changed. */
export type OpenOriginal = () => Promise<Uint8Array<ArrayBuffer>>;

export interface ImageMaker {
  readonly limits: Limits;
  /** Changes when the same request may give other bytes, or the same file other facts. */
  readonly revision: Promise<string>;
  /** The bytes to work on, and what they are. Throws a `DarkroomError` for what is no image within the limits. */
  inspect(
    file: Uint8Array<ArrayBuffer>,
  ): Promise<{ readonly original: Original; readonly bytes: Uint8Array<ArrayBuffer> }>;
  /** Plans what a server makes of an original for a client with this Accept header. */
  derive(original: Original, options: TransformOptions, accept: string): Promise<Derived>;
  /** The bytes, from the cache or computed now; several who ask for a picture at the same time get one computation. */
  make(derived: Derived, original: Original, open: OpenOriginal): Promise<MadeImage>;
  look(original: Original, open: OpenOriginal): Promise<Look>;
  /** Ends the threads. */
  close(): Promise<void>;
}

export interface MadeImage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** They were not computed for this call. */
  readonly cached: boolean;
}

/** Makes images in worker threads, with a cache of files below `cache`. No thread starts before the first image. */
export function createImageMaker(settings: {
  readonly cache: string;
  /** The account in cache keys. */
  readonly account: string;
  /** Default: one per processor. */
  readonly threads?: number;
  readonly signal?: AbortSignal | undefined;
}): ImageMaker {
  const { account, signal, threads = availableParallelism() } = settings;
  const pipeline = createPipeline(allCodecs());
  const digestOf = createVariantDigest(pipeline.builds);
  // There are few requests, each for many originals.
  const digests = new Map<string, Promise<string>>();
  const files = createDerivedFiles(settings.cache);
  const memoryBytes = Math.min(totalmem() / 2, MOST_MEMORY);
  const gate = createMemoryGate(memoryBytes);
  const underWay = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  let renderer: Promise<ThreadRenderer> | undefined;

  function digest(request: PlanRequest): Promise<string> {
    const text = JSON.stringify(request);
    const known = digests.get(text) ?? digestOf(request);
    digests.set(text, known);
    return known;
  }

  async function derivedOf(original: Original, request: PlanRequest): Promise<Derived> {
    const variant = await digest(request);
    return {
      key: derivedKey({ account, sha256: original.sha256, variant }),
      request,
      plan: pipeline.plan(original.facts, request, original.size),
    };
  }

  async function compute(
    { key, plan }: Derived,
    facts: ImageFacts,
    open: OpenOriginal,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const { bytes } = await gate.run(plan.predictedBytes, async () => {
      signal?.throwIfAborted();
      const source = (await open()).slice();
      renderer ??= startRenderer(threads, memoryBytes);
      return (await renderer).render({ plan, facts, source }, signal);
    });
    await files.put(key, bytes);
    return bytes;
  }

  const maker: ImageMaker = {
    limits: pipeline.limits,
    // The digest of any request changes with the code; the version of this file with what is remembered of a file.
    revision: digest(COUNTED),
    async inspect(file) {
      const unpacked = sniff(file) === undefined ? await unpackSvgz(file, SVGZ_BYTES) : undefined;
      const bytes = unpacked ?? file;
      const facts = await pipeline.inspect(bytes);
      return { bytes, original: { sha256: await sha256Hex(bytes), size: bytes.length, facts } };
    },
    derive: (original, options, accept) =>
      derivedOf(original, resolveRequest(original.facts, options, accept, pipeline.limits)),
    async make(derived, { facts }, open) {
      const { key, request } = derived;
      const cached = underWay.get(key) ?? files.get(key, request.format);
      const bytes = await cached;
      if (bytes !== undefined) return { bytes, cached: true };
      const meanwhile = underWay.get(key);
      if (meanwhile !== undefined) return { bytes: await meanwhile, cached: true };
      const computed = compute(derived, facts, open).finally(() => underWay.delete(key));
      underWay.set(key, computed);
      return { bytes: await computed, cached: false };
    },
    async look(original, open) {
      if (!FORMATS[original.facts.format].decodes) return {};
      const counted = await maker.make(await derivedOf(original, COUNTED), original, open);
      const small = await maker.inspect(counted.bytes);
      const tiny = await maker.make(await derivedOf(small.original, PLACEHOLDER), small.original, async () =>
        Promise.resolve(small.bytes),
      );
      const decoder = await pngDecoder().open();
      const raster = decoder.decode(small.bytes, small.original.facts);
      const colour = dominantColour(raster);
      const placeholder = `data:${FORMATS.webp.mediaType};base64,${tiny.bytes.toBase64()}`;
      // What cannot be seen has neither, as on a server.
      return {
        ...(colour !== undefined && { colour, thumbHash: thumbHash(raster).toBase64() }),
        placeholder,
      };
    },
    close: async () => (await renderer)?.close(),
  };
  return maker;
}

/** Loaded when there is something to compute: a build of what has not changed is over before threads could start. */
async function startRenderer(threads: number, memoryBytes: number): Promise<ThreadRenderer> {
  const { createThreadRenderer } = await import("@darkroom/threads");
  return createThreadRenderer({ threads, memoryBytes });
}
