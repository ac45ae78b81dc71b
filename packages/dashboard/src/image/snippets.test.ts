import { expect, test } from "vitest";
import { originOf, pictureSnippet, srcsetSnippet } from "./snippets.ts";

const ORIGINAL = {
  bytes: 1,
  mediaType: "image/jpeg",
  sha256: "0".repeat(64),
  width: 1000,
  height: 500,
  animated: false,
  placeholder: null,
};

test("a snippet holds the address and a text, both safe to paste", () => {
  expect(pictureSnippet("https://i.test/h/a&b/public", { filename: 'red_"car".jpg' })).toBe(
    '<img src="https://i.test/h/a&#38;b/public" alt="red &#34;car&#34;">',
  );
});

test("a srcset goes up to the original and not beyond", () => {
  const snippet = srcsetSnippet("https://i.test/h/a", { filename: "a.jpg", original: ORIGINAL });
  expect([...snippet.matchAll(/ (\d+)w/g)].map(([, width]) => Number(width))).toEqual([320, 640, 960, 1000]);
  expect(snippet).toContain('src="https://i.test/h/a/width=1000"');
  expect(snippet).toContain('width="1000" height="500"');
});

test("the variant is the last segment of an address", () => {
  expect(originOf("https://i.test/h/a/b/public")).toBe("https://i.test/h/a/b");
});
