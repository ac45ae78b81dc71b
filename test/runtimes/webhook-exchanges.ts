import type { Exchange } from "./exchanges.ts";

const WEBHOOKS = "/client/v4/accounts/acme/darkroom/v1/webhooks";
const HEADERS = { authorization: "Bearer a-token-from-the-environment", "content-type": "application/json" };

/** Where nobody listens: the settings of these runs allow it, on every runtime. */
export const CLOSED_ENDPOINT = "127.0.0.1:9";
const CLOSED = `http://${CLOSED_ENDPOINT}/hook`;

/** An operation on JSON by the operator. */
function json(what: string, method: string, path: string, body?: object, keep?: Exchange["keep"]): Exchange {
  const sent = body === undefined ? {} : { body: async () => JSON.stringify(body) };
  return { what, method, path, headers: HEADERS, ...sent, ...(keep && { keep }) };
}

/** Webhooks, but for the messages themselves, which `test/webhooks` is about. */
export const WEBHOOK_EXCHANGES: readonly Exchange[] = [
  json(
    "make a webhook",
    "POST",
    WEBHOOKS,
    { url: CLOSED, description: "Büro" },
    {
      webhook: /"id":"([0-9a-f]{32})"/,
      webhookSecret: /"secret":"(whsec_[^"]{44})"/,
    },
  ),
  json("make a webhook to nowhere", "POST", WEBHOOKS, { url: "nowhere" }),
  json("make a webhook to a private address", "POST", WEBHOOKS, { url: "http://127.0.0.1:10/" }),
  json("make a webhook without an address", "POST", WEBHOOKS, {}),
  json("make a webhook for an unknown event", "POST", WEBHOOKS, { url: CLOSED, events: ["image.seen"] }),
  json("make a webhook with a secret", "POST", WEBHOOKS, { url: CLOSED, secret: "whsec_AAAA" }),
  json("list webhooks", "GET", WEBHOOKS),
  json("a webhook", "GET", `${WEBHOOKS}/{webhook}`),
  json("change a webhook", "PATCH", `${WEBHOOKS}/{webhook}`, { events: ["image.uploaded"] }),
  json("disable a webhook", "PATCH", `${WEBHOOKS}/{webhook}`, { enabled: false }),
  json("its log, before anything happened", "GET", `${WEBHOOKS}/{webhook}/deliveries`),
  json("its log, by a wrong parameter", "GET", `${WEBHOOKS}/{webhook}/deliveries?state=pending`),
  json("delete a webhook", "DELETE", `${WEBHOOKS}/{webhook}`),
  json("delete it again", "DELETE", `${WEBHOOKS}/{webhook}`),
  json("test what was deleted", "POST", `${WEBHOOKS}/{webhook}/test`),
];

/** A message that finds nobody: each runtime gives it an id and times of its own. */
export const TESTED_WEBHOOK: readonly Exchange[] = [
  json("make another webhook", "POST", WEBHOOKS, { url: CLOSED }, { webhook: /"id":"([0-9a-f]{32})"/ }),
  json("test it", "POST", `${WEBHOOKS}/{webhook}/test`),
  json("its log afterwards", "GET", `${WEBHOOKS}/{webhook}/deliveries`),
];
