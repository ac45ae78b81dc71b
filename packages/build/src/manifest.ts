import type { DeviceClass, Format } from "@darkroom/core";

/** What was built, as plain JSON: the same sources and variants give the same manifest, byte for byte. */
export interface Manifest {
  readonly version: 1;
  /** By the path of the source from the root. */
  readonly images: Readonly<Record<string, ManifestImage>>;
}

export interface ManifestImage {
  /** Pixels, as a viewer sees them. */
  readonly width: number;
  readonly height: number;
  readonly format: Format;
  readonly bytes: number;
  /** Hex SHA-256 of the source. */
  readonly sha256: string;
  /** The dominant colour, `#rrggbb`; absent for SVG and where nothing is opaque. */
  readonly colour?: string;
  /** A ThumbHash in base64; with `placeholders: "thumbhash"`, in place of the data URI. */
  readonly thumbHash?: string;
  /** A tiny WebP as a data URI, to stretch over the place of the picture until it is there. */
  readonly placeholder?: string;
  readonly files: readonly ManifestFile[];
}

export interface ManifestFile {
  readonly variant: string;
  /** Absent where the variant is the same for every device. */
  readonly device?: DeviceClass;
  readonly format: Format;
  readonly mediaType: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  /** Hex SHA-256 of the file. */
  readonly sha256: string;
  /** The key of a server's cache for the same bytes. */
  readonly key: string;
  /** From the output folder. */
  readonly path: string;
}

export function manifestText(images: ReadonlyMap<string, ManifestImage>): string {
  const sorted = [...images].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const manifest: Manifest = { version: 1, images: Object.fromEntries(sorted) };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
