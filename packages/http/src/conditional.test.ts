import { expect, test } from "vitest";
import { matchesNoneMatch } from "./conditional.ts";

test.each([
  [null, false],
  ['"abc"', true],
  ['W/"abc"', true],
  ['"x", "abc"', true],
  ['"x" ,W/"abc" ', true],
  ["*", true],
  ['"abcd"', false],
  ["abc", false],
  ["", false],
  ['"x", "y"', false],
])('If-None-Match %s against "abc" matches: %s', (field, expected) => {
  expect(matchesNoneMatch(field, '"abc"')).toBe(expected);
});
