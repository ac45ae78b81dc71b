import type { ImageFacts, Size } from "../formats/facts.ts";
import { type GifImage, gifBlocksOf, gifScreenOf } from "../formats/gif-blocks.ts";
import type { CodecBuild, DecoderCodec, Raster } from "./contract.ts";
import { decodeGuarded, expectSize } from "./failure.ts";
import { decompressLzw } from "./gif-lzw.ts";

/** Raise the version when other pixels come out. */
const BUILD: CodecBuild = { name: "gif-decoder", version: "1" };

const GRAPHIC_CONTROL = 0xf9;
const GRAPHIC_CONTROL_BYTES = 4;
const GLOBAL_PALETTE = 13;
const LOCAL_PALETTE = 10;

/** First row and step of each pass over an interlaced picture (GIF89a, Appendix E). */
const PASSES = [
  [0, 8],
  [4, 8],
  [2, 4],
  [1, 2],
] as const;
const ONE_PASS = [[0, 1]] as const;

/**
 * The first frame of a GIF on its canvas, cut off at the edges; what it does not cover is transparent, as
 * browsers show it. A picture that ends early is given as far as it goes, on white where the header promised
 * no transparency. Written here because omggif 1.0.10 never returns from a certain file of 43 bytes, whose
 * codes refer to one another in a circle.
 */
export function gifDecoder(): DecoderCodec {
  return {
    does: "decode",
    format: "gif",
    build: BUILD,
    cmyk: false,
    shrinks: false,
    bytesFor: ({ width, height }) => 100_000 + width * height,
    async open() {
      return {
        memoryBytes: () => 0,
        decode: (bytes, facts) =>
          decodeGuarded("GIF", () => compose(bytes, readFirstFrame(bytes, facts), facts)),
      };
    },
  };
}

interface Frame {
  readonly image: GifImage;
  /** RGB triples. */
  readonly palette: Uint8Array;
  readonly transparent: number | undefined;
}

function readFirstFrame(bytes: Uint8Array, facts: Size): Frame {
  const screen = gifScreenOf(bytes);
  expectSize(screen, facts);
  let transparent: number | undefined;
  for (const block of gifBlocksOf(bytes, screen)) {
    if (block.kind === "image") {
      // The least code size stands between the palette and the data.
      const local = bytes.subarray(block.start + LOCAL_PALETTE, block.data - 1);
      const palette = local.length > 0 ? local : bytes.subarray(GLOBAL_PALETTE, screen.end);
      return { image: block, palette, transparent };
    }
    if (block.label !== GRAPHIC_CONTROL || (bytes[block.data] ?? 0) < GRAPHIC_CONTROL_BYTES) continue;
    transparent = (bytes[block.data + 1] ?? 0) & 1 ? bytes[block.data + 4] : undefined;
  }
  throw new Error("The file ends before its first frame.");
}

function compose(bytes: Uint8Array, frame: Frame, { width, height, alpha }: ImageFacts): Raster {
  const { place, interlaced } = frame.image;
  // Bounds the memory too: the canvas has passed the limits, the frame has not.
  if (place.width > width || place.height > height)
    throw new Error("The first frame is larger than its canvas.");
  const indices = new Uint8Array(place.width * place.height);
  const minimumBits = bytes[frame.image.data - 1] ?? 0;
  const known = decompressLzw(bytes, frame.image.data, minimumBits, indices);
  if (known === 0) throw new Error("The first frame has no pixels.");

  const data = new Uint8Array(width * height * 4);
  if (!alpha) data.fill(255);
  const colours = Math.floor(frame.palette.length / 3);
  const visible = Math.min(place.width, width - place.left);
  let painted = 0;
  let rowStart = 0;
  for (const [firstRow, step] of interlaced ? PASSES : ONE_PASS) {
    for (let row = firstRow; row < place.height; row += step, rowStart += place.width) {
      if (place.top + row >= height) continue;
      const rowEnd = Math.min(rowStart + visible, known);
      let to = ((place.top + row) * width + place.left) * 4;
      for (let from = rowStart; from < rowEnd; from++, to += 4) {
        const index = indices[from]!;
        if (index === frame.transparent || index >= colours) continue;
        data[to] = frame.palette[index * 3]!;
        data[to + 1] = frame.palette[index * 3 + 1]!;
        data[to + 2] = frame.palette[index * 3 + 2]!;
        data[to + 3] = 255;
        painted++;
      }
    }
  }
  return { width, height, data, opaque: !alpha || painted === width * height };
}
