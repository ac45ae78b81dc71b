import { fixture } from "../harness/fixtures.ts";
import type { ServedProcess } from "../harness/served-process.ts";

/** What an account holds that has been in use for a while: pictures, variants, tokens, keys. */
const PICTURES = [
  ["summer/flower.jpg", "photos/3mp-baseline-422-flower.jpg", { album: "summer", shot: { iso: 100 } }],
  ["summer/figs.jpg", "photos/4mp-progressive-420-fig.jpg", { album: "summer", shot: { iso: 400 } }],
  ["city.jpg", "photos/12mp-iphone-city.jpg", { album: "travel" }],
  ["city-night.avif", "avif/12mp-phone.avif", { album: "travel" }],
  ["flower-grey.jpg", "photos/3mp-baseline-gray-flower.jpg", {}],
  ["products/shelf.jpg", "photos/adobe-rgb-600.jpg", {}],
  ["products/print.jpg", "photos/cmyk-ycck-swop-icc.jpg", {}],
  ["parrots.png", "png/kodim23-photo-rgb8.png", {}],
  ["logo.svg", "svg/commons-logo.svg", { kind: "logo" }],
  ["dice.png", "png/palette-transparent.png", {}],
  ["landscape.jpg", "orientation/landscape_6.jpg", {}],
  ["portrait.jpg", "orientation/portrait_6.jpg", {}],
  ["loop.gif", "gif/animated-loop-3.gif", {}],
  ["phone.jpg", "photos/display-p3-gain-map-phone.jpg", {}],
  ["scan.png", "png/icc-exif-xmp.png", {}],
  ["hdr.avif", "avif/hdr-p3-pq.avif", {}],
  ["shapes.svg", "svg/simple-shapes.svg", {}],
  ["gain.avif", "avif/gain-map.avif", {}],
] as const;

type Api = Pick<ServedProcess, "url" | "account" | "tokenHeaders">;

/** Calls the API as the operator. Rejects with the answer's sentence. */
export async function call(
  { url, account, tokenHeaders }: Api,
  path: string,
  init: { readonly method?: string; readonly json?: unknown; readonly body?: FormData } = {},
): Promise<unknown> {
  const response = await fetch(`${url}/client/v4/accounts/${account}/${path}`, {
    method: init.method ?? "GET",
    headers: {
      ...tokenHeaders,
      ...(init.json !== undefined && { "content-type": "application/json" }),
    },
    ...(init.json !== undefined && { body: JSON.stringify(init.json) }),
    ...(init.body !== undefined && { body: init.body }),
  });
  const envelope = (await response.json()) as {
    readonly result: unknown;
    readonly errors: readonly { readonly message: string }[];
  };
  if (!response.ok) throw new Error(`${path}: ${envelope.errors[0]?.message}`);
  return envelope.result;
}

/** Uploads some pictures, the first ones of the account above. */
export async function uploadPictures(api: Api, count: number = PICTURES.length): Promise<readonly string[]> {
  const chosen = PICTURES.slice(0, count);
  // From the last to the first, so that the first is the newest.
  for (const [id, path, metadata] of chosen.toReversed()) {
    const body = new FormData();
    body.set("id", id);
    if (Object.keys(metadata).length > 0) body.set("metadata", JSON.stringify(metadata));
    if (id.startsWith("summer/")) body.set("creator", "anna");
    if (id.startsWith("products/")) body.set("requireSignedURLs", "true");
    body.set("file", new Blob([await fixture(path)]), path.slice(path.lastIndexOf("/") + 1));
    await call(api, "images/v1", { method: "POST", body });
  }
  return chosen.map(([id]) => id);
}

/** Makes a token. @returns its secret. */
export async function makeToken(api: Api, name: string, scope: "read" | "edit" | "admin"): Promise<string> {
  const token = (await call(api, "tokens", { method: "POST", json: { name, scope } })) as {
    readonly value: string;
  };
  return token.value;
}

/** Everything else that an account has. */
export async function furnish(api: Api): Promise<void> {
  const variants = {
    thumbnail: { width: 200, height: 200, fit: "cover", quality: 70 },
    card: { width: 640, height: 480, fit: "cover", gravity: { x: 0.5, y: 0.33 } },
    hero: { width: 1920, height: 800, fit: "crop" },
  };
  for (const [id, options] of Object.entries(variants)) {
    await call(api, "images/v1/variants", { method: "POST", json: { id, options } });
  }
  await makeToken(api, "website build", "read");
  await makeToken(api, "editors", "edit");
  await call(api, "images/v1/keys/newsletter", { method: "PUT" });
}
