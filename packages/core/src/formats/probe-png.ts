/**
 * Reads a PNG's chunks (PNG 3rd edition, clause 11): IHDR, PLTE, tRNS, iCCP, eXIf, and of an animation acTL and
 * fcTL. No checksum is required to be right.
 */
import { exifOrientation } from "../metadata/exif.ts";
import { u32be } from "./byte-fields.ts";
import type { ImageFacts, Orientation, Rectangle, Size } from "./facts.ts";
import { contains, createFrameCanvas } from "./frame-canvas.ts";
import { pngChunksOf, type PngChunk } from "./png-chunks.ts";
import { corrupt, unsupported } from "./refusal.ts";

/** What a colour type means, and the bit depths that it may have (PNG clause 11, IHDR). */
const COLOUR_TYPES: Readonly<Partial<Record<number, ColourType>>> = {
  0: { components: 1, alpha: false, palette: false, depths: [1, 2, 4, 8, 16] },
  2: { components: 3, alpha: false, palette: false, depths: [8, 16] },
  3: { components: 3, alpha: false, palette: true, depths: [1, 2, 4, 8] },
  4: { components: 1, alpha: true, palette: false, depths: [8, 16] },
  6: { components: 3, alpha: true, palette: false, depths: [8, 16] },
};

interface ColourType {
  readonly components: 1 | 3;
  readonly alpha: boolean;
  readonly palette: boolean;
  readonly depths: readonly number[];
}

interface Header extends Size {
  readonly colour: ColourType;
  readonly bitDepth: number;
  readonly interlaced: boolean;
}

/** `fcTL`'s dispose_op that makes the frame's rectangle transparent. */
const DISPOSE_TO_BACKGROUND = 1;
const FRAME_CONTROL_BYTES = 26;

/** The facts of a PNG. An APNG has the frames that it announces, as far as they are there. */
export function probePng(bytes: Uint8Array): ImageFacts {
  const chunks = pngChunksOf(bytes);
  const header = readHeader(bytes, chunks.next().value);
  const canvas = createFrameCanvas(header);
  let { alpha } = header.colour;
  let hasPalette = false;
  let hasData = false;
  let icc = false;
  let orientation: Orientation | undefined;
  let announcedFrames = 0;

  for (const chunk of chunks) {
    const { type } = chunk;
    if (type === "IDAT") {
      hasData = true;
    } else if (chunk.end > bytes.length) {
      break;
    } else if (type === "eXIf") {
      // libpng writes it behind IDAT too, and editions before the third allowed that.
      orientation ??= exifOrientation(contentOf(bytes, chunk));
    } else if (type === "fcTL" && announcedFrames > 0) {
      const content = contentOf(bytes, chunk);
      // Opaque, but for what the colour type and tRNS say of all frames alike.
      canvas.draw(readFrame(content, header), true, content[24] === DISPOSE_TO_BACKGROUND);
    } else if (!hasData) {
      if (type === "PLTE") hasPalette = true;
      if (type === "tRNS") alpha ||= isTransparent(contentOf(bytes, chunk), header.colour);
      if (type === "iCCP") icc = true;
      if (type === "acTL" && chunk.length === 8) announcedFrames = u32be(bytes, chunk.content);
    }
  }

  if (!hasData) throw corrupt("The PNG has no picture data.");
  if (header.colour.palette && !hasPalette)
    throw corrupt("The PNG has no palette, which its pixels refer to.");
  const frames = Math.min(announcedFrames, canvas.frames());
  return {
    format: "png",
    width: header.width,
    height: header.height,
    orientation: orientation ?? 1,
    frames: Math.max(1, frames),
    alpha: alpha || (frames > 0 && canvas.transparent()),
    bitDepth: header.bitDepth,
    components: header.colour.components,
    icc,
    progressive: header.interlaced,
    scans: 1,
  };
}

function contentOf(bytes: Uint8Array, { content, length }: PngChunk): Uint8Array {
  return bytes.subarray(content, content + length);
}

function readHeader(bytes: Uint8Array, chunk: PngChunk | void): Header {
  if (chunk?.type === "CgBI") {
    throw unsupported("The PNG is in Apple's CgBI form, which only iOS reads; export it as a standard PNG.");
  }
  if (chunk?.type !== "IHDR" || chunk.length !== 13 || chunk.end > bytes.length) {
    throw corrupt("The PNG does not begin with a whole image header.");
  }
  const at = chunk.content;
  const width = u32be(bytes, at);
  const height = u32be(bytes, at + 4);
  const [bitDepth = 0, colourType = 0, compression, filter, interlace = 0] = bytes.subarray(at + 8, at + 13);
  const colour = COLOUR_TYPES[colourType];
  if (width === 0 || height === 0 || width > 0x7fff_ffff || height > 0x7fff_ffff) {
    throw corrupt(`The PNG's header says ${width}×${height} pixels; a side has 1 to 2147483647.`);
  }
  if (colour === undefined || !colour.depths.includes(bitDepth)) {
    throw corrupt(
      `The PNG's header has colour type ${colourType} with ${bitDepth} bits, which do not exist together.`,
    );
  }
  if (compression !== 0 || filter !== 0 || interlace > 1) {
    throw corrupt("The PNG's header names a compression, filter or interlace method that does not exist.");
  }
  return { width, height, colour, bitDepth, interlaced: interlace === 1 };
}

/** A palette's alpha may be 255 throughout; elsewhere tRNS names a colour that is transparent. */
function isTransparent(content: Uint8Array, colour: ColourType): boolean {
  return colour.palette ? content.some((alpha) => alpha < 255) : content.length >= 2 * colour.components;
}

function readFrame(content: Uint8Array, canvas: Size): Rectangle {
  const frame = {
    width: u32be(content, 4),
    height: u32be(content, 8),
    left: u32be(content, 12),
    top: u32be(content, 16),
  };
  const isInside = contains({ left: 0, top: 0, width: canvas.width, height: canvas.height }, frame);
  if (content.length !== FRAME_CONTROL_BYTES || frame.width === 0 || frame.height === 0 || !isInside) {
    throw corrupt("The animated PNG has a frame that does not lie on its canvas.");
  }
  return frame;
}
