import { describe, expect, test } from "vitest";
import { createAdmission } from "./admission.ts";

const BUSY = { name: "HttpError", code: "busy" };

/** A job that stays under way until it is told to end. */
function openJob() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { job: () => promise, end: resolve };
}

describe("admission", () => {
  test("runs no more jobs at once than it may", async () => {
    const admission = createAdmission({ concurrency: 2, memoryBytes: 100, queueLength: 10 });
    const jobs = [openJob(), openJob(), openJob()];
    const done = jobs.map(({ job }) => admission.run(1, job));
    expect([admission.running, admission.waiting]).toEqual([2, 1]);
    jobs[0]!.end();
    await done[0];
    expect([admission.running, admission.waiting]).toEqual([2, 0]);
    jobs[1]!.end();
    jobs[2]!.end();
    await Promise.all(done);
    expect([admission.running, admission.waiting]).toEqual([0, 0]);
  });

  test("keeps the sum of predicted bytes within the budget", async () => {
    const admission = createAdmission({ concurrency: 10, memoryBytes: 100, queueLength: 10 });
    const first = openJob();
    const second = openJob();
    const firstDone = admission.run(60, first.job);
    const secondDone = admission.run(60, second.job);
    expect(admission.running).toBe(1);
    first.end();
    await firstDone;
    expect(admission.running).toBe(1);
    second.end();
    await secondDone;
  });

  test("a small job does not overtake a large one that waits", async () => {
    const admission = createAdmission({ concurrency: 10, memoryBytes: 100, queueLength: 10 });
    const order: string[] = [];
    const first = openJob();
    const firstDone = admission.run(60, first.job);
    const large = admission.run(100, async () => void order.push("large"));
    const small = admission.run(1, async () => void order.push("small"));
    first.end();
    await Promise.all([firstDone, large, small]);
    expect(order).toEqual(["large", "small"]);
  });

  test("refuses for good what can never fit, and says busy when the queue is full", async () => {
    const admission = createAdmission({ concurrency: 1, memoryBytes: 100, queueLength: 0 });
    await expect(admission.run(101, async () => 1)).rejects.toMatchObject({ code: "too_large_to_process" });
    const first = openJob();
    const firstDone = admission.run(1, first.job);
    await expect(admission.run(1, async () => 1)).rejects.toMatchObject(BUSY);
    first.end();
    await firstDone;
    expect(await admission.run(100, async () => "fits")).toBe("fits");
  });

  test("a job that fails gives its place back", async () => {
    const admission = createAdmission({ concurrency: 1, memoryBytes: 10, queueLength: 0 });
    await expect(admission.run(10, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(await admission.run(10, async () => "next")).toBe("next");
  });

  test("who leaves the queue makes room for those behind", async () => {
    const admission = createAdmission({ concurrency: 10, memoryBytes: 100, queueLength: 10 });
    const first = openJob();
    const firstDone = admission.run(60, first.job);
    const controller = new AbortController();
    const large = admission.run(100, async () => "large", controller.signal);
    const small = admission.run(40, async () => "small");
    controller.abort(new Error("left"));
    await expect(large).rejects.toThrow("left");
    expect(await small).toBe("small");
    first.end();
    await firstDone;
  });
});

describe("a job that is run when idle", () => {
  test("leaves the last place free, and waits while nobody else may", async () => {
    const admission = createAdmission({ concurrency: 3, memoryBytes: 100, queueLength: 0 });
    const jobs = [openJob(), openJob(), openJob()];
    const done = jobs.map(({ job }) => admission.runWhenIdle(1, job));
    expect([admission.running, admission.waiting]).toEqual([2, 0]);
    expect(await admission.run(1, async () => "at once")).toBe("at once");
    jobs[0]!.end();
    await done[0];
    expect(admission.running).toBe(2);
    for (const { end } of jobs) end();
    await Promise.all(done);
    expect(admission.running).toBe(0);
  });

  test.each([1, 2])("runs only while nothing else does where there are %i places", async (concurrency) => {
    const admission = createAdmission({ concurrency, memoryBytes: 100, queueLength: 10 });
    const order: string[] = [];
    const first = openJob();
    const done = [admission.run(1, first.job)];
    done.push(admission.runWhenIdle(1, async () => void order.push("idle")));
    if (concurrency === 1) done.push(admission.run(1, async () => void order.push("wanted")));
    else await admission.run(1, async () => void order.push("wanted"));
    first.end();
    await Promise.all(done);
    expect(order).toEqual(["wanted", "idle"]);
  });

  test("comes after all that wait, whatever their size", async () => {
    const admission = createAdmission({ concurrency: 10, memoryBytes: 100, queueLength: 10 });
    const order: string[] = [];
    const first = openJob();
    const done = [
      admission.run(60, first.job),
      admission.run(100, async () => void order.push("large")),
      admission.runWhenIdle(1, async () => void order.push("idle")),
      admission.run(50, async () => void order.push("medium")),
    ];
    first.end();
    await Promise.all(done);
    expect(order).toEqual(["large", "medium", "idle"]);
  });

  test("keeps to the memory, runs in order of arrival, and gives its place back when it fails", async () => {
    const admission = createAdmission({ concurrency: 10, memoryBytes: 100, queueLength: 10 });
    await expect(admission.runWhenIdle(101, async () => 1)).rejects.toMatchObject({
      code: "too_large_to_process",
    });
    const order: string[] = [];
    const first = openJob();
    const done = [
      admission.run(60, first.job),
      admission.runWhenIdle(50, async () => void order.push("large")),
      admission.runWhenIdle(1, async () => void order.push("small")),
    ];
    expect(admission.running).toBe(1);
    first.end();
    await Promise.all(done);
    expect(order).toEqual(["large", "small"]);
    await expect(admission.runWhenIdle(1, () => Promise.reject(new Error("broken")))).rejects.toThrow(
      "broken",
    );
    expect(admission.running).toBe(0);
  });

  test("may stop waiting", async () => {
    const admission = createAdmission({ concurrency: 1, memoryBytes: 100, queueLength: 10 });
    const first = openJob();
    const firstDone = admission.run(1, first.job);
    const controller = new AbortController();
    const left = admission.runWhenIdle(1, async () => "left", controller.signal);
    const stayed = admission.runWhenIdle(1, async () => "stayed");
    controller.abort(new Error("enough"));
    await expect(left).rejects.toThrow("enough");
    first.end();
    await firstDone;
    expect(await stayed).toBe("stayed");
  });

  test("starts when those leave who stood before it", async () => {
    const admission = createAdmission({ concurrency: 10, memoryBytes: 100, queueLength: 10 });
    const first = openJob();
    const firstDone = admission.run(60, first.job);
    const controller = new AbortController();
    const large = admission.run(100, async () => "large", controller.signal);
    const idle = admission.runWhenIdle(40, async () => "idle");
    controller.abort(new Error("left"));
    await expect(large).rejects.toThrow("left");
    expect(await idle).toBe("idle");
    first.end();
    await firstDone;
  });
});
