import { describe, expect, test } from "vitest";
import { createSingleFlight } from "./single-flight.ts";

describe("single flight", () => {
  test("all who ask at the same time share one computation", async () => {
    const flights = createSingleFlight<number>();
    let computed = 0;
    const result = Promise.withResolvers<number>();
    const compute = (): Promise<number> => {
      computed++;
      return result.promise;
    };
    const answers = [1, 2, 3].map(() => flights.run("a", compute));
    result.resolve(7);
    expect(await Promise.all(answers)).toEqual([7, 7, 7]);
    expect(computed).toBe(1);
  });

  test("different keys do not share", async () => {
    const flights = createSingleFlight<string>();
    expect(await Promise.all(["a", "b"].map((key) => flights.run(key, async () => key)))).toEqual(["a", "b"]);
  });

  test("a failure reaches all who wait and is forgotten", async () => {
    const flights = createSingleFlight<number>();
    const failing = [1, 2].map(() => flights.run("a", () => Promise.reject(new Error("broken"))));
    for (const answer of failing) await expect(answer).rejects.toThrow("broken");
    expect(await flights.run("a", async () => 1)).toBe(1);
  });

  test("the computation goes on while one still waits and is cancelled when the last has left", async () => {
    const flights = createSingleFlight<number>();
    const first = new AbortController();
    const second = new AbortController();
    let seen: AbortSignal | undefined;
    const compute = (signal: AbortSignal): Promise<number> => {
      seen = signal;
      return new Promise(() => undefined);
    };
    const answers = [flights.run("a", compute, first.signal), flights.run("a", compute, second.signal)];
    first.abort(new Error("first left"));
    await expect(answers[0]).rejects.toThrow("first left");
    expect(seen!.aborted).toBe(false);
    second.abort(new Error("second left"));
    await expect(answers[1]).rejects.toThrow("second left");
    expect(seen!.aborted).toBe(true);
  });

  test("who comes after a cancelled computation starts a new one", async () => {
    const flights = createSingleFlight<string>();
    const controller = new AbortController();
    const cancelled = flights.run("a", () => new Promise(() => undefined), controller.signal);
    controller.abort(new Error("left"));
    await expect(cancelled).rejects.toThrow("left");
    expect(await flights.run("a", async () => "new")).toBe("new");
  });
});
