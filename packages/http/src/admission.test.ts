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
