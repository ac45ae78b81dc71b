/** Types of what the Vite plugin imports: `/// <reference types="@darkroom/build/client" />`. */

declare namespace Darkroom {
  /** All that a `<picture>` needs. */
  interface Picture {
    /** Best first. */
    readonly sources: readonly { readonly type: string; readonly srcset: string }[];
    /** For clients that take none of them: its largest picture. */
    readonly img: {
      readonly src: string;
      readonly srcset: string;
      readonly width: number;
      readonly height: number;
    };
    /** The dominant colour, `#rrggbb`. */
    readonly colour?: string;
    /** A ThumbHash in base64; with `placeholders: "thumbhash"`, in place of the data URI. */
    readonly thumbHash?: string;
    /** A tiny picture as a data URI. */
    readonly placeholder?: string;
  }
}

declare module "*&as=picture" {
  const picture: Darkroom.Picture;
  export default picture;
}

declare module "*?as=picture" {
  const picture: Darkroom.Picture;
  export default picture;
}

declare module "*&as=srcset" {
  const srcset: string;
  export default srcset;
}

declare module "*&as=url" {
  const url: string;
  export default url;
}

declare module "*?variant=public" {
  const url: string;
  export default url;
}
