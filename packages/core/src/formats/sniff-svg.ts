/**
 * Recognises SVG: an XML text whose root element is `svg`, possibly with a prefix. What may stand before the
 * root is XML 1.0 clause 2.8 (prolog); how the encoding shows in the first bytes is its appendix F.
 */

/** How far the root element is looked for: longer prologs exist only to waste time. */
const PROLOG_BYTES = 65_536;

export function isSvgText(bytes: Uint8Array): boolean {
  const text = asciiView(bytes.subarray(0, PROLOG_BYTES));
  const root = rootElementAt(text);
  return root !== undefined && matchesAt(/<(?:[A-Za-z_][\w.-]*:)?svg[\s/>]/y, text, root);
}

/**
 * The text with every character outside ASCII made a "?": markup is ASCII in UTF-8, in UTF-16 and in the
 * one-byte encodings, and nothing else matters here.
 */
function asciiView(bytes: Uint8Array): string {
  const [first, second, third] = bytes;
  if (first === 0xfe && second === 0xff) return joinAscii(bytes, 2, 2, 1);
  if (first === 0xff && second === 0xfe) return joinAscii(bytes, 2, 2, 0);
  if (first === 0 && second === 0x3c) return joinAscii(bytes, 0, 2, 1);
  if (first === 0x3c && second === 0) return joinAscii(bytes, 0, 2, 0);
  if (first === 0xef && second === 0xbb && third === 0xbf) return joinAscii(bytes, 3, 1, 0);
  return joinAscii(bytes, 0, 1, 0);
}

/** Characters of `width` bytes, of which the byte at `low` is ASCII if the other, where there is one, is 0. */
function joinAscii(bytes: Uint8Array, from: number, width: 1 | 2, low: 0 | 1): string {
  const length = Math.floor((bytes.length - from) / width);
  const ascii = new Uint8Array(length);
  for (let index = 0; index < length; index++) {
    const at = from + index * width;
    const code = bytes[at + low] ?? 0;
    const high = width === 2 ? (bytes[at + 1 - low] ?? 0) : 0;
    ascii[index] = high === 0 && code < 0x80 ? code : 0x3f;
  }
  return new TextDecoder().decode(ascii);
}

/** The offset of the root element's "<", after white space, declarations, comments and a document type. */
function rootElementAt(text: string): number | undefined {
  let at: number | undefined = 0;
  while (at !== undefined) {
    at = afterSpace(text, at);
    if (text[at] !== "<") return undefined;
    if (text.startsWith("<?", at)) at = after(text, "?>", at);
    else if (text.startsWith("<!--", at)) at = after(text, "-->", at + 4);
    else if (text.startsWith("<!DOCTYPE", at)) at = afterDoctype(text, at);
    else return at;
  }
  return undefined;
}

/** Skips a document type with its internal subset, where ">" may stand in literals, comments and declarations. */
function afterDoctype(text: string, from: number): number | undefined {
  let inSubset = false;
  let at: number | undefined = from + "<!DOCTYPE".length;
  while (at !== undefined && at < text.length) {
    const character = text[at] as string;
    if (text.startsWith("<!--", at)) at = after(text, "-->", at + 4);
    else if (text.startsWith("<?", at)) at = after(text, "?>", at);
    else if (character === '"' || character === "'") at = after(text, character, at + 1);
    else if (character === ">" && !inSubset) return at + 1;
    else {
      if (character === "[") inSubset = true;
      if (character === "]") inSubset = false;
      at++;
    }
  }
  return undefined;
}

function after(text: string, end: string, from: number): number | undefined {
  const at = text.indexOf(end, from);
  return at === -1 ? undefined : at + end.length;
}

function afterSpace(text: string, from: number): number {
  const space = /[\t\n\r ]*/y;
  space.lastIndex = from;
  space.test(text);
  return space.lastIndex;
}

function matchesAt(sticky: RegExp, text: string, at: number): boolean {
  sticky.lastIndex = at;
  return sticky.test(text);
}
