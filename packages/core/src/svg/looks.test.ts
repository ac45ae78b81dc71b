import { readFileSync } from "node:fs";
import sharp from "sharp";
import { expect, test } from "vitest";
import { sanitiseSvg } from "./sanitise.ts";
import { unpackSvgz } from "./svgz.ts";

function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../../../../test/fixtures/svg/${name}`, import.meta.url));
}
async function render(svg: Uint8Array) {
  const { data, info } = await sharp(svg).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, pixels: data };
}

test.each([
  "simple-shapes.svg",
  "commons-logo.svg",
  "viewbox-only.svg",
  "embedded-raster-data-uri.svg",
  "internal-entity.svg",
  "gzip.svgz",
])("%s looks the same once it is sanitised", async (name) => {
  const file = fixture(name);
  const svg = (await unpackSvgz(file, 1_000_000)) ?? file;
  const before = await render(svg);
  const after = await render(sanitiseSvg(svg));
  expect(after.width).toBe(before.width);
  expect(after.height).toBe(before.height);
  expect(new Set(before.pixels).size).toBeGreaterThan(1);
  expect(after.pixels.equals(before.pixels)).toBe(true);
});

test("style sheets, filters, masks, markers and text look the same once they are sanitised", async () => {
  const svg = new TextEncoder().encode(`<?xml version="1.0"?>
    <svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="120" height="120">
      <style type="text/css"><![CDATA[ .a > rect { fill : url( "#grad" ) ; stroke:rgb(10,20,30) } /* x */ #b{opacity:.5} ]]></style>
      <defs>
        <linearGradient id="base"><stop offset="0" stop-color="red"/><stop offset="1" style="stop-color:#00f"/></linearGradient>
        <linearGradient id="grad" xlink:href="#base" gradientTransform="rotate(30)"/>
        <filter id="blur" x="-20%" width="140%"><feGaussianBlur stdDeviation="2"/></filter>
        <mask id="mask"><circle cx="60" cy="60" r="50" fill="white"/></mask>
        <marker id="dot" markerWidth="4" markerHeight="4" refX="2" refY="2"><circle cx="2" cy="2" r="2"/></marker>
        <pattern id="dots" width="9" height="9" patternUnits="userSpaceOnUse"><circle cx="4" cy="4" r="3" fill="green"/></pattern>
      </defs>
      <g class="a" mask="url('#mask')"><rect x="5" y="5" width="110" height="60" stroke-width="3"/></g>
      <rect id="b" x="10" y="70" width="60" height="40" fill="url(#dots)" filter="url(#blur)"/>
      <path d="M20 20L60 100L100 20" fill="none" stroke="black" style="marker: url(#dot)"/>
      <use xlink:href="#b" x="40"/>
    </svg>`);
  const before = await render(svg);
  expect(new Set(before.pixels).size).toBeGreaterThan(50);
  expect((await render(sanitiseSvg(svg))).pixels.equals(before.pixels)).toBe(true);
});
