import { FORMATS, type Format } from "@darkroom/core";
import type { Look } from "../look.ts";
import type { ImportShape } from "./import-query.ts";

/** A picture with the address that a page will have for it. */
export interface AddressedPicture {
  readonly url: string;
  readonly format: Format;
  readonly width: number;
  readonly height: number;
}

/** All that a `<picture>` needs; `client.d.ts` says the same of what is imported. */
export interface PictureData {
  /** Best first. */
  readonly sources: readonly { readonly type: string; readonly srcset: string }[];
  /** For clients that take none of them: its largest picture. */
  readonly img: {
    readonly src: string;
    readonly srcset: string;
    readonly width: number;
    readonly height: number;
  };
  /** `#rrggbb` */
  readonly colour?: string;
  /** In base64; with `placeholders: "thumbhash"`, in place of the data URI. */
  readonly thumbHash?: string;
  /** A data URI. */
  readonly placeholder?: string;
}

/** The module of an import. Addresses stand in double quotes in it, as Vite needs it to replace them. */
export function importCode(shape: ImportShape, pictures: readonly AddressedPicture[], look: Look): string {
  return `export default ${JSON.stringify(SHAPED[shape](pictures, look))};\n`;
}

const SHAPED: Readonly<
  Record<ImportShape, (pictures: readonly AddressedPicture[], look: Look) => string | PictureData>
> = {
  url: ([picture]) => picture?.url ?? "",
  srcset: (pictures) => srcset(pictures),
  picture: pictureData,
};

function pictureData(pictures: readonly AddressedPicture[], look: Look): PictureData {
  const formats = [...Map.groupBy(pictures, ({ format }) => format)];
  const [, fallback = []] = formats.pop() ?? [];
  const largest = fallback.toSorted((a, b) => b.width - a.width)[0];
  return {
    sources: formats.map(([format, sized]) => ({ type: FORMATS[format].mediaType, srcset: srcset(sized) })),
    img: {
      src: largest?.url ?? "",
      srcset: srcset(fallback),
      width: largest?.width ?? 0,
      height: largest?.height ?? 0,
    },
    ...look,
  };
}

/** Candidates by their widths; pictures that turned out equally wide stand once. */
function srcset(pictures: readonly AddressedPicture[]): string {
  const byWidth = new Map(pictures.map(({ width, url }) => [width, url]));
  return [...byWidth].map(([width, url]) => `${url} ${width}w`).join(", ");
}
