import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { FORMATS } from "@darkroom/core";
import { fileError } from "../atomic-file.ts";
import type { Derived, ImageMaker } from "../image-maker.ts";
import { shownLook } from "../look.ts";
import type { Settings } from "../settings.ts";
import { importCode, type AddressedPicture } from "./import-code.ts";
import { parseImportQuery } from "./import-query.ts";

/** A picture that an import asked for, to be made when it is wanted. */
export interface WantedPicture {
  readonly derived: Derived;
  /** A name for people, such as `hero-800.webp`. */
  readonly name: string;
  /** The bytes, from the cache or computed now. */
  make(): Promise<Uint8Array<ArrayBuffer>>;
}

/** Image files that an import may name, by their endings. */
const IMAGES = new RegExp(
  `\\.(?:${Object.values(FORMATS)
    .flatMap(({ extensions }) => extensions)
    .join("|")})$`,
  "i",
);

/** The file and the query of a module's id; undefined for what is no image with a query. */
export function splitId(id: string): { readonly file: string; readonly query: string } | undefined {
  const mark = id.indexOf("?");
  if (mark < 0 || !IMAGES.test(id.slice(0, mark))) return undefined;
  return { file: id.slice(0, mark), query: id.slice(mark + 1) };
}

/**
 * The code of an imported image, or undefined for an import that asks nothing of us. `address` says where a
 * picture will be found.
 */
export async function loadImage(
  { file, query }: { readonly file: string; readonly query: string },
  { variants = [], placeholders = true }: Pick<Settings, "variants" | "placeholders">,
  maker: ImageMaker,
  address: (picture: WantedPicture) => string | Promise<string>,
): Promise<string | undefined> {
  const request = parseImportQuery(query, variants);
  if (request === undefined) return undefined;
  const { original, bytes } = await maker.inspect(await read(file));
  const open = async (): Promise<Uint8Array<ArrayBuffer>> => Promise.resolve(bytes);
  const pictures = new Map<string, Promise<AddressedPicture>>();
  for (const { options, accept } of request.pictures) {
    const derived = await maker.derive(original, options, accept);
    // Two widths that the original is too small for are one picture.
    if (pictures.has(derived.key)) continue;
    const wanted: WantedPicture = {
      derived,
      name: nameOf(file, derived),
      make: async () => (await maker.make(derived, original, open)).bytes,
    };
    pictures.set(derived.key, addressed(wanted, address));
  }
  const look = request.shape === "picture" ? await maker.look(original, open) : {};
  return importCode(request.shape, await Promise.all(pictures.values()), shownLook(look, placeholders));
}

async function addressed(
  wanted: WantedPicture,
  address: (picture: WantedPicture) => string | Promise<string>,
): Promise<AddressedPicture> {
  return { url: await address(wanted), ...wanted.derived.plan.output };
}

async function read(file: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    throw fileError(`${file} cannot be read`, error);
  }
}

function nameOf(file: string, { plan }: Derived): string {
  const { width, format } = plan.output;
  const stem = basename(file).replace(/\.[^.]+$/, "");
  // What an address can hold without escapes.
  return `${stem.replaceAll(/[^\w.-]+/g, "-")}-${width}.${FORMATS[format].extensions[0]}`;
}
