import { createAdmission } from "../admission.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { readJsonBody } from "../json-body.ts";
import { refuseLoop } from "../outbound/loop.ts";
import { positiveParameter } from "../query.ts";
import { NEW_WEBHOOK, WEBHOOK, WEBHOOK_DELIVERY } from "../reference/answers.ts";
import { jsonBody, pagedResult, result } from "../reference/description.ts";
import { integer, list, object, string } from "../reference/schema.ts";
import { createWebhookFetch } from "../webhooks/fetch.ts";
import { createWebhookSender } from "../webhooks/sender.ts";
import {
  NEW_WEBHOOK_FIELDS,
  readNewWebhook,
  readWebhookChanges,
  WEBHOOK_CHANGE_FIELDS,
} from "../webhooks/webhook-fields.ts";
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  findWebhook,
  presentDelivery,
  presentWebhook,
  testWebhook,
} from "../webhooks/webhooks.ts";
import type { Call, Route } from "./route.ts";

const WEBHOOKS = "accounts/:account/darkroom/v1/webhooks";

/** Tests at the same time: each waits for a stranger's server. */
const TESTS = { concurrency: 4, memoryBytes: Number.POSITIVE_INFINITY, queueLength: 16 };

const DELIVERIES_A_PAGE = 50;
const MOST_DELIVERIES_A_PAGE = 500;
const LAST_PAGE = 1_000_000;

/** Where the events of an account are sent, and the log of it. */
export function webhookRoutes(deps: AppDeps): readonly Route[] {
  const fetcher = createWebhookFetch(deps);
  const sender = createWebhookSender(deps);
  const tests = createAdmission(TESTS);

  return [
    {
      method: "POST",
      path: WEBHOOKS,
      scope: "edit",
      about: {
        tag: "webhooks",
        operation: "createWebhook",
        summary: "Make a webhook",
        doc: "Messages follow Standard Webhooks. The answer is the only one that shows what they are signed with, `secret`.",
        body: jsonBody(NEW_WEBHOOK_FIELDS),
        answer: result(NEW_WEBHOOK),
        problems: ["webhooks_full", "source_invalid", "source_refused"],
      },
      async handle({ request, account }) {
        const fields = readNewWebhook(await readJsonBody(request), fetcher);
        const webhook = await createWebhook(deps, account, fields);
        return success({ ...presentWebhook(webhook), secret: webhook.secret });
      },
    },
    {
      method: "GET",
      path: WEBHOOKS,
      scope: "read",
      about: {
        tag: "webhooks",
        operation: "listWebhooks",
        summary: "List webhooks",
        answer: result(list(WEBHOOK, "The webhooks, the oldest first.")),
      },
      handle: async ({ account }) =>
        success((await deps.webhooks.listWebhooks(account.tag)).map(presentWebhook)),
    },
    {
      method: "GET",
      path: `${WEBHOOKS}/:webhook`,
      scope: "read",
      about: {
        tag: "webhooks",
        operation: "getWebhook",
        summary: "Look at a webhook",
        answer: result(WEBHOOK),
        problems: ["webhook_missing"],
      },
      handle: async ({ account, parameters }) =>
        success(presentWebhook(await findWebhook(deps, account, parameters["webhook"]!))),
    },
    {
      method: "PATCH",
      path: `${WEBHOOKS}/:webhook`,
      scope: "edit",
      about: {
        tag: "webhooks",
        operation: "changeWebhook",
        summary: "Change a webhook",
        doc: "While it is disabled, nothing is entered for it, and what waits, waits.",
        body: jsonBody(WEBHOOK_CHANGE_FIELDS),
        answer: result(WEBHOOK),
        problems: ["webhook_missing", "source_invalid", "source_refused"],
      },
      async handle({ request, account, parameters }) {
        const fields = readWebhookChanges(await readJsonBody(request), fetcher);
        const webhook = await changeWebhook(deps, account, parameters["webhook"]!, fields);
        if (fields.disabled === null) deps.wakeWebhooks();
        return success(presentWebhook(webhook));
      },
    },
    {
      method: "DELETE",
      path: `${WEBHOOKS}/:webhook`,
      scope: "edit",
      about: {
        tag: "webhooks",
        operation: "deleteWebhook",
        summary: "Delete a webhook",
        doc: "With it go its log, and what waits for it.",
        answer: result(object({ id: string("Its id.") })),
        problems: ["webhook_missing"],
      },
      async handle({ account, parameters }) {
        await deleteWebhook(deps, account, parameters["webhook"]!);
        return success({ id: parameters["webhook"]! });
      },
    },
    {
      method: "POST",
      path: `${WEBHOOKS}/:webhook/test`,
      scope: "edit",
      about: {
        tag: "webhooks",
        operation: "testWebhook",
        summary: "Send a test to a webhook",
        doc: "Sends an event `webhook.test`, once, also where the webhook is disabled. The answer says how it went.",
        answer: result(WEBHOOK_DELIVERY),
        problems: ["webhook_missing", "source_loop", "busy"],
      },
      async handle({ request, account, parameters }) {
        // Two that send to each other's tests would never end.
        refuseLoop(request);
        const test = () => testWebhook(deps, sender, account, parameters["webhook"]!);
        const delivery = await tests.run(0, test, request.signal);
        // What waited for a receiver that works again.
        if (delivery.state === "delivered") deps.wakeWebhooks();
        return success(presentDelivery(delivery));
      },
    },
    {
      method: "GET",
      path: `${WEBHOOKS}/:webhook/deliveries`,
      scope: "read",
      about: {
        tag: "webhooks",
        operation: "listWebhookDeliveries",
        summary: "Look at the log of a webhook",
        doc: "What came of each event, the newest first: never what was sent. Kept for 30 days, and of what is over the last 500.",
        query: {
          page: integer("Which page.", { minimum: 1, maximum: LAST_PAGE, default: 1 }),
          per_page: integer("How many on a page.", {
            minimum: 1,
            maximum: MOST_DELIVERIES_A_PAGE,
            default: DELIVERIES_A_PAGE,
          }),
        },
        answer: pagedResult(list(WEBHOOK_DELIVERY, "The deliveries.")),
        problems: ["webhook_missing"],
      },
      handle: (call) => listDeliveries(deps, call),
    },
  ];
}

async function listDeliveries(
  { webhooks, deliveries }: AppDeps,
  { url, account, parameters }: Call,
): Promise<Response> {
  const page = positiveParameter(url, "page", 1, LAST_PAGE);
  const perPage = positiveParameter(url, "per_page", DELIVERIES_A_PAGE, MOST_DELIVERIES_A_PAGE);
  const { id } = await findWebhook({ webhooks }, account, parameters["webhook"]!);
  const shown = await deliveries.listDeliveries(account.tag, id, {
    limit: perPage,
    offset: (page - 1) * perPage,
  });
  const total = await deliveries.countDeliveries(account.tag, id);
  return success(shown.map(presentDelivery), {
    page,
    per_page: perPage,
    count: shown.length,
    total_count: total,
    total_pages: Math.ceil(total / perPage),
  });
}
