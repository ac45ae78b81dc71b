const SLICE = 65_536;

/**
 * A long string in pieces, surrogate pairs whole: replacing every other character of 25 MB in one call takes a
 * gigabyte.
 */
export function* slices(text: string): Generator<string, void> {
  let start = 0;
  while (start < text.length) {
    let end = Math.min(start + SLICE, text.length);
    const last = text.charCodeAt(end - 1);
    if (end < text.length && last >= 0xd800 && last <= 0xdbff) end += 1;
    yield text.slice(start, end);
    start = end;
  }
}
