/**
 * What an Accept header allows: a quality from 0 to 1 for each media range, by its lower-case text. Empty where
 * there is no usable header, which allows everything.
 */
export type AcceptRanges = ReadonlyMap<string, number>;

/**
 * Reads an Accept header (RFC 9110, section 12.5.1) in time linear in its length. Members that break the grammar
 * are left out; of two qualities for one range the lower counts. A range with parameters other than `q` is kept
 * apart: it matches no type without them.
 */
export function parseAccept(header: string | undefined): AcceptRanges {
  const ranges = new Map<string, number>();
  for (const member of splitOutsideQuotes(header ?? "", ",")) {
    const parsed = parseMember(member);
    if (parsed === undefined) continue;
    ranges.set(parsed.range, Math.min(parsed.quality, ranges.get(parsed.range) ?? 1));
  }
  return ranges;
}

/**
 * The quality of a media type (lower case, without parameters), by the most specific range that matches: the
 * type, then `type/*`, then everything. 0 is a refusal.
 */
export function quality(ranges: AcceptRanges, mediaType: string): number {
  if (ranges.size === 0) return 1;
  const family = `${mediaType.slice(0, mediaType.indexOf("/"))}/*`;
  return ranges.get(mediaType) ?? ranges.get(family) ?? ranges.get("*/*") ?? 0;
}

/**
 * Whether a media type is accepted by its own name. Browsers send the wildcards for images without taking every
 * format, so a wildcard says nothing of the newer ones.
 */
export function names(ranges: AcceptRanges, mediaType: string): boolean {
  return (ranges.get(mediaType) ?? 0) > 0;
}

const TOKEN = "[!#$%&'*+.^_`|~0-9a-z-]+";
const RANGE = new RegExp(`^(?:\\*/\\*|${TOKEN}/(?:\\*|${TOKEN}))$`);
const PARAMETER = new RegExp(`^(${TOKEN})=(?:${TOKEN}|"(?:[^"\\\\]|\\\\.)*")$`, "s");
const WEIGHT = /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/;

function parseMember(member: string): { range: string; quality: number } | undefined {
  const [type = "", ...parameters] = splitOutsideQuotes(member.toLowerCase(), ";").map(trim);
  if (!RANGE.test(type) || (type.startsWith("*/") && type !== "*/*")) return undefined;
  const range = [type];
  for (const parameter of parameters) {
    // An empty parameter is allowed (RFC 9110, section 5.6.6).
    if (parameter === "") continue;
    const name = PARAMETER.exec(parameter)?.[1];
    if (name === undefined) return undefined;
    if (name === "q") {
      // What follows the weight is an extension of older standards, without a meaning.
      const weight = parameter.slice(2);
      return WEIGHT.test(weight) ? { range: range.join(";"), quality: Number(weight) } : undefined;
    }
    range.push(parameter);
  }
  return { range: range.join(";"), quality: 1 };
}

/** The parts of a list, whose separator does not count inside a quoted string (RFC 9110, section 5.6.4). */
function splitOutsideQuotes(text: string, separator: "," | ";"): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') quoted = !quoted;
    else if (quoted && character === "\\") at++;
    else if (!quoted && character === separator) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
}

/** Optional whitespace is spaces and tabs only (RFC 9110, section 5.6.3). */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text, start)) start++;
  while (end > start && isBlank(text, end - 1)) end--;
  return text.slice(start, end);
}

function isBlank(text: string, at: number): boolean {
  return text[at] === " " || text[at] === "\t";
}
