/*
 * Over 500 lines, for it is one script: each exchange finds what those before it left, so that their order is read from
 * top to bottom. What needs nothing of the others is in files beside this one, named after what they are about, such
 * as `token-exchanges.ts`.
 */
import { fixture } from "../harness/fixtures.ts";
import { BATCH_EXCHANGES } from "./batch-exchanges.ts";
import { CACHE_EXCHANGES } from "./cache-exchanges.ts";
import { EXPLAIN_EXCHANGES } from "./explain-exchanges.ts";
import { IMPORT_EXCHANGES } from "./import-exchanges.ts";
import { SIGNING_EXCHANGES } from "./signing-exchanges.ts";
import { TOKEN_EXCHANGES } from "./token-exchanges.ts";
import { TESTED_WEBHOOK, WEBHOOK_EXCHANGES } from "./webhook-exchanges.ts";

/** One request of the script that every runtime is asked, in order. */
export interface Exchange {
  readonly what: string;
  readonly method?: string;
  /**
   * From the root of the server; `{api}` is the address of the images API, `{hash}` the account in addresses.
   * Here, in headers and in texts as bodies, `{name}` is also what an earlier exchange kept.
   */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: () => Promise<FormData | string>;
  /** What to keep of the answer, by name: the first group of each. Answers are compared without it. */
  readonly keep?: Readonly<Record<string, RegExp>>;
}

/** A form with an image of the fixtures, or with given bytes. */
function form(
  file: string | Uint8Array<ArrayBuffer>,
  fields: Readonly<Record<string, string>> = {},
): () => Promise<FormData> {
  return async () => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.append(name, value);
    const bytes = typeof file === "string" ? await fixture(file) : file;
    data.append("file", new Blob([bytes]), typeof file === "string" ? file : "bytes.bin");
    return data;
  };
}

