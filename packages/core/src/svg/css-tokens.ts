/** A token of CSS (CSS Syntax 3, 4) with its escapes resolved. */
export type CssToken =
  | { readonly type: "ident" | "function" | "at" | "hash" | "string" | "url"; readonly value: string }
  /** A number with its unit: `%`, an identifier, or nothing. */
  | { readonly type: "number"; readonly value: string; readonly unit: string }
  /** Any other single character, brackets among them. */
  | { readonly type: "delim"; readonly value: string }
  | { readonly type: "space" | "comment"; readonly value: "" };

const SPACE = /[ \t\n]+/y;
const COMMENT = /\/\*[^]*?\*\/|<!--|-->/y;
const NUMBER = /[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const IDENT_START = /--|-?(?:[A-Za-z_\u0080-\uFFFF]|\\[^\n])/y;
const NAME_START = /[\w\-\u0080-\uFFFF]|\\[^\n]/y;
const QUOTE_AHEAD = /[ \t\n]*["']/y;
const ESCAPE = /\\(?:([\dA-Fa-f]{1,6})[ \t\n]?|(\n)|([^]))/g;

/**
 * What names, strings and URLs are made of: runs of plain characters, and escapes. They are taken in turn, because
 * one expression for both needs stack for every character of a long string.
 */
const PARTS = {
  name: { plain: /[\w\-\u0080-\uFFFF]+/y, escape: /\\(?:[\dA-Fa-f]{1,6}[ \t\n]?|[^\n])/y },
  // Narrower than CSS, which takes most white space and control characters above U+007F.
  url: { plain: /[^"'()\\\s\p{Cc}]+/uy, escape: /\\(?:[\dA-Fa-f]{1,6}[ \t\n]?|[^\n])/y },
  '"': { plain: /[^"\\\n]+/y, escape: /\\[^]/y },
  "'": { plain: /[^'\\\n]+/y, escape: /\\[^]/y },
} as const;

/**
 * The tokens of a style sheet or of a part of one; undefined where the text holds what CSS calls a parse error
 * (an unterminated string or comment, a bad URL, a stray backslash), so that nobody has to agree on recovery.
 * `<!--` and `-->` count as comments. Stops after `most` tokens.
 */
export function tokenizeCss(text: string, most: number): CssToken[] | undefined {
  const source = text.replaceAll(/\r\n?|\f/g, "\n").replaceAll("\0", "\uFFFD");
  const tokens: CssToken[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    at += match?.[0].length ?? 0;
    return match;
  };
  const sees = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    return pattern.test(source);
  };
  const takeParts = ({ plain, escape }: (typeof PARTS)[keyof typeof PARTS]): string => {
    const start = at;
    while (take(plain) ?? take(escape));
    return unescape(source.slice(start, at));
  };
  const takeName = (): string => takeParts(PARTS.name);

  /** Undefined for what must not be read on. */
  const next = (): CssToken | undefined => {
    const sign = source.charAt(at);
    // The first character tells which expressions are worth a try.
    if (" \t\n".includes(sign) && take(SPACE)) return { type: "space", value: "" };
    if ("/<-".includes(sign) && take(COMMENT)) return { type: "comment", value: "" };
    const number = "+-.0123456789".includes(sign) ? take(NUMBER)?.[0] : undefined;
    if (number !== undefined) return { type: "number", value: number, unit: takeUnit() };
    if (sees(IDENT_START)) return takeIdentLike();
    if (sign === '"' || sign === "'") return takeString(sign);
    // A backslash before a line break, or a comment without an end.
    if (sign === "\\" || source.startsWith("/*", at)) return undefined;
    at += 1;
    if (sign === "@" && sees(IDENT_START)) return { type: "at", value: takeName() };
    if (sign === "#" && sees(NAME_START)) return { type: "hash", value: takeName() };
    return { type: "delim", value: sign };
  };

  const takeString = (quote: '"' | "'"): CssToken | undefined => {
    at += 1;
    const value = takeParts(PARTS[quote]);
    if (source[at] !== quote) return undefined;
    at += 1;
    return { type: "string", value };
  };

  const takeUnit = (): string => {
    if (source[at] === "%") {
      at += 1;
      return "%";
    }
    return sees(IDENT_START) ? takeName() : "";
  };

  const takeIdentLike = (): CssToken | undefined => {
    const value = takeName();
    if (source[at] !== "(") return { type: "ident", value };
    at += 1;
    if (value.toLowerCase() !== "url" || sees(QUOTE_AHEAD)) return { type: "function", value };
    take(SPACE);
    const url = takeParts(PARTS.url);
    take(SPACE);
    if (source[at] !== ")") return undefined;
    at += 1;
    return { type: "url", value: url };
  };

  while (at < source.length) {
    const token = next();
    if (token === undefined) return undefined;
    tokens.push(token);
    if (tokens.length >= most) return tokens;
  }
  return tokens;
}

/** One spelling for each token; tokenizing it gives the token back unless its neighbours grow into it. */
export function serializeCss(tokens: readonly CssToken[]): string {
  return tokens.map(serializeToken).join("");
}

function serializeToken(token: CssToken): string {
  return token.type === "number" ? token.value + unit(token.unit) : SPELLINGS[token.type](token.value);
}

const SPELLINGS = {
  ident: identifier,
  function: (value) => `${identifier(value)}(`,
  at: (value) => `@${identifier(value)}`,
  hash: (value) => `#${name(value)}`,
  string: (value) => `"${value.replaceAll(/["\\\p{Cc}]/gu, escaped)}"`,
  url: (value) => `url(${value.replaceAll(/["'()\\\s\p{Cc}]/gu, hexEscape)})`,
  delim: (value) => value,
  space: () => " ",
  comment: () => "/**/",
} as const satisfies Record<Exclude<CssToken["type"], "number">, (value: string) => string>;

/** CSSOM 6.7.1, "serialize an identifier". */
function identifier(value: string): string {
  if (value === "-") return "\\-";
  const start = /^-?\d/.exec(value)?.[0];
  return start === undefined
    ? name(value)
    : start.slice(0, -1) + hexEscape(start.slice(-1)) + name(value.slice(start.length));
}

function name(value: string): string {
  return value.replaceAll(/[^\w\-\u0080-\uFFFF]/g, escaped);
}

/** A unit such as `e3` would read as an exponent. */
function unit(value: string): string {
  if (value === "%") return value;
  return /^e-?\d/i.test(value) ? hexEscape(value.charAt(0)) + name(value.slice(1)) : identifier(value);
}

function escaped(sign: string): string {
  return /\p{Cc}/u.test(sign) ? hexEscape(sign) : `\\${sign}`;
}

function hexEscape(sign: string): string {
  return `\\${sign.charCodeAt(0).toString(16)} `;
}

function unescape(text: string): string {
  return text.includes("\\")
    ? text.replaceAll(ESCAPE, (_, hex?: string, newline?: string, sign = "") => {
        if (newline !== undefined) return "";
        return hex === undefined ? (sign as string) : codePoint(Number.parseInt(hex, 16));
      })
    : text;
}

function codePoint(code: number): string {
  const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
  return valid ? String.fromCodePoint(code) : "\uFFFD";
}
