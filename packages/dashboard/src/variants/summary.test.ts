import { expect, test } from "vitest";
import { optionsSummary } from "./summary.ts";

test.each([
  [{ fit: "scale-down", width: 1366, height: 768, metadata: "none" }, "fits into 1366 × 768"],
  [{ width: 200 }, "fits into 200 wide"],
  [{ height: 90, fit: "cover", quality: 60 }, "fills 90 high, quality 60"],
  [
    { gravity: { x: 0.25, y: 1 / 3 }, format: "auto", browser_ttl: 3600 },
    "original size, gravity 0.25 × 0.33",
  ],
])("%o reads %s", (options, text) => expect(optionsSummary({ options })).toBe(text));

test("a variant that tells devices apart is summed up for one of them", () => {
  const devices = { desktop: { width: 2560 }, mobile: { width: 1080 } };
  expect(optionsSummary({ options: devices.desktop, devices }, "mobile")).toBe("fits into 1080 wide");
});
