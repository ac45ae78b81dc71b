import { createAdmission } from "../admission.ts";
import type { AppDeps } from "../deps.ts";
import { success } from "../envelope.ts";
import { readJsonBody } from "../json-body.ts";
import { refuseLoop } from "../outbound/loop.ts";
import { positiveParameter, refuseUnknownParameters } from "../query.ts";
import { createWebhookFetch } from "../webhooks/fetch.ts";
import { createWebhookSender } from "../webhooks/sender.ts";
import { readWebhookFields } from "../webhooks/webhook-fields.ts";
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
      async handle({ request, account }) {
        const body = await readJsonBody(request);
        const fields = readWebhookFields(body, ["url", "events", "description"], fetcher);
        const webhook = await createWebhook(deps, account, fields);
        return success({ ...presentWebhook(webhook), secret: webhook.secret });
      },
    },
    {
      method: "GET",
      path: WEBHOOKS,
      scope: "read",
      handle: async ({ account }) =>
        success((await deps.webhooks.listWebhooks(account.tag)).map(presentWebhook)),
    },
    {
      method: "GET",
      path: `${WEBHOOKS}/:webhook`,
      scope: "read",
      handle: async ({ account, parameters }) =>
        success(presentWebhook(await findWebhook(deps, account, parameters["webhook"]!))),
    },
    {
      method: "PATCH",
      path: `${WEBHOOKS}/:webhook`,
      scope: "edit",
      async handle({ request, account, parameters }) {
        const body = await readJsonBody(request);
        const fields = readWebhookFields(body, ["url", "events", "description", "enabled"], fetcher);
        const webhook = await changeWebhook(deps, account, parameters["webhook"]!, fields);
        if (fields.disabled === null) deps.wakeWebhooks();
        return success(presentWebhook(webhook));
      },
    },
    {
      method: "DELETE",
      path: `${WEBHOOKS}/:webhook`,
      scope: "edit",
      async handle({ account, parameters }) {
        await deleteWebhook(deps, account, parameters["webhook"]!);
        return success({ id: parameters["webhook"]! });
      },
    },
    {
      method: "POST",
      path: `${WEBHOOKS}/:webhook/test`,
      scope: "edit",
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
      handle: (call) => listDeliveries(deps, call),
    },
  ];
}

async function listDeliveries(
  { webhooks, deliveries }: AppDeps,
  { url, account, parameters }: Call,
): Promise<Response> {
  refuseUnknownParameters(url, ["page", "per_page"]);
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