const text = (value: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(value);

const TOKEN = { authorization: "Bearer a-token-from-the-environment" };
const KEY = { "x-auth-key": "a-key-from-the-environment", "x-auth-email": "owner@example.com" };

/** Where what Cloudflare's API has not stands. */
const OURS = "/client/v4/accounts/acme/darkroom/v1";

/** Pictures of every format, small enough for any runtime. */
const PICTURES = {
  photo: "photos/adobe-rgb-600.jpg",
  turned: "orientation/portrait_6.jpg",
  palette: "png/palette-transparent.png",
  grey: "png/basn0g16.png",
  lossy: "webp/lossy-photo.webp",
  animated: "webp/animated-alpha-9.webp",
  hdr: "avif/hdr-p3-pq.avif",
  loop: "gif/animated-loop-3.gif",
  drawing: "svg/commons-logo.svg",
} as const;

const ACCEPTS = [
  "*/*",
  "image/webp,*/*;q=0.8",
  "image/avif,image/webp,*/*;q=0.8",
  "image/avif;q=0,image/webp;q=0",
];

/** A request to the API with JSON. */
function json(what: string, method: string, path: string, body?: unknown): Exchange {
  const request = { what, method, path: `{api}${path}`, headers: TOKEN };
  if (body === undefined) return request;
  return {
    ...request,
    headers: { ...TOKEN, "content-type": "application/json" },
    body: async () => (typeof body === "string" ? body : JSON.stringify(body)),
  };
}

/** Custom and flexible variants, and the settings of an account; `photo` is there, and afterwards all is as before. */
const VARIANTS: readonly Exchange[] = [
  json("the variants that are built in", "GET", "/variants"),
  json("create a variant", "POST", "/variants", {
    id: "card",
    options: { width: 120, height: 90, fit: "cover", gravity: "0.33x0.5", browser_ttl: 3600 },
    neverRequireSignedURLs: true,
  }),
  json("create a variant of a name in use", "POST", "/variants", { id: "card", options: {} }),
  json("create a variant of a built-in name", "POST", "/variants", { id: "public", options: {} }),
  json("create a variant called constructor", "POST", "/variants", {
    id: "constructor",
    options: { width: 7 },
  }),
  json("create a variant called __proto__", "POST", "/variants", { id: "__proto__", options: {} }),
  json("create a variant with an unbuilt option", "POST", "/variants", { id: "soft", options: { blur: 5 } }),
  json("create a variant with an unknown field", "POST", "/variants", { id: "x", option: {} }),
  json("create a variant from broken JSON", "POST", "/variants", "{"),
  json("create a variant from too much JSON", "POST", "/variants", `{"id":"${"x".repeat(70_000)}"}`),
  json("list variants", "GET", "/variants"),
  json("a variant", "GET", "/variants/card"),
  json("a variant that is not there", "GET", "/variants/toString"),
  { what: "the variants without credentials", path: "{api}/variants" },
  { what: "deliver by a variant", path: "/{hash}/photo/card", headers: { accept: "image/webp" } },
  { what: "deliver by it in the beta's order", path: "/card/photo", headers: { accept: "image/webp" } },
  { what: "deliver by a variant called constructor", path: "/{hash}/photo/constructor" },
  json("change a variant", "PATCH", "/variants/card", { options: { width: 60, height: 60, fit: "pad" } }),
  { what: "deliver by the changed variant", path: "/{hash}/photo/card", headers: { accept: "image/webp" } },
  json("change nothing of a variant", "PATCH", "/variants/card", {}),
  json("change the beta's variant", "PATCH", "/variants/default", { options: {} }),
  json("change public", "PATCH", "/variants/public", { options: { width: 33 } }),
  { what: "deliver by the changed public", path: "/{hash}/photo/public", headers: { accept: "image/webp" } },
  json("delete public", "DELETE", "/variants/public"),
  { what: "deliver by public as it was", path: "/{hash}/photo/public", headers: { accept: "image/webp" } },

  json("the settings of the account", "GET", "/config"),
  json("wrong settings", "PATCH", "/config", { browser_ttl: 1 }),
  json("settings that are not built", "PATCH", "/config", { preserve_content_credentials: true }),
  json("switch flexible variants on", "PATCH", "/config", { flexible_variants: true, browser_ttl: 86_400 }),
  {
    what: "options in an address",
    path: "/{hash}/photo/w=80,h=60,fit=crop",
    headers: { accept: "image/webp" },
  },
  { what: "the same in other words", path: "/{hash}/photo/fit=crop,height=060,width=80,q=85" },
  { what: "options that are wrong", path: "/{hash}/photo/w=0" },
  { what: "options that are not built", path: "/{hash}/photo/blur=5" },
  { what: "options that ask for too much", path: "/{hash}/photo/w=5000" },
  { what: "options for a variant-first address", path: "/w=80/photo" },
  json("switch them off again", "PATCH", "/config", { flexible_variants: false, browser_ttl: null }),
  { what: "options that were switched off", path: "/{hash}/photo/w=80,h=60,fit=crop" },
  json("delete a variant", "DELETE", "/variants/card"),
  json("delete a variant again", "DELETE", "/variants/card"),
  json("delete the other variant", "DELETE", "/variants/constructor"),
  { what: "deliver by the deleted variant", path: "/{hash}/photo/card" },
];

const IMAGES_V2 = "/client/v4/accounts/acme/images/v2";
const DIRECT_UPLOAD = `${IMAGES_V2}/direct_upload`;
const UPLOAD_TOKEN = { upload: /"uploadURL":"[^"]*\/([\w-]{22})"/ };

/** What each runtime answers in its own way: it names itself, and counts what it did. */
export const OF_ONE_RUNTIME: readonly Exchange[] = [
  { what: "the state of the server", path: "/healthz" },
  { what: "the overview", path: `${OURS}/overview`, headers: TOKEN },
  { what: "the metrics", path: "/metrics", headers: TOKEN },
  ...TESTED_WEBHOOK,
];

/** What every runtime must answer alike: uploads, deliveries, lists, refusals and deletions. */
export const EXCHANGES: readonly Exchange[] = [
  { what: "the first page", path: "/" },
  { what: "the metrics without credentials", path: "/metrics" },
  { what: "the metrics by a wrong method", method: "PUT", path: "/metrics", headers: TOKEN },
  { what: "the document of the API", path: "/openapi.json" },
  { what: "the reference of the API", path: "/docs" },
  { what: "the script of the reference", path: "/dashboard/reference.js" },
  { what: "the styles of the reference", path: "/dashboard/reference.css" },
  { what: "an icon", path: "/favicon.ico" },

  ...Object.entries(PICTURES).map(([id, file]) => ({
    what: `upload ${file}`,
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form(file, { id }),
  })),
  {
    what: "upload with key and e-mail",
    method: "POST",
    path: "{api}",
    headers: KEY,
    body: form(PICTURES.photo, { id: "by/key" }),
  },
  {
    what: "upload under an id in use",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form(PICTURES.photo, { id: "photo" }),
  },
  {
    what: "upload under an id of many scripts",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form(PICTURES.grey, { id: "über/日本 語.png" }),
  },
  {
    what: "upload under an id that climbs",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form(PICTURES.grey, { id: "../../etc/passwd" }),
  },
  {
    what: "upload text",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form(text("This is no image.")),
  },
  { what: "upload nothing", method: "POST", path: "{api}", headers: TOKEN, body: form(new Uint8Array()) },
  {
    what: "upload a truncated JPEG",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form("hostile/truncated.jpg", { id: "cut" }),
  },
  {
    what: "upload a bomb",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form("hostile/bomb-16384x16384.png"),
  },
  {
    what: "upload an unknown field",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form(PICTURES.grey, { colour: "red" }),
  },
  {
    what: "upload a form without a file",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: async () => {
      const data = new FormData();
      data.append("id", "lonely");
      return data;
    },
  },
  ...[
    "http://127.0.0.1:1/a.png",
    "http://0x7f.1/a.png",
    "http://[::ffff:10.0.0.1]/a.png",
    "http://example.com@169.254.169.254/",
    "https://example.com:25/a.png",
    "ftp://example.com/a.png",
    "http://exa mple.com/",
    "example.com/a.png",
  ].map((url) => ({
    what: `upload from ${url}`,
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: async () => {
      const data = new FormData();
      data.append("url", url);
      return data;
    },
  })),
  {
    what: "upload raw text",
    method: "POST",
    path: "{api}",
    headers: { ...TOKEN, "content-type": "text/plain" },
    body: async () => "raw",
  },
  {
    what: "upload a form that is cut",
    method: "POST",
    path: "{api}",
    headers: { ...TOKEN, "content-type": "multipart/form-data; boundary=b" },
    body: async () => '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nbytes',
  },
  { what: "upload without credentials", method: "POST", path: "{api}", body: form(PICTURES.grey) },
  {
    what: "upload with a wrong token",
    method: "POST",
    path: "{api}",
    headers: { authorization: "Bearer wrong-wrong-wrong-wrong" },
    body: form(PICTURES.grey),
  },

  ...Object.keys(PICTURES).flatMap((id) =>
    ACCEPTS.flatMap((accept) =>
      ["desktop", "mobile"].map((device) => ({
        what: `deliver ${id} to a ${device} that takes ${accept}`,
        path: `/default/${id}`,
        headers: { accept, "cf-device-type": device },
      })),
    ),
  ),
  { what: "deliver from the cache", path: "/{hash}/photo/public", headers: { accept: "image/webp" } },
  { what: "deliver from the cache again", path: "/{hash}/photo/public", headers: { accept: "image/webp" } },
  {
    what: "deliver by the other address",
    path: "/cdn-cgi/imagedelivery/{hash}/photo/public",
    headers: { accept: "image/webp" },
  },
  { what: "HEAD", method: "HEAD", path: "/{hash}/photo/public", headers: { accept: "image/webp" } },
  {
    what: "HEAD of what is not derived yet",
    method: "HEAD",
    path: "/{hash}/by/key/public",
    headers: { accept: "image/avif" },
  },
  {
    what: "OPTIONS",
    method: "OPTIONS",
    path: "/{hash}/photo/public",
    headers: { origin: "https://elsewhere.example" },
  },
  { what: "if-none-match: any", path: "/{hash}/photo/public", headers: { "if-none-match": "*" } },
  { what: "if-none-match: another", path: "/{hash}/photo/public", headers: { "if-none-match": '"other"' } },
  {
    what: "Accept of 8 KB",
    path: "/{hash}/photo/public",
    headers: { accept: `${"text/x;q=0.5,".repeat(600)}image/webp` },
  },
  { what: "the truncated one", path: "/{hash}/cut/public" },
  { what: "an id of many scripts", path: `/{hash}/${encodeURIComponent("über/日本 語.png")}/public` },
  { what: "POST to a delivery address", method: "POST", path: "/{hash}/photo/public", body: async () => "x" },
  { what: "an image that is not there", path: "/{hash}/nowhere/public" },
  { what: "another account", path: "/AAAAAAAAAAAAAAAAAAAAAA/photo/public" },
  { what: "a variant that is not there", path: "/{hash}/photo/huge" },
  { what: "options while they are off", path: "/{hash}/photo/w=400" },
  { what: "a path that climbs", path: "/{hash}/..%2f..%2fetc%2fpasswd/public" },
  { what: "a broken escape", path: "/{hash}/%zz/public" },
  { what: "NUL", path: "/{hash}/a%00b/public" },
  { what: "two slashes", path: "//photo//public" },
  { what: "nothing of the kind", path: "/wp-login.php?x=1" },

  ...VARIANTS,
  ...SIGNING_EXCHANGES,
  ...EXPLAIN_EXCHANGES,

  { what: "list", path: "{api}", headers: TOKEN },
  { what: "list by key", path: "{api}", headers: KEY },
  { what: "list the second page of three", path: "{api}?page=2&per_page=3", headers: TOKEN },
  { what: "list with a wrong page", path: "{api}?page=x", headers: TOKEN },
  { what: "list the last page that may be", path: "{api}?page=999999999&per_page=10000", headers: TOKEN },
  {
    what: "upload with a creator and metadata",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form(PICTURES.grey, { id: "marked", creator: "ann", metadata: '{"n":5,"s":"5","o":{"b":true}}' }),
  },
  ...[
    "",
    "?per_page=2",
    "?per_page=2&sort_order=asc",
    "?creator=ann",
    "?creator=&per_page=1",
    "?meta.n%5Beq%5D=5&meta.s%5Bin%3Astring%5D=4%7C5&meta.o.b%5Beq%3Aboolean%5D=true",
    "?meta.n[gte]=5",
    "?meta.n[gt]=5",
    "?meta.n[ne]=5",
    "?meta.n.a.b.c.d[eq]=5",
    "?per_page=1001",
    "?continuation_token=7",
    "?colour=red",
  ].map((query) => ({ what: `list by token ${query}`, path: IMAGES_V2 + query, headers: TOKEN })),
  {
    what: "list by token, the first page",
    path: `${IMAGES_V2}?per_page=3`,
    headers: TOKEN,
    keep: { next: /"continuation_token":"([^"]+)"/ },
  },
  {
    what: "list by token, the second page",
    path: `${IMAGES_V2}?per_page=3&continuation_token={next}`,
    headers: TOKEN,
  },
  {
    what: "list by token, the second page in another order",
    path: `${IMAGES_V2}?sort_order=asc&continuation_token={next}`,
    headers: TOKEN,
  },
  { what: "list by token without credentials", path: IMAGES_V2 },
  { what: "list by page of a creator", path: "{api}?creator=ann", headers: TOKEN },
  { what: "the number of images", path: "{api}/stats", headers: TOKEN },
  { what: "delete what was marked", method: "DELETE", path: "{api}/marked", headers: TOKEN },

  { what: "details", path: "{api}/photo", headers: TOKEN },
  { what: "details of an id with a slash", path: "{api}/by/key", headers: TOKEN },
  { what: "details of an id with an escaped slash", path: "{api}/by%2Fkey", headers: TOKEN },
  { what: "details without credentials", path: "{api}/photo" },
  { what: "details of another account", path: "/client/v4/accounts/other/images/v1/photo", headers: TOKEN },
  { what: "the original", path: "{api}/photo/blob", headers: TOKEN },
  { what: "the original without credentials", path: "{api}/photo/blob" },
  { what: "an address of the API that is none", path: "/client/v4/nothing", headers: TOKEN },
  {
    what: "a method that is none",
    method: "PUT",
    path: "{api}/photo",
    headers: TOKEN,
    body: async () => "x",
  },
  {
    what: "upload with metadata in brackets, a creator and no public access",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form(PICTURES.grey, {
      id: "said/of",
      "metadata[album]": "wolves",
      "metadata[tags][]": "x",
      "metadata[__proto__]": "a name",
      creator: "user-7",
      requireSignedURLs: "true",
    }),
  },
  {
    what: "upload with metadata in dots",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form(PICTURES.grey, { id: "dotted", "metadata.list.1": "b", "metadata.list.0": "a" }),
  },
  {
    what: "upload with too much metadata",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form(PICTURES.grey, { metadata: JSON.stringify({ long: "x".repeat(1024) }) }),
  },
  {
    what: "upload with metadata that nests too deep",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form(PICTURES.grey, { metadata: `{"a":${"[".repeat(30_000)}${"]".repeat(30_000)}}` }),
  },
  {
    what: "upload with two encodings of metadata",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form(PICTURES.grey, { "metadata[a]": "1", "metadata.b": "2" }),
  },
  {
    what: "upload by URL",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form(PICTURES.grey, { url: "https://example.com/a.png" }),
  },
  { what: "a private image", path: "/{hash}/said/of/public" },
  ...[
    '{"metadata":{"__proto__":{"a":[null,1.5]}},"creator":""}',
    '{"requireSignedURLs":false}',
    '{"colour":"red"}',
    '{"metadata":"{}"}',
    "[]",
    "{",
  ].map((body) => ({
    what: `change by ${body}`,
    method: "PATCH",
    path: "{api}/said/of",
    headers: { ...TOKEN, "content-type": "application/json" },
    body: async () => body,
  })),
  { what: "details of what was changed", path: "{api}/said/of", headers: TOKEN },
  { what: "delivery of what was made public", path: "/{hash}/said/of/public" },

  {
    what: "ask for an upload address by a form",
    method: "POST",
    path: DIRECT_UPLOAD,
    headers: TOKEN,
    keep: UPLOAD_TOKEN,
    body: async () => {
      const data = new FormData();
      data.append("id", "direct/one");
      data.append("metadata[a]", "b");
      return data;
    },
  },
  { what: "details of a draft", path: "{api}/direct/one", headers: TOKEN },
  { what: "delivery of a draft", path: "/{hash}/direct/one/public" },
  {
    what: "upload under the id of a draft",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    body: form(PICTURES.grey, { id: "direct/one" }),
  },
  {
    what: "the preflight of a direct upload",
    method: "OPTIONS",
    path: "/upload/{hash}/{upload}",
    headers: { origin: "https://elsewhere.example", "access-control-request-method": "POST" },
  },
  { what: "open an upload address", path: "/upload/{hash}/{upload}" },
  {
    what: "direct upload of text",
    method: "POST",
    path: "/upload/{hash}/{upload}",
    body: form(text("This is no image.")),
  },
  {
    what: "direct upload with a field too many",
    method: "POST",
    path: "/upload/{hash}/{upload}",
    body: form(PICTURES.grey, { id: "another" }),
  },
  {
    what: "direct upload that is cut",
    method: "POST",
    path: "/upload/{hash}/{upload}",
    headers: { "content-type": "multipart/form-data; boundary=b" },
    body: async () => '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nbytes',
  },
  {
    what: "direct upload",
    method: "POST",
    path: "/upload/{hash}/{upload}",
    body: form(PICTURES.grey),
  },
  {
    what: "direct upload again",
    method: "POST",
    path: "/upload/{hash}/{upload}",
    body: form(PICTURES.grey),
  },
  { what: "delivery of a direct upload", path: "/{hash}/direct/one/public" },
  {
    what: "ask for an upload address by JSON",
    method: "POST",
    path: "{api}/direct_upload",
    headers: { ...TOKEN, "content-type": "application/json" },
    keep: UPLOAD_TOKEN,
    body: async () => '{"metadata":{"a":[1]},"creator":"me","id":"direct/two"}',
  },
  { what: "delete a draft", method: "DELETE", path: "{api}/direct/two", headers: TOKEN },
  {
    what: "direct upload of a draft that was deleted",
    method: "POST",
    path: "/upload/{hash}/{upload}",
    body: form(PICTURES.grey),
  },
  {
    what: "direct upload to another account",
    method: "POST",
    path: "/upload/AAAAAAAAAAAAAAAAAAAAAA/{upload}",
    body: form(PICTURES.grey),
  },
  {
    what: "ask for an upload address that is good for ever",
    method: "POST",
    path: DIRECT_UPLOAD,
    headers: { ...TOKEN, "content-type": "application/json" },
    body: async () => '{"expiry":"9999-12-31T23:59:59Z"}',
  },
  {
    what: "ask for an upload address without credentials",
    method: "POST",
    path: DIRECT_UPLOAD,
    body: async () => new FormData(),
  },

  { what: "who calls, by a token", path: "/client/v4/darkroom/v1/session", headers: TOKEN },
  { what: "who calls, by a key", path: `${OURS}/session`, headers: KEY },
  { what: "search by a part of an id", path: `${OURS}/images?search=PHOT`, headers: TOKEN },
  {
    what: "search by a part of a file name",
    path: `${OURS}/images?search=adobe-rgb&per_page=1`,
    headers: TOKEN,
  },
  { what: "search by a wildcard of SQL", path: `${OURS}/images?search=%25`, headers: TOKEN },
  { what: "search by nothing", path: `${OURS}/images?search=&per_page=2`, headers: TOKEN },
  { what: "search with a parameter that there is not", path: `${OURS}/images?find=a`, headers: TOKEN },
  { what: "details with the original", path: `${OURS}/images/photo`, headers: TOKEN },
  ...Object.entries(PICTURES).map(([id, file]) => ({
    what: `the placeholder of ${file}`,
    method: "POST",
    path: `${OURS}/images/${id}/placeholder`,
    headers: TOKEN,
  })),
  {
    what: "the placeholder of nothing",
    method: "POST",
    path: `${OURS}/images/nothing/placeholder`,
    headers: TOKEN,
  },
  { what: "details with the original of nothing", path: `${OURS}/images/nothing`, headers: TOKEN },
  { what: "overview with a parameter", path: `${OURS}/overview?since=1`, headers: TOKEN },
  { what: "delete", method: "DELETE", path: "{api}/photo", headers: TOKEN },
  { what: "delete by key", method: "DELETE", path: "{api}/by/key", headers: KEY },
  { what: "delete again", method: "DELETE", path: "{api}/photo", headers: TOKEN },
  { what: "details of what was deleted", path: "{api}/photo", headers: TOKEN },
  { what: "delivery of what was deleted", path: "/{hash}/photo/public", headers: { accept: "image/webp" } },
  { what: "list afterwards", path: "{api}", headers: TOKEN },

  ...IMPORT_EXCHANGES,
  ...CACHE_EXCHANGES,
  ...BATCH_EXCHANGES,
  ...TOKEN_EXCHANGES,
  ...WEBHOOK_EXCHANGES,
];
