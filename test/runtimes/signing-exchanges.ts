import { fixture } from "../harness/fixtures.ts";
import type { Exchange } from "./exchanges.ts";

const TOKEN = { authorization: "Bearer a-token-from-the-environment" };

/** A request to the images API, with JSON if there is a body. */
function json(what: string, method: string, path: string, body?: object): Exchange {
  const request = { what, method, path: `{api}${path}`, headers: TOKEN };
  if (body === undefined) return request;
  const headers = { ...TOKEN, "content-type": "application/json" };
  return { ...request, headers, body: async () => JSON.stringify(body) };
}

async function privateImage(): Promise<FormData> {
  const data = new FormData();
  data.append("id", "secret");
  data.append("requireSignedURLs", "true");
  data.append("file", new Blob([await fixture("png/palette-transparent.png")]), "secret.png");
  return data;
}

/**
 * Signatures of the image `secret` under the fixed account hash, by `the-first-signing-key` unless said otherwise:
 * `printf %s "$path" | openssl dgst -sha256 -hmac "$key"`.
 */
const SIGNED = {
  lasting: "{hash}/secret/public?sig=e231f74239f8f87437175f4205cb025195ded5a431fc3bd1dd2ed09f94f4d1a3",
  bySecond: "{hash}/secret/public?sig=98b3607728eb5a10d85a889c7267af4db02936370e7cdd3333c45a51f9fe7592",
  until2100:
    "{hash}/secret/public?exp=4102444800&sig=122c5817dbdafaee2064d961ba107b7c9fd979f679129bb2c7d086ef90d09a15",
  until2021:
    "{hash}/secret/public?exp=1631289275&sig=516a968c1ea8bfd52dd75a706588eb4dc3fbeef5e0aeab5babe73b213db1854b",
  options: "{hash}/secret/w=40?sig=d2fe2b7efcfb154ef317bf6b4a6825da395ac1f1f8b7377b2c0e5824cb3fa7b0",
  betaOrder: "public/secret?sig=6ccca5bc777f5e17edd0c9a8cbdf72339262130363e775d677e49d95ed90829f",
} as const;

/** Signing keys and the routes to a private image; afterwards there is no such image. */
export const SIGNING_EXCHANGES: readonly Exchange[] = [
  json("the first signing key, from elsewhere", "PUT", "/keys/default", { value: "the-first-signing-key" }),
  json("the second signing key, from elsewhere", "PUT", "/keys/second", { value: "the-second-signing-key" }),
  json("list the signing keys", "GET", "/keys"),
  json("a signing key with a wrong name", "PUT", "/keys/a.b"),
  json("a signing key with a short value", "PUT", "/keys/short", { value: "short" }),
  json("a signing key with an unknown field", "PUT", "/keys/short", { valeu: "the-third-signing-key" }),
  { what: "list the signing keys without credentials", path: "{api}/keys" },
  {
    what: "upload a private image",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: privateImage,
  },
  { what: "a private image, unsigned", path: "/{hash}/secret/public" },
  ...Object.entries(SIGNED).map(([what, path]) => ({
    what: `a private image, signed: ${what}`,
    path: `/${path}`,
  })),
  { what: "a private image from the cache", path: `/${SIGNED.lasting}` },
  { what: "HEAD of a private image", method: "HEAD", path: `/${SIGNED.lasting}` },
  { what: "HEAD of a private image, unsigned", method: "HEAD", path: "/{hash}/secret/public" },
  { what: "a private image under the prefix", path: `/cdn-cgi/imagedelivery/${SIGNED.lasting}` },
  { what: "a private image, signed twice", path: `/${SIGNED.lasting}&${SIGNED.lasting.split("?")[1]}` },
  { what: "a private image at another spelling", path: `/${SIGNED.lasting.replace("secret", "%73ecret")}` },
  { what: "a private image by a credential", path: "/{hash}/secret/public", headers: TOKEN },
  {
    what: "a private image by a wrong credential",
    path: `/${SIGNED.lasting}`,
    headers: { authorization: "Bearer wrong-wrong-wrong-wrong" },
  },
  json("a variant for everybody", "POST", "/variants", {
    id: "teaser",
    options: { width: 8 },
    neverRequireSignedURLs: true,
  }),
  { what: "a private image by a variant for everybody", path: "/{hash}/secret/teaser" },
  json("make the variant private", "PATCH", "/variants/teaser", { neverRequireSignedURLs: false }),
  { what: "a private image by a variant that was for everybody", path: "/{hash}/secret/teaser" },
  json("delete that variant", "DELETE", "/variants/teaser"),
  json("delete a signing key", "DELETE", "/keys/second"),
  json("delete a signing key again", "DELETE", "/keys/second"),
  { what: "a private image, signed by a deleted key", path: `/${SIGNED.bySecond}` },
  json("delete a private image", "DELETE", "/secret"),
  { what: "a private image that was deleted", path: `/${SIGNED.lasting}` },
];
