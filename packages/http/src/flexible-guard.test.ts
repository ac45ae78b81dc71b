import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createFlexibleGuard } from "./flexible-guard.ts";

function startGuard(settings: { flexibleSide?: number; flexibleRate?: number } = {}) {
  let time = 1_600_000_000_000;
  const guard = createFlexibleGuard({ flexibleSide: 1000, flexibleRate: 60, ...settings }, () => time);
  /** How many of `times` computations are let through. */
  function count(times: number, account = "one"): number {
    let counted = 0;
    for (let index = 0; index < times; index += 1) {
      try {
        guard.countComputation(account);
        counted += 1;
      } catch (error) {
        expect(error).toMatchObject({ code: "flexible_too_many" });
      }
    }
    return counted;
  }
  return { guard, count, wait: (ms: number) => (time += ms) };
}

describe("the side that options in addresses may ask for", () => {
  test.each([
    [{}],
    [{ quality: 1 }],
    [{ width: 1000, height: 1000 }],
    [{ width: 500, dpr: 2 }],
    [{ height: 666, dpr: 1.5 }],
    [{ dpr: 2 }],
  ])("allows %j", (options) => {
    expect(() => startGuard().guard.assertSize(options)).not.toThrow();
  });

  test.each([
    [{ width: 1001 }, "`width` asks for 1001"],
    [{ width: 1, height: 65_535 }, "`height` asks for 65535"],
    [{ width: 501, dpr: 2 }, "`width` asks for 1002"],
    [{ height: 667, dpr: 1.5 }, "`height` asks for 1001"],
  ])("refuses %j", (options, said) => {
    expect(() => startGuard().guard.assertSize(options)).toThrow(said);
  });
});

describe("computations a minute", () => {
  test("may all come at once, and then as evenly as the minute has room for them", () => {
    const { count, wait } = startGuard();
    expect(count(100)).toBe(60);
    wait(999);
    expect(count(5)).toBe(0);
    wait(1);
    expect(count(5)).toBe(1);
    wait(10_000);
    expect(count(50)).toBe(10);
    wait(24 * 3_600_000);
    expect(count(100)).toBe(60);
  });

  test("are counted for each account by itself", () => {
    const { count } = startGuard();
    expect(count(100, "one")).toBe(60);
    expect(count(100, "__proto__")).toBe(60);
    expect(count(1, "one")).toBe(0);
  });

  test("never exceed the bucket and what flowed in since, whatever the clock does", () => {
    const step = fc.record({
      wait: fc.integer({ min: -5000, max: 5000 }),
      times: fc.integer({ min: 0, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const { count, wait } = startGuard();
        let room = 60;
        for (const { wait: ms, times } of steps) {
          wait(ms);
          room += Math.max(0, ms) / 1000;
          const counted = count(times);
          room -= counted;
          expect(room).toBeGreaterThan(-1e-6);
        }
      }),
    );
  });
});
