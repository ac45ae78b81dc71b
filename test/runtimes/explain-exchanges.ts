import type { Exchange } from "./exchanges.ts";

const TOKEN = { authorization: "Bearer a-token-from-the-environment" };
const CHROME = "image/avif,image/webp,image/apng,*/*;q=0.8";

/** Asks for an explanation of an address, for a client that sends these headers. */
function explain(what: string, url: string, parameters: Readonly<Record<string, string>> = {}): Exchange {
  // `{hash}` is filled in later: it must not be encoded.
  const query = [`url=${url}`, new URLSearchParams(parameters).toString()].filter(Boolean).join("&");
  return {
    what: `explain ${what}`,
    path: `/client/v4/accounts/acme/darkroom/v1/explain?${query}`,
    headers: TOKEN,
  };
}

/** Explanations of what `photo`, a photograph that is there, becomes. */
export const EXPLAIN_EXCHANGES: readonly Exchange[] = [
  explain("a delivery", "/{hash}/photo/public", { accept: CHROME }),
  explain("a delivery to a telephone", "/{hash}/photo/default", {
    accept: CHROME,
    "sec-ch-ua-mobile": "?1",
  }),
  explain("an address of the beta", "/public/photo"),
  explain("options that are switched off", "/{hash}/photo/w=20,fit=crop,h=20", { accept: "image/png" }),
  explain("a missing image", "/{hash}/nowhere/public"),
  explain("what is no address of an image", "/healthz"),
  explain("an address of nobody", "/NobodysNobodysNobodysN/photo/public"),
  explain("with an unknown parameter", "/{hash}/photo/public", { device: "mobile" }),
  { what: "explain without credentials", path: "/client/v4/accounts/acme/darkroom/v1/explain" },
];
