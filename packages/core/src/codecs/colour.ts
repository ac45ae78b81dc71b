import { load } from "#wasm/lcms";
import { hideTags, readIccTags } from "../colour/icc-tags.ts";
import { instantiateLcms, type Lcms } from "../colour/lcms.ts";
import { DarkroomError } from "../errors.ts";
import { buildOf } from "./builds.ts";
import { rememberLoaded } from "./compiled-module.ts";
import type { ColourCodec, ColourInstance, Raster } from "./contract.ts";
import { openGuarded } from "./failure.ts";

/** Little CMS: from an embedded RGB, grey or CMYK profile to sRGB, perceptual intent. */
export function lcmsColour(): ColourCodec {
  const compiled = rememberLoaded(load);
  return {
    does: "colour",
    profiles: "any",
    build: buildOf("lcms", 2),
    // 16 MiB from the start, 15 of them stack; tables of large profiles take another one to three.
    bytesFor: () => 20_000_000,
    open: () => openGuarded("colour", async () => createInstance(await compiled())),
  };
}

/** Pixel formats of lcms2.h, all of 8-bit samples and four bytes a pixel: space, extra samples, samples. */
const RGBA = (4 << 16) | (1 << 7) | (3 << 3) | 1;
const GREY_AND_THREE_MORE = (3 << 16) | (3 << 7) | (1 << 3) | 1;

/** Four inks of 8 bits, 255 being full ink. */
const CMYK = (6 << 16) | (4 << 3) | 1;

/** How pixels are read for a profile of each space; a profile of any other space is of no use for RGBA. */
const INPUT_FORMATS: ReadonlyMap<string, number> = new Map([
  ["RGB ", RGBA],
  ["GRAY", GREY_AND_THREE_MORE],
]);

/** Profiles that describe pixels. The others (device link, abstract, named colours) transform or name them. */
const PIXEL_CLASSES: ReadonlySet<string> = new Set(["mntr", "scnr", "prtr", "spac"]);

/**
 * Processing elements in floating point. Browsers do not follow them, and thousands of elements, which fit
 * into some kilobytes, would take lcms minutes.
 */
const FLOAT_TABLES: ReadonlySet<string> = new Set(["D2B0", "D2B1", "D2B2", "D2B3"]);

const INTENT_PERCEPTUAL = 0;
const STRIP_PIXELS = 16_384;

function createInstance(module: WebAssembly.Module): ColourInstance {
  let lcms = instantiateLcms(module);
  const bytesAtStart = memoryBytes();

  function memoryBytes(): number {
    return lcms.memory.buffer.byteLength;
  }

  /** Runs C code on user bytes; after a trap the instance's state is unknown, and a new one takes its place. */
  function guarded<Result>(run: () => Result, whenTrapped: (cause: unknown) => Result): Result {
    try {
      return run();
    } catch (cause) {
      lcms = instantiateLcms(module);
      return whenTrapped(cause);
    }
  }

  return {
    memoryBytes,
    toSrgb(raster, profile) {
      const format = profile === undefined ? undefined : inputFormat(raster, profile);
      if (profile === undefined || format === undefined) return withoutProfile(raster);
      const transform = guarded(
        () => openTransform(lcms, profile, format),
        () => 0,
      );
      if (transform === 0) {
        // What lcms left behind when it gave up must not leave the next profile short of memory.
        if (memoryBytes() > bytesAtStart) lcms = instantiateLcms(module);
        return withoutProfile(raster);
      }
      guarded(
        () => convertInPlace(lcms, transform, raster.data),
        (cause) => {
          throw new DarkroomError("image_corrupt", "The embedded colour profile is damaged.", { cause });
        },
      );
      return raster.ink ? asOpaque(raster) : raster;
    },
  };
}

/** The lcms2.h format to read the raster in; undefined where the profile is not one for these pixels. */
function inputFormat(raster: Raster, profile: Uint8Array): number | undefined {
  const tags = readIccTags(profile);
  if (tags === undefined || !PIXEL_CLASSES.has(tags.profileClass)) return undefined;
  if (raster.ink) return tags.space === "CMYK" ? CMYK : undefined;
  // A grey profile on colour pixels is a mistake, and following it would take the colours away.
  if (tags.space === "GRAY" && !isGrey(raster)) return undefined;
  return INPUT_FORMATS.get(tags.space);
}

/** Inks without a profile: each takes away its share of white, and black a share of what is left, as browsers do. */
function withoutProfile(raster: Raster): Raster {
  if (!raster.ink) return raster;
  const { data } = raster;
  for (let at = 0; at < data.length; at += 4) {
    const white = 255 - data[at + 3]!;
    for (let ink = at; ink < at + 3; ink++) data[ink] = Math.floor(((255 - data[ink]!) * white + 127) / 255);
  }
  return asOpaque(raster);
}

/** The fourth byte of a pixel, black ink until now, becomes alpha. */
function asOpaque({ width, height, data }: Raster): Raster {
  for (let at = 3; at < data.length; at += 4) data[at] = 255;
  return { width, height, data, opaque: true };
}

function isGrey({ data }: Raster): boolean {
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return false;
  }
  return true;
}

/** A transform from the profile to sRGB, which stands without the two profiles; 0 where lcms refuses. */
function openTransform(lcms: Lcms, profile: Uint8Array, format: number): number {
  const bytes = lcms.malloc(profile.length);
  if (bytes === 0) return 0;
  new Uint8Array(lcms.memory.buffer).set(hideTags(profile, FLOAT_TABLES), bytes);
  const input = lcms.cmsOpenProfileFromMem(bytes, profile.length);
  lcms.free(bytes);
  if (input === 0) return 0;
  const output = lcms.cmsCreate_sRGBProfile();
  const transform =
    output === 0 ? 0 : lcms.cmsCreateTransform(input, format, output, RGBA, INTENT_PERCEPTUAL, 0);
  lcms.cmsCloseProfile(input);
  if (output !== 0) lcms.cmsCloseProfile(output);
  return transform;
}

/** Converts strip by strip and deletes the transform. Alpha stays: lcms skips samples that are extra. */
function convertInPlace(lcms: Lcms, transform: number, pixels: Uint8Array): void {
  const strip = lcms.malloc(STRIP_PIXELS * 4);
  if (strip === 0) throw new Error("Little CMS is out of memory");
  for (let from = 0; from < pixels.length; from += STRIP_PIXELS * 4) {
    const part = pixels.subarray(from, from + STRIP_PIXELS * 4);
    // Looked up anew for each strip: memory that grows replaces its buffer.
    new Uint8Array(lcms.memory.buffer).set(part, strip);
    lcms.cmsDoTransform(transform, strip, strip, part.length / 4);
    part.set(new Uint8Array(lcms.memory.buffer, strip, part.length));
  }
  lcms.free(strip);
  lcms.cmsDeleteTransform(transform);
}
