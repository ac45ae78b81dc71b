import { expect, test } from "vitest";
import { absenceOf, ALL_RUNTIMES, scriptOf } from "../harness/runtimes.ts";

test.each(ALL_RUNTIMES)("$name is among the runtimes under test", (runtime) => {
  const absence = absenceOf(runtime);
  if (absence !== undefined) {
    process.stdout.write(`${runtime.name} is not tested: ${absence}.\n`);
    return;
  }
  // A script that does not replace its shell leaves the server running when npm is stopped.
  expect(scriptOf(runtime)).toMatch(/^exec /);
});
