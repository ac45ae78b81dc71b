import { fixture } from "../harness/fixtures.ts";
import type { Exchange } from "./exchanges.ts";

const TOKEN = { authorization: "Bearer a-token-from-the-environment" };
const OURS = "/client/v4/accounts/acme/darkroom/v1";
const ALL = { variants: ["public", "tiny"], formats: ["avif", "webp", "original"] };

function json(
  what: string,
  method: string,
  path: string,
  body?: object,
  rest: Partial<Exchange> = {},
): Exchange {
  const sent = body === undefined ? {} : { body: async () => JSON.stringify(body) };
  return { what, method, path, ...sent, ...rest, headers: { ...TOKEN, "content-type": "application/json" } };
}

const purge = (what: string, body: object): Exchange => json(`purge ${what}`, "POST", `${OURS}/purge`, body);

/** How long it took is each runtime's own. */
const prewarm = (what: string, body: object): Exchange =>
  json(`prewarm ${what}`, "POST", `${OURS}/prewarm`, body, { keep: { spent: /("spentMs":\d+)/ } });

const deliver = (what: string, variant: string, accept: string): Exchange => ({
  what: `deliver ${what}`,
  path: `/{hash}/ahead/${variant}`,
  headers: { accept },
});

/** Computing ahead and purging, of an image that nothing else looks at; afterwards it is gone. */
export const CACHE_EXCHANGES: readonly Exchange[] = [
  {
    what: "upload what is computed ahead",
    method: "POST",
    path: "{api}",
    headers: TOKEN,
    async body() {
      const data = new FormData();
      data.append("id", "ahead");
      data.append("file", new Blob([await fixture("png/tbrn2c08.png")]), "ahead.png");
      return data;
    },
  },
  json("create a tiny variant", "POST", "{api}/variants", { id: "tiny", options: { width: 16 } }),
  prewarm("an image", { images: ["ahead"], ...ALL }),
  prewarm("it again", { images: ["ahead"], ...ALL }),
  deliver("what was computed ahead", "tiny", "image/avif,image/webp,image/png,*/*;q=0.5"),
  deliver("it to a browser without AVIF", "public", "image/webp,*/*"),
  deliver("it to a client without either", "public", "*/*"),
  prewarm("what is not there", { images: ["nowhere"], ...ALL }),
  json("prewarm a variant that is not there", "POST", `${OURS}/prewarm`, { all: true, variants: ["none"] }),
  json("prewarm nothing", "POST", `${OURS}/prewarm`, { variants: ["public"] }),

  purge("an image", { image: "ahead" }),
  purge("it again", { image: "ahead" }),
  deliver("what was purged", "tiny", "image/webp"),
  deliver("it again", "tiny", "image/webp"),
  purge("a variant", { variant: "tiny" }),
  purge("the images of nobody known", { creator: "nobody" }),
  purge("two things at once", { image: "ahead", all: true }),
  purge("what is not there", { image: "nowhere" }),

  json("want a variant ahead", "PATCH", "{api}/config", {
    prewarm: { variants: ["tiny"], formats: ["webp"] },
  }),
  json("want one ahead that is not there", "PATCH", "{api}/config", { prewarm: { variants: ["none"] } }),
  json("want none any more", "PATCH", "{api}/config", { prewarm: null }),
  json("delete the tiny variant", "DELETE", "{api}/variants/tiny"),
  json("delete what was computed ahead", "DELETE", "{api}/ahead"),
];
