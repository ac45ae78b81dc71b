import { expect, expectTypeOf, test } from "vitest";
import { importCode, type AddressedPicture, type PictureData } from "./import-code.ts";

const picture = (format: AddressedPicture["format"], width: number): AddressedPicture => ({
  url: `/${format}-${width}`,
  format,
  width,
  height: width / 2,
});
const PICTURES = [picture("avif", 40), picture("avif", 80), picture("jpeg", 40), picture("jpeg", 80)];

function valueOf(code: string): unknown {
  return JSON.parse(/^export default (.*);\n$/.exec(code)![1]!);
}

test("a picture has a source for each format but the last, which is for everybody", () => {
  expect(valueOf(importCode("picture", PICTURES, { colour: "#123456" }))).toEqual({
    sources: [{ type: "image/avif", srcset: "/avif-40 40w, /avif-80 80w" }],
    img: { src: "/jpeg-80", srcset: "/jpeg-40 40w, /jpeg-80 80w", width: 80, height: 40 },
    colour: "#123456",
  });
});

test("a srcset names a width once, however many were asked for", () => {
  expect(valueOf(importCode("srcset", [picture("webp", 40), picture("webp", 40)], {}))).toBe("/webp-40 40w");
});

test("an address is a text", () => {
  expect(valueOf(importCode("url", [picture("webp", 40)], {}))).toBe("/webp-40");
});

test("what is imported has the type that is declared for it", () => {
  expectTypeOf<PictureData>().toEqualTypeOf<Darkroom.Picture>();
});
