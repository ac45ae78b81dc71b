import { expect, test } from "vitest";
import { createBackground } from "./background.ts";
import { createLog } from "./log.ts";

test("work in the background is waited for, with what it begins itself, and its failures are logged", async () => {
  const lines: string[] = [];
  const background = createBackground(
    createLog({ format: "text", level: "info", now: () => 0, write: (line) => lines.push(line) }),
  );
  const gate = Promise.withResolvers<void>();
  let done = false;
  background.add(
    gate.promise.then(() => {
      background.add(
        Promise.resolve().then(() => {
          done = true;
        }),
      );
      throw new Error("the first one failed");
    }),
  );
  const settled = background.settled();
  gate.resolve();
  await settled;
  expect(done).toBe(true);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("the first one failed");
});
