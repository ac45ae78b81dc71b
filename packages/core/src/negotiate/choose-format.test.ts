import { describe, expect, test } from "vitest";
import type { Format } from "../formats/table.ts";
import { DEFAULT_LIMITS } from "../limits.ts";
import { parseAccept } from "./accept.ts";
import { chooseFormat, type FormatRequest } from "./choose-format.ts";

const ACCEPT = {
  chrome: "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
  firefox: "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5",
  safari15: "image/webp,image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5",
  safari13: "image/png,image/svg+xml,image/*;q=0.8,video/*;q=0.8,*/*;q=0.5",
  curl: "*/*",
  images: "image/*",
  none: undefined,
  jpegOnly: "image/jpeg",
  pngOnly: "image/png",
  text: "text/html",
  refusesAvif: "image/avif;q=0,image/webp,*/*",
  prefersWebp: "image/webp,image/avif;q=0.1",
  shouting: "IMAGE/AVIF",
};

type Overrides = Partial<Omit<FormatRequest, "accept" | "facts">> & { source?: Format; frames?: number };

function choose(accept: keyof typeof ACCEPT, { source = "jpeg", frames = 1, ...rest }: Overrides = {}) {
  return chooseFormat({
    accept: parseAccept(ACCEPT[accept]),
    requested: "auto",
    facts: { format: source, frames },
    alpha: false,
    output: { width: 800, height: 600 },
    limits: DEFAULT_LIMITS,
    ...rest,
  });
}

describe("format=auto", () => {
  test.each([
    ["chrome", "avif"],
    ["firefox", "avif"],
    ["safari15", "webp"],
    ["safari13", "jpeg"],
    ["curl", "jpeg"],
    ["images", "jpeg"],
    ["none", "jpeg"],
    ["refusesAvif", "webp"],
    ["prefersWebp", "avif"],
    ["shouting", "avif"],
  ] as const)("%s gets %s of a JPEG", (accept, format) => {
    expect(choose(accept)).toMatchObject({
      format,
      passThrough: false,
      baseline: false,
      variesByAccept: true,
    });
  });

  test.each([
    ["jpeg", "jpeg", "png"],
    ["png", "png", "png"],
    ["webp", "jpeg", "png"],
    ["avif", "jpeg", "png"],
    ["heic", "jpeg", "png"],
    ["gif", "png", "png"],
  ] as const)(
    "a client without the newer formats gets %s as %s, or as %s where there is alpha",
    (source, opaque, clear) => {
      expect(choose("curl", { source }).format).toBe(opaque);
      expect(choose("curl", { source, alpha: true }).format).toBe(clear);
    },
  );

  test("there is always a choice, the nearest that is accepted", () => {
    expect(choose("jpegOnly", { source: "png" }).format).toBe("jpeg");
    expect(choose("pngOnly", { source: "jpeg" }).format).toBe("png");
    expect(choose("text", { source: "png" }).format).toBe("png");
    expect(choose("text", { source: "webp", alpha: true }).format).toBe("png");
  });

  test("AVIF is chosen up to its area and not a pixel further", () => {
    expect(choose("chrome", { output: { width: 1920, height: 1080 } }).format).toBe("avif");
    expect(choose("chrome", { output: { width: 1080, height: 1920 } }).format).toBe("avif");
    expect(choose("chrome", { output: { width: 1921, height: 1080 } }).format).toBe("webp");
    expect(choose("chrome", { limits: { avifArea: 800 * 600 - 1 } }).format).toBe("webp");
    expect(choose("shouting", { output: { width: 1921, height: 1080 } }).format).toBe("jpeg");
  });

  test("WebP is chosen up to the longest side that it can hold", () => {
    expect(choose("safari15", { output: { width: 16_383, height: 1 } }).format).toBe("webp");
    expect(choose("safari15", { output: { width: 1, height: 16_384 } }).format).toBe("jpeg");
  });
});

