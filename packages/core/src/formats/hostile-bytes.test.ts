/** What no file may do to a probe or a stripper, whatever its bytes: throw another error, or never return. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isDarkroomError } from "../errors.ts";
import { stripMetadata } from "../metadata/strip.ts";
import type { ImageFacts } from "./facts.ts";
import { probeGif } from "./probe-gif.ts";
import { probeJpeg } from "./probe-jpeg.ts";
import { probePng } from "./probe-png.ts";
import { probeWebp } from "./probe-webp.ts";

function fixture(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../../../../test/fixtures/${path}`, import.meta.url)));
}

const SUBJECTS = {
  jpeg: { probe: probeJpeg, head: "\xff\xd8\xff", strips: false },
  png: { probe: probePng, head: "\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR", strips: true },
  webp: { probe: probeWebp, head: "RIFF\xc8\0\0\0WEBPVP8X\x0a\0\0\0\x02", strips: true },
  gif: { probe: probeGif, head: "GIF89a", strips: true },
} as const;
type Subject = keyof typeof SUBJECTS;

/** The result, or nothing for a DarkroomError; any other error is thrown. */
function attempt<Result>(subject: () => Result): Result | undefined {
  try {
    return subject();
  } catch (error) {
    if (isDarkroomError(error)) return undefined;
    throw error;
  }
}

/**
 * What is wrong with how a probe and a stripper took some bytes, if anything: facts that no image can have, or
 * that differ after stripping. Throws any error that is not a DarkroomError.
 */
function faultOf(format: Subject, bytes: Uint8Array): string | undefined {
  const { probe, strips } = SUBJECTS[format];
  const stripped = strips ? attempt(() => stripMetadata(bytes, format)) : bytes;
  const facts = attempt(() => probe(bytes));
  if (facts === undefined) return undefined;
  if (!isSane(format, facts)) return `Insane facts: ${JSON.stringify(facts)}`;
  const after = stripped && JSON.stringify(attempt(() => probe(stripped)));
  return after === JSON.stringify(facts) ? undefined : `${JSON.stringify(facts)} became ${after}`;
}

function isSane(format: Subject, facts: ImageFacts): boolean {
  const counts = [facts.width, facts.height, facts.frames, facts.scans];
  return (
    facts.format === format &&
    counts.every((count) => Number.isSafeInteger(count) && count >= 1) &&
    [1, 2, 3, 4, 5, 6, 7, 8].includes(facts.orientation) &&
    [1, 2, 4, 8, 16].includes(facts.bitDepth) &&
    [1, 3, 4].includes(facts.components)
  );
}

const FILES = [
  ["jpeg", "hostile/exif-broken-tag.jpg"],
  ["jpeg", "hostile/polyglot-jpeg-zip.jpg"],
  ["jpeg", "hostile/fuzz-193x31423.jpg"],
  ["png", "png/apng-4-frames.png"],
  ["png", "png/tm3n3p02.png"],
  ["png", "orientation/orientation-6.png"],
  ["webp", "orientation/orientation-6.webp"],
  ["webp", "webp/animated-alpha-9.webp"],
  ["gif", "gif/dispose-previous.gif"],
  ["gif", "gif/first-frame-transparency.gif"],
] as const;

describe.each(FILES)("a %s, %s", (format, path) => {
  const whole = fixture(path);

  test("is read", () => {
    expect(SUBJECTS[format].probe(whole).format).toBe(format);
  });

  test("may be cut at every length", () => {
    const faults = Array.from({ length: whole.length + 1 }, (_, length) =>
      faultOf(format, whole.subarray(0, length)),
    );
    expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
  });

  test("may have any bytes changed", () => {
    const to = fc.integer({ min: 0, max: 255 });
    const change = fc.record({ at: fc.nat(whole.length - 1), to });
    // Most of what a header says stands in the first hundred bytes.
    const early = fc.record({ at: fc.nat(Math.min(99, whole.length - 1)), to });
    fc.assert(
      fc.property(fc.array(fc.oneof(change, early), { minLength: 1, maxLength: 8 }), (changes) => {
        const bytes = whole.slice();
        for (const { at, to: value } of changes) bytes[at] = value;
        expect(faultOf(format, bytes)).toBeUndefined();
      }),
      { numRuns: 400 },
    );
  });
});

test.each(Object.keys(SUBJECTS) as Subject[])(
  "random bytes behind the signature of a %s may follow",
  (format) => {
    const head = Array.from(SUBJECTS[format].head, (character) => character.charCodeAt(0));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (tail) => {
        expect(faultOf(format, Uint8Array.of(...head, ...tail))).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  },
);
