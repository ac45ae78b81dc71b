import { expectedSentence } from "@darkroom/core";
import type { Delivery } from "../deliver.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { HttpError } from "../errors.ts";
import { explain } from "../explain.ts";
import { wordParameter } from "../query.ts";
import { result } from "../reference/description.ts";
import { EXPLAIN_QUERY, EXPLANATION } from "../reference/explanation.ts";
import type { Route } from "./route.ts";

/** Explains a delivery address to whoever may read the account. */
export function explainRoutes(deps: AppDeps, delivery: Delivery): readonly Route[] {
  return [
    {
      method: "GET",
      path: "accounts/:account/darkroom/v1/explain",
      scope: "read",
      about: {
        tag: "delivery",
        operation: "explainDelivery",
        summary: "Explain what a delivery address does, and why",
        doc: "Goes the way of a delivery, for a client that sends the headers given as parameters and no credential: options and who gave them, format and reason, plan, cache key, headers. Where the client gets no image, `error` says why. Nothing is kept or changed by it.",
        query: EXPLAIN_QUERY,
        answer: result(EXPLANATION),
        problems: ["busy"],
      },
      async handle({ request, url, account }) {
        const query = {
          address: deliveryAddress(url.searchParams.get("url")),
          // Those of the caller do not count: the same question has the same answer, whoever asks.
          headers: { get: (name: string) => url.searchParams.get(name.toLowerCase()) },
          run: wordParameter(url, "run", ["false", "true"]) === "true",
        };
        return success(await explain(deps, delivery, account, query, request.signal));
      },
    },
  ];
}

/** Reads a whole address, or its path and query. */
function deliveryAddress(text: string | null): URL {
  const isPath = text !== null && /^\/(?!\/)/.test(text);
  const isWhole = text !== null && /^https?:\/\//i.test(text);
  const address = isPath || isWhole ? URL.parse(text, "http://path.invalid") : null;
  if (address !== null) return address;
  const what = "an http or https address, or a path that begins with a slash,";
  throw new HttpError("field_invalid", expectedSentence(what, "url", text));
}
