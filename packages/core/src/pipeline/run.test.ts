import { describe, expect, test } from "vitest";
import type { Codec, Raster } from "../codecs/contract.ts";
import type { ImageFacts } from "../formats/facts.ts";
import { createPipeline, type PipelineSettings } from "./pipeline.ts";
import type { Plan } from "./step.ts";

const FACTS: ImageFacts = {
  format: "png",
  width: 4,
  height: 2,
  orientation: 1,
  frames: 1,
  alpha: true,
  bitDepth: 8,
  progressive: false,
  scans: 1,
  icc: false,
  components: 3,
};
const PLAN: Plan = {
  steps: [
    { do: "decode", format: "png" },
    { do: "resize", width: 2, height: 1 },
    { do: "encode", format: "webp", quality: 85, progressive: false, fineChroma: false },
  ],
  output: { width: 2, height: 1, format: "webp" },
  predictedBytes: 1000,
};

/** Codecs that touch no pixel, and a clock that each of them moves: a decode takes 30 ms, and so on. */
function world() {
  let time = 1000;
  const took = <T>(milliseconds: number, result: T): T => {
    time += milliseconds;
    return result;
  };
  const raster = (width: number, height: number): Raster => ({
    width,
    height,
    data: new Uint8Array(width * height * 4),
    opaque: false,
  });
  const base = { build: { name: "fake", version: "1" }, bytesFor: () => 0 };
  const memoryBytes = (): number => 0;
  const codecs: readonly Codec[] = [
    {
      ...base,
      does: "decode",
      format: "png",
      cmyk: false,
      shrinks: false,
      open: async () => ({ memoryBytes, decode: () => took(30, raster(4, 2)) }),
    },
    {
      ...base,
      does: "resize",
      open: async () => ({ memoryBytes, resize: (_, { width, height }) => took(5, raster(width, height)) }),
    },
    {
      ...base,
      does: "encode",
      format: "webp",
      open: async () => ({ memoryBytes, encode: () => took(12.5, new Uint8Array([7])) }),
    },
  ];
  return { codecs, clock: () => time };
}

const run = async (settings: (clock: () => number) => PipelineSettings) => {
  const { codecs, clock } = world();
  return createPipeline(codecs, settings(clock)).run(PLAN, new Uint8Array(1), FACTS);
};

describe("a plan that is run", () => {
  test("says how long each of its steps took", async () => {
    const { bytes, stepMs } = await run((clock) => ({ clock }));
    expect(bytes).toEqual(new Uint8Array([7]));
    expect(stepMs).toEqual([30, 5, 12.5]);
  });

  test("times nothing without a clock", async () => {
    const { bytes, stepMs } = await run(() => ({}));
    expect(bytes).toEqual(new Uint8Array([7]));
    expect(stepMs).toEqual([]);
  });
});
