import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EVENT_TYPES } from "./event-types.ts";

test("the guide names every event, and says the same of it", () => {
  const guide = readFileSync(new URL("../../guides/webhooks.md", import.meta.url), "utf8");
  for (const [type, { doc }] of Object.entries(EVENT_TYPES))
    expect(guide).toContain(`| \`${type}\` | ${doc} |`);
});
