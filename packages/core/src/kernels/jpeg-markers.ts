import { DarkroomError } from "../errors.ts";

/** A component as the frame header has it (ITU-T T.81, B.2.2). */
export interface FrameComponent {
  readonly id: number;
  /** Sampling factors, 1 to 4. */
  readonly h: number;
  readonly v: number;
  /** Quantisation table, 0 to 3. */
  readonly quantisation: number;
}

export interface JpegFrame {
  readonly width: number;
  readonly height: number;
  readonly progressive: boolean;
  readonly components: readonly FrameComponent[];
}

/** A scan header (B.2.3). Components are indices into the frame's. */
export interface JpegScan {
  readonly components: readonly { readonly index: number; readonly dc: number; readonly ac: number }[];
  readonly spectralStart: number;
  readonly spectralEnd: number;
  readonly approximationHigh: number;
  readonly approximationLow: number;
  /** Offset of the first byte of its entropy-coded data. */
  readonly dataStart: number;
}

/** What the segments between two scans say. */
export type JpegSegment =
  | { readonly is: "huffman"; readonly tableClass: number; readonly id: number; readonly codes: Uint8Array }
  | { readonly is: "quantisation"; readonly id: number; readonly values: Uint16Array<ArrayBuffer> }
  | { readonly is: "restart"; readonly interval: number }
  | { readonly is: "adobe"; readonly transform: number }
  | { readonly is: "jfif" }
  | { readonly is: "frame"; readonly frame: JpegFrame }
  | { readonly is: "scan"; readonly scan: JpegScan };

const MARKERS = {
  SOF0: 0xc0,
  SOF1: 0xc1,
  SOF2: 0xc2,
  DHT: 0xc4,
  JPG: 0xc8,
  SOF15: 0xcf,
  DAC: 0xcc,
  RST0: 0xd0,
  SOI: 0xd8,
  EOI: 0xd9,
  SOS: 0xda,
  DQT: 0xdb,
  DRI: 0xdd,
  APP0: 0xe0,
  APP14: 0xee,
  TEM: 0x01,
} as const;

const MOST_BLOCKS_IN_MCU = 10;

function corrupt(sentence: string): DarkroomError {
  return new DarkroomError("image_corrupt", `The JPEG cannot be decoded: ${sentence}.`);
}

function unsupported(sentence: string): DarkroomError {
  return new DarkroomError("image_unsupported", `${sentence} JPEG images are not supported.`);
}

/**
 * Reads the segments of a JPEG (T.81, annex B) up to and including the next scan header. `position` is moved
 * by the reader, and by whoever has read the data of a scan. Bytes that are no marker are skipped, as browsers
 * do; the end of the file counts as the end of the image.
 */
export interface SegmentReader {
  position: number;
  /** The next segment that matters, or `undefined` at the end of the image. */
  next(): JpegSegment | undefined;
}

