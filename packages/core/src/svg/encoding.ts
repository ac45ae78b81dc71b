import { DarkroomError } from "../errors.ts";

/** Bytes that are decoded at a time, so that a large document never exists as one string. */
const CHUNK = 65_536;

/**
 * Bytes 0x80 to 0x9F of windows-1252, which every browser reads for ISO-8859-1 too (WHATWG Encoding, 4.2).
 * The five unused bytes stand for the control characters of the same number.
 */
const WINDOWS_1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

type Decode = (bytes: Uint8Array) => Generator<string, void>;

/** Encodings by the name in an XML declaration, in lower case. Only names whose declaration reads as ASCII. */
const DECODERS = new Map<string, Decode>([
  ["utf-8", utf8],
  ["utf8", utf8],
  ["us-ascii", utf8],
  ["ascii", utf8],
  // A declaration that could be read as ASCII is not in UTF-16, whatever it says; some libraries write this
  // into UTF-8 files, and browsers read them (WHATWG Encoding, 4.2, "get an encoding" for XML).
  ["utf-16", utf8],
  ["iso-8859-1", latin1],
  ["iso_8859-1", latin1],
  ["latin1", latin1],
  ["windows-1252", latin1],
]);

/**
 * Decodes an XML document piece by piece: by its byte order mark, else by its declaration, else as UTF-8
 * (XML 1.0, appendix F). Throws `image_unsupported` for another encoding, `image_corrupt` for invalid bytes.
 */
export function decodeXml(bytes: Uint8Array): Generator<string, void> {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16(bytes, false);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return utf16(bytes, true);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return utf8(bytes);
  if (bytes[0] === 0 || bytes[1] === 0) throw unsupported("UTF-16 or UTF-32 without a byte order mark");
  const name = declaredEncoding(bytes);
  const decode = DECODERS.get(name.toLowerCase());
  if (decode === undefined) throw unsupported(name);
  return decode(bytes);
}

function declaredEncoding(bytes: Uint8Array): string {
  const start = String.fromCharCode(...bytes.subarray(0, 256));
  const declaration = /^<\?xml\s[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']/.exec(start);
  return declaration?.[1] ?? "utf-8";
}

function* utf8(bytes: Uint8Array): Generator<string, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let at = 0; at < bytes.length; at += CHUNK) {
    yield readUtf8(() => decoder.decode(bytes.subarray(at, at + CHUNK), { stream: true }));
  }
  yield readUtf8(() => decoder.decode());
}

function readUtf8(decode: () => string): string {
  try {
    return decode();
  } catch (cause) {
    throw new DarkroomError("image_corrupt", "The SVG's text is not valid UTF-8.", { cause });
  }
}

/** Written out because not every runtime's `TextDecoder` knows both byte orders. */
function* utf16(bytes: Uint8Array, littleEndian: boolean): Generator<string, void> {
  if (bytes.length % 2 !== 0)
    throw new DarkroomError("image_corrupt", "The SVG's UTF-16 text ends in half a character.");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const units = new Uint16Array(8192);
  let filled = 0;
  let awaitsLow = false;
  for (let at = 2; at < bytes.length; at += 2) {
    const unit = view.getUint16(at, littleEndian);
    const isLow = unit >= 0xdc00 && unit <= 0xdfff;
    if (isLow !== awaitsLow) throw new DarkroomError("image_corrupt", "The SVG's text is not valid UTF-16.");
    awaitsLow = unit >= 0xd800 && unit <= 0xdbff;
    units[filled++] = unit;
    if (filled === units.length) {
      yield String.fromCharCode(...units);
      filled = 0;
    }
  }
  if (awaitsLow) throw new DarkroomError("image_corrupt", "The SVG's UTF-16 text ends in half a character.");
  yield String.fromCharCode(...units.subarray(0, filled));
}

function* latin1(bytes: Uint8Array): Generator<string, void> {
  for (let at = 0; at < bytes.length; at += 8192) {
    const text = String.fromCharCode(...bytes.subarray(at, at + 8192));
    yield text.replaceAll(/[\u0080-\u009F]/g, (control) => WINDOWS_1252.charAt(control.charCodeAt(0) - 0x80));
  }
}

function unsupported(encoding: string): DarkroomError {
  return new DarkroomError(
    "image_unsupported",
    `The SVG's encoding is ${encoding.slice(0, 40)}; UTF-8, UTF-16 with a byte order mark and ISO-8859-1 are supported.`,
  );
}
