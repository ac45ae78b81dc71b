import { COLOUR_NAMES } from "./colour-names.ts";

/** An sRGB colour as bytes; alpha is not premultiplied, 255 is opaque. */
export interface Colour {
  readonly r: number;
  readonly g: number;
  readonly b: number;
  readonly a: number;
}

/** Longer than any colour worth writing; keeps the work bounded. */
const LONGEST = 100;

/**
 * Reads a CSS colour: hexadecimal with 3, 4, 6 or 8 digits, a name, `transparent`, `rgb()` or `hsl()`
 * (`rgba()`, `hsla()`), with commas or without. Values outside their range are clamped as CSS does. Returns
 * undefined for anything else (CSS Color 4, sections 5 to 7).
 */
export function parseColour(text: string): Colour | undefined {
  if (text.length > LONGEST) return undefined;
  const colour = text.trim().toLowerCase();
  if (colour.startsWith("#")) return parseHex(colour.slice(1));
  if (colour === "transparent") return { r: 0, g: 0, b: 0, a: 0 };
  if (colour.endsWith(")")) return parseFunction(colour);
  return Object.hasOwn(COLOUR_NAMES, colour)
    ? fromHex(COLOUR_NAMES[colour as keyof typeof COLOUR_NAMES] * 256 + 255)
    : undefined;
}

/** The one spelling of a colour: `#rrggbb`, or `#rrggbbaa` where it is not opaque. */
export function colourText({ r, g, b, a }: Colour): string {
  const bytes = a === 255 ? [r, g, b] : [r, g, b, a];
  return `#${bytes.map((channel) => channel.toString(16).padStart(2, "0")).join("")}`;
}

function parseHex(digits: string): Colour | undefined {
  if (!/^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/.test(digits)) return undefined;
  const long = digits.length > 4 ? digits : digits.replaceAll(/./g, "$&$&");
  return fromHex(Number.parseInt(long.padEnd(8, "f"), 16));
}

function fromHex(rrggbbaa: number): Colour {
  return {
    r: (rrggbbaa >>> 24) & 255,
    g: (rrggbbaa >>> 16) & 255,
    b: (rrggbbaa >>> 8) & 255,
    a: rrggbbaa & 255,
  };
}

interface Arguments {
  readonly channels: readonly [string, string, string];
  readonly alpha: string | undefined;
  /** Separated by commas: the older syntax, which is stricter about units. */
  readonly legacy: boolean;
}

function parseFunction(colour: string): Colour | undefined {
  const open = colour.indexOf("(");
  const channels = CHANNELS.get(colour.slice(0, open));
  const parts = splitArguments(colour.slice(open + 1, -1));
  const rgb = parts && channels?.(parts);
  const alpha = parts && parseAlpha(parts);
  if (rgb === undefined || alpha === undefined) return undefined;
  return { r: byte(rgb[0]), g: byte(rgb[1]), b: byte(rgb[2]), a: byte(alpha) };
}

function splitArguments(text: string): Arguments | undefined {
  const legacy = text.includes(",");
  const [colour = "", slash, ...rest] = legacy ? [text] : text.split("/");
  const [x, y, z, comma, ...more] = colour.trim().split(legacy ? "," : /\s+/);
  const alpha = legacy ? comma : slash;
  const surplus = rest.length + more.length > 0 || (!legacy && comma !== undefined);
  if (surplus || x === undefined || y === undefined || z === undefined) return undefined;
  return { channels: [x.trim(), y.trim(), z.trim()], alpha: alpha?.trim(), legacy };
}

type Rgb = readonly [number, number, number];

/** How each function makes red, green and blue from 0 to 1 of its arguments. */
const CHANNELS: ReadonlyMap<string, (parts: Arguments) => Rgb | undefined> = new Map([
  ["rgb", parseRgb],
  ["rgba", parseRgb],
  ["hsl", parseHsl],
  ["hsla", parseHsl],
]);

function parseRgb({ channels, legacy }: Arguments): Rgb | undefined {
  const [r, g, b] = channels.map((text) => parseChannel(text, 255, legacy));
  if (r === undefined || g === undefined || b === undefined) return undefined;
  // The older syntax takes three numbers or three percentages, not a mixture.
  if (legacy && (r.unit !== g.unit || g.unit !== b.unit)) return undefined;
  return [r.share, g.share, b.share];
}

function parseHsl({ channels, legacy }: Arguments): Rgb | undefined {
  const hue = parseHue(channels[0], legacy);
  const saturation = parseChannel(channels[1], 100, legacy);
  const lightness = parseChannel(channels[2], 100, legacy);
  if (hue === undefined || saturation === undefined || lightness === undefined) return undefined;
  if (legacy && (saturation.unit !== "%" || lightness.unit !== "%")) return undefined;
  return fromHsl(hue, saturation.share, lightness.share);
}

/** CSS Color 4, section 7.1; hue in degrees, the others from 0 to 1. */
function fromHsl(hue: number, saturation: number, lightness: number): Rgb {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number) => {
    const sector = (offset + hue / 30) % 12;
    return lightness - reach * Math.max(-1, Math.min(sector - 3, 9 - sector, 1));
  };
  return [channel(0), channel(8), channel(4)];
}

const NUMBER = /^([+-]?(?:\d+|\d*\.\d+)(?:e[+-]?\d+)?)(%|[a-z]*)$/;

function parseNumber(text: string, legacy: boolean): { value: number; unit: string } | undefined {
  if (text === "none") return legacy ? undefined : { value: 0, unit: "" };
  const match = NUMBER.exec(text);
  return match ? { value: Number(match[1]), unit: match[2] ?? "" } : undefined;
}

/** A number of `full`, or a percentage, as a share from 0 to 1. */
function parseChannel(
  text: string,
  full: number,
  legacy: boolean,
): { share: number; unit: string } | undefined {
  const number = parseNumber(text, legacy);
  if (number === undefined || (number.unit !== "" && number.unit !== "%")) return undefined;
  return {
    share: clamp(number.value / (number.unit === "%" ? 100 : full)),
    unit: number.unit,
  };
}

function parseAlpha({ alpha, legacy }: Arguments): number | undefined {
  return alpha === undefined ? 1 : parseChannel(alpha, 1, legacy)?.share;
}

/** Degrees in one of each unit of an angle. */
const DEGREES: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["deg", 1],
  ["grad", 0.9],
  ["rad", 180 / Math.PI],
  ["turn", 360],
]);

function parseHue(text: string, legacy: boolean): number | undefined {
  const number = parseNumber(text, legacy);
  const degrees = number && DEGREES.get(number.unit);
  if (number === undefined || degrees === undefined) return undefined;
  const hue = (number.value * degrees) % 360;
  if (Number.isNaN(hue)) return undefined;
  return hue < 0 ? hue + 360 : hue;
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function byte(share: number): number {
  return Math.round(share * 255);
}
