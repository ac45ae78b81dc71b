/** How a picture looks at a glance; empty for what is not pixels. */
export interface Look {
  /** The dominant colour, `#rrggbb`. */
  readonly colour?: string;
  /** A ThumbHash in base64. */
  readonly thumbHash?: string;
  /** A tiny WebP as a data URI. */
  readonly placeholder?: string;
}

/** What stands in a page until a picture is there: a tiny picture, a ThumbHash, or nothing. */
export type PlaceholderKind = boolean | "thumbhash";

const SHOWN: Readonly<Record<`${PlaceholderKind}`, readonly (keyof Look)[]>> = {
  true: ["colour", "placeholder"],
  thumbhash: ["colour", "thumbHash"],
  false: [],
};

/** What is told of a look to who wants that kind of placeholder. */
export function shownLook(look: Look, kind: PlaceholderKind): Look {
  const names = SHOWN[`${kind}`].filter((name) => look[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, look[name]]));
}