describe("a format that is asked for", () => {
  test.each([
    ["avif", "avif", false],
    ["webp", "webp", false],
    ["jpeg", "jpeg", false],
    ["baseline-jpeg", "jpeg", true],
    ["png", "png", false],
  ] as const)("%s is delivered whatever the client says", (requested, format, baseline) => {
    for (const accept of ["chrome", "curl", "text", "none"] as const) {
      expect(choose(accept, { requested, alpha: true, source: "png" })).toMatchObject({
        format,
        baseline,
        passThrough: false,
        variesByAccept: false,
      });
    }
  });

  test("AVIF that would be too large becomes WebP where it is accepted, else the family of the source", () => {
    const large = { requested: "avif", output: { width: 4000, height: 3000 } } as const;
    expect(choose("chrome", large)).toMatchObject({ format: "webp", variesByAccept: true });
    expect(choose("curl", large)).toMatchObject({ format: "jpeg", variesByAccept: true });
    expect(choose("curl", { ...large, alpha: true })).toMatchObject({ format: "png" });
  });

  test("WebP that would be too long becomes what is left", () => {
    const long = { requested: "webp", output: { width: 17_000, height: 10 } } as const;
    expect(choose("chrome", long).format).toBe("avif");
    expect(choose("safari15", long).format).toBe("jpeg");
  });

  test("is made of the first frame of an animation", () => {
    expect(choose("chrome", { requested: "webp", source: "webp", frames: 9 })).toMatchObject({
      format: "webp",
      passThrough: false,
    });
  });
});

describe("animations", () => {
  test.each([
    ["gif", "curl", "gif", true],
    ["gif", "chrome", "gif", true],
    ["gif", "none", "gif", true],
    ["gif", "jpegOnly", "jpeg", false],
    ["gif", "text", "png", false],
    ["png", "curl", "png", true],
    ["webp", "chrome", "webp", true],
    ["webp", "curl", "jpeg", false],
    ["webp", "images", "jpeg", false],
    // Metadata cannot be cut out of an image sequence yet: its first frame is delivered.
    ["avif", "chrome", "avif", false],
    ["avif", "safari15", "webp", false],
  ] as const)(
    "an animated %s goes to %s as %s, uploaded bytes: %s",
    (source, accept, format, passThrough) => {
      expect(choose(accept, { source, frames: 2 })).toMatchObject({
        format,
        passThrough,
        variesByAccept: true,
      });
    },
  );

  test("a GIF with one frame is a still picture", () => {
    expect(choose("chrome", { source: "gif" })).toMatchObject({ format: "avif", passThrough: false });
  });

  test("HEIC never leaves as it is", () => {
    const accept = parseAccept("image/heic");
    const facts = { format: "heic", frames: 2 } as const;
    const output = { width: 1, height: 1 };
    expect(
      chooseFormat({ accept, requested: "auto", facts, alpha: false, output, limits: DEFAULT_LIMITS }),
    ).toMatchObject({ format: "jpeg", passThrough: false });
  });
});

describe("SVG", () => {
  test.each(["auto", "avif", "webp", "jpeg", "baseline-jpeg", "png"] as const)(
    "stays SVG with format=%s",
    (requested) => {
      for (const accept of ["chrome", "curl", "jpegOnly", "none"] as const) {
        expect(choose(accept, { source: "svg", alpha: true, requested })).toMatchObject({
          format: "svg",
          passThrough: false,
          baseline: false,
          variesByAccept: false,
        });
      }
    },
  );
});

test("every choice says why, in sentences", () => {
  for (const source of ["jpeg", "png", "gif", "svg", "webp"] as const) {
    for (const accept of Object.keys(ACCEPT) as (keyof typeof ACCEPT)[]) {
      for (const requested of ["auto", "avif"] as const) {
        for (const frames of [1, 2]) {
          for (const output of [
            { width: 10, height: 10 },
            { width: 20_000, height: 1000 },
          ]) {
            expect(choose(accept, { source, requested, frames, output }).reason).toMatch(/^\S.*\.$/);
          }
        }
      }
    }
  }
  expect(choose("curl", { requested: "avif", output: { width: 4000, height: 3000 } }).reason).toBe(
    "The picture is too large for image/avif. image/jpeg is nearest to the source of what every client takes.",
  );
});