export function createSegmentReader(bytes: Uint8Array): SegmentReader {
  let frame: JpegFrame | undefined;
  /** Segments of one DHT or DQT, still to be handed out. */
  const pending: JpegSegment[] = [];

  const reader: SegmentReader = {
    position: 0,
    next() {
      for (;;) {
        const segment = pending.shift();
        if (segment) return segment;
        const marker = nextMarker();
        if (marker === undefined || marker === MARKERS.EOI) return undefined;
        if (
          marker === MARKERS.SOI ||
          marker === MARKERS.TEM ||
          (marker >= MARKERS.RST0 && marker < MARKERS.SOI)
        ) {
          continue;
        }
        readSegment(marker);
      }
    },
  };

  function nextMarker(): number | undefined {
    for (; reader.position + 1 < bytes.length; reader.position++) {
      if (bytes[reader.position] !== 0xff) continue;
      const code = bytes[reader.position + 1] ?? 0;
      if (code === 0xff || code === 0) continue;
      reader.position += 2;
      return code;
    }
    return undefined;
  }

  function readSegment(marker: number): void {
    const start = reader.position;
    const length = ((bytes[start] ?? 0) << 8) | (bytes[start + 1] ?? 0);
    if (length < 2 || start + length > bytes.length) {
      reader.position = bytes.length;
      return;
    }
    const body = bytes.subarray(start + 2, start + length);
    reader.position = start + length;
    if (marker === MARKERS.DHT) readHuffman(body);
    else if (marker === MARKERS.DQT) readQuantisation(body);
    else if (marker === MARKERS.DRI) readRestart(body);
    else if (marker === MARKERS.SOS) pending.push({ is: "scan", scan: readScan(body, reader.position) });
    else if (marker === MARKERS.APP0 && startsWith(body, "JFIF\0")) pending.push({ is: "jfif" });
    else if (marker === MARKERS.APP14 && startsWith(body, "Adobe") && body.length >= 12) {
      pending.push({ is: "adobe", transform: body[11] ?? 0 });
    } else if (marker === MARKERS.DAC) throw unsupported("Arithmetic-coded");
    else if (marker >= MARKERS.SOF0 && marker <= MARKERS.SOF15 && marker !== MARKERS.JPG)
      readFrame(marker, body);
  }

  function readHuffman(body: Uint8Array): void {
    let at = 0;
    while (at + 17 <= body.length) {
      const head = body[at] ?? 0;
      const codes = body.subarray(at + 1, at + 17);
      const total = codes.reduce((sum, count) => sum + count, 0);
      if (head >> 4 > 1 || (head & 15) > 3)
        throw corrupt("a Huffman table has a class or a number that does not exist");
      if (total > 256 || at + 17 + total > body.length)
        throw corrupt("a Huffman table is longer than its segment");
      pending.push({
        is: "huffman",
        tableClass: head >> 4,
        id: head & 15,
        codes: body.subarray(at + 1, at + 17 + total),
      });
      at += 17 + total;
    }
  }

  function readQuantisation(body: Uint8Array): void {
    let at = 0;
    while (at < body.length) {
      const head = body[at] ?? 0;
      const wide = head >> 4 > 0;
      const size = wide ? 128 : 64;
      if ((head & 15) > 3) throw corrupt("a quantisation table has a number that does not exist");
      if (at + 1 + size > body.length) throw corrupt("a quantisation table is longer than its segment");
      const values = Uint16Array.from({ length: 64 }, (_, k) =>
        wide ? ((body[at + 1 + 2 * k] ?? 0) << 8) | (body[at + 2 + 2 * k] ?? 0) : (body[at + 1 + k] ?? 0),
      );
      pending.push({ is: "quantisation", id: head & 15, values });
      at += 1 + size;
    }
  }

  function readRestart(body: Uint8Array): void {
    if (body.length < 2) throw corrupt("the restart interval is missing");
    pending.push({ is: "restart", interval: ((body[0] ?? 0) << 8) | (body[1] ?? 0) });
  }

  function readFrame(marker: number, body: Uint8Array): void {
    if (frame) throw corrupt("it has two frame headers");
    if (marker > MARKERS.SOF2) {
      throw unsupported(marker >= 0xc9 ? "Arithmetic-coded" : marker === 0xc3 ? "Lossless" : "Hierarchical");
    }
    const [precision = 0, h1 = 0, h0 = 0, w1 = 0, w0 = 0, count = 0] = body;
    if (precision !== 8) throw unsupported(`${precision}-bit`);
    const width = (w1 << 8) | w0;
    const height = (h1 << 8) | h0;
    if (body.length < 6 + 3 * count) throw corrupt("its frame header is too short");
    if (width === 0 || height === 0) throw corrupt("its width or its height is zero");
    if (count !== 1 && count !== 3 && count !== 4) throw unsupported(`${count}-component`);
    const components = Array.from({ length: count }, (_, i) => {
      const [id = 0, sampling = 0, quantisation = 0] = body.subarray(6 + 3 * i);
      const h = sampling >> 4;
      const v = sampling & 15;
      if (h < 1 || h > 4 || v < 1 || v > 4) throw corrupt("a sampling factor is not from 1 to 4");
      if (quantisation > 3) throw corrupt("a component names a quantisation table that does not exist");
      // The factors of a single component mean nothing (T.81, A.2.2): its MCU is one block.
      return count === 1 ? { id, h: 1, v: 1, quantisation } : { id, h, v, quantisation };
    });
    frame = { width, height, progressive: marker === MARKERS.SOF2, components };
    pending.push({ is: "frame", frame });
  }

  function readScan(body: Uint8Array, dataStart: number): JpegScan {
    if (!frame) throw corrupt("a scan comes before the frame header");
    const count = body[0] ?? 0;
    if (count < 1 || count > 4 || body.length < 4 + 2 * count) throw corrupt("a scan header is too short");
    const used = new Set<number>();
    const components = Array.from({ length: count }, (_, i) => {
      const [id = 0, tables = 0] = body.subarray(1 + 2 * i);
      const index = frame?.components.findIndex((c, n) => c.id === id && !used.has(n)) ?? -1;
      if (index < 0) throw corrupt("a scan names a component that is not in the frame");
      if (tables >> 4 > 3 || (tables & 15) > 3)
        throw corrupt("a scan names a Huffman table that does not exist");
      used.add(index);
      return { index, dc: tables >> 4, ac: tables & 15 };
    });
    const blocks = components.reduce((sum, { index }) => {
      const c = frame?.components[index];
      return sum + (c ? c.h * c.v : 0);
    }, 0);
    if (count > 1 && blocks > MOST_BLOCKS_IN_MCU) throw corrupt("a scan has more than ten blocks in a unit");

    const [spectralStart = 0, spectralEnd = 63, approximation = 0] = body.subarray(1 + 2 * count);
    const approximationHigh = approximation >> 4;
    const approximationLow = approximation & 15;
    if (frame.progressive) {
      const validBand = spectralStart === 0 ? spectralEnd === 0 : count === 1 && spectralEnd >= spectralStart;
      const validBit = approximationHigh === 0 || approximationHigh === approximationLow + 1;
      if (!validBand || spectralEnd > 63 || !validBit || approximationLow > 13) {
        throw corrupt("the parameters of a progressive scan contradict each other");
      }
    }
    return { components, spectralStart, spectralEnd, approximationHigh, approximationLow, dataStart };
  }

  return reader;
}

function startsWith(body: Uint8Array, text: string): boolean {
  return String.fromCharCode(...body.subarray(0, text.length)) === text;
}
