import { readFile } from "node:fs/promises";
import { createPipeline, type RenderJob } from "@darkroom/core";
import { afterEach, describe, expect, test } from "vitest";
import { allCodecs } from "./codecs.ts";
import { BEHAVE, DIE, HANG } from "./conformance/unruly-thread.ts";
import { createThreadRenderer } from "./thread-renderer.ts";

const pipeline = createPipeline(allCodecs());
const MEMORY = 1024 ** 3;
const UNRULY = new URL("./conformance/unruly-thread.ts", import.meta.url);

let renderer: ReturnType<typeof createThreadRenderer>;
afterEach(async () => {
  await renderer.close();
});

async function jobOf(path: string, width: number, format: "webp" | "avif"): Promise<RenderJob> {
  const file = await readFile(new URL(`../../../test/fixtures/${path}`, import.meta.url));
  const source = new Uint8Array(file);
  const facts = await pipeline.inspect(source);
  return { plan: pipeline.plan(facts, { options: { width }, format }, source.length), facts, source };
}

async function widthOf(image: Uint8Array): Promise<number> {
  return (await pipeline.inspect(image)).width;
}

async function unrulyJob(behaviour: number): Promise<RenderJob> {
  return { ...(await jobOf("png/basn2c08.png", 10, "webp")), source: new Uint8Array([behaviour]) };
}

describe("render threads", () => {
  test("give the bytes of the pipeline, and take the source over instead of copying it", async () => {
    renderer = createThreadRenderer({ threads: 2, memoryBytes: MEMORY });
    const job = await jobOf("photos/adobe-rgb-600.jpg", 100, "webp");
    const { bytes } = await pipeline.run(job.plan, job.source.slice(), job.facts);
    const rendering = await renderer.render(job);
    expect(rendering.bytes).toEqual(bytes);
    expect(rendering.stepMs).toHaveLength(job.plan.steps.length);
    for (const milliseconds of rendering.stepMs) expect(milliseconds).toBeGreaterThan(0);
    expect(job.source.buffer.detached).toBe(true);
  });

  test("render several images at once", async () => {
    renderer = createThreadRenderer({ threads: 2, memoryBytes: MEMORY });
    const widths = [20, 40, 60, 80, 100];
    const jobs = await Promise.all(widths.map((width) => jobOf("photos/adobe-rgb-600.jpg", width, "webp")));
    const images = await Promise.all(jobs.map((job) => renderer.render(job)));
    expect(await Promise.all(images.map(({ bytes }) => widthOf(bytes)))).toEqual(widths);
  });

  test("refuse a damaged image with its code, and render the next", async () => {
    renderer = createThreadRenderer({ threads: 1, memoryBytes: MEMORY });
    const job = await jobOf("png/kodim23-photo-rgb8.png", 50, "webp");
    job.source.fill(0, 1000);
    await expect(renderer.render(job)).rejects.toMatchObject({
      name: "DarkroomError",
      code: "image_corrupt",
    });
    const next = await renderer.render(await jobOf("png/basn2c08.png", 10, "webp"));
    expect(await widthOf(next.bytes)).toBe(10);
    // The codec that met the damage was thrown away.
    expect(renderer.recycled()).toEqual({ failed: 1, grown: 0, spare: 0 });
  });

  test("leave a job that nobody waits for, with the reason of the signal", async () => {
    renderer = createThreadRenderer({ threads: 1, memoryBytes: MEMORY });
    const reason = new Error("The client went away.");
    const early = await jobOf("png/basn2c08.png", 10, "webp");
    await expect(renderer.render(early, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const large = renderer.render(
      await jobOf("photos/3mp-baseline-422-flower.jpg", 1200, "avif"),
      controller.signal,
    );
    setTimeout(() => controller.abort(reason), 20);
    await expect(large).rejects.toBe(reason);
    const next = await renderer.render(await jobOf("png/basn2c08.png", 10, "webp"));
    expect(await widthOf(next.bytes)).toBe(10);
  });

  test("that hang are ended, and others take their place", async () => {
    renderer = createThreadRenderer({ threads: 1, memoryBytes: MEMORY, timeoutMs: 3000, program: UNRULY });
    await expect(renderer.render(await unrulyJob(HANG))).rejects.toMatchObject({ code: "time_exceeded" });
    expect(await renderer.render(await unrulyJob(BEHAVE))).toMatchObject({ bytes: new Uint8Array([BEHAVE]) });
  });

  test("that die fail their job only, and others take their place", async () => {
    renderer = createThreadRenderer({ threads: 1, memoryBytes: MEMORY, timeoutMs: 10_000, program: UNRULY });
    await expect(renderer.render(await unrulyJob(DIE))).rejects.toThrow();
    expect(await renderer.render(await unrulyJob(BEHAVE))).toMatchObject({ bytes: new Uint8Array([BEHAVE]) });
  });
});
