import type { DeliveryRecord, WebhookRecord } from "@darkroom/storage";
import type { Account } from "../account.ts";
import type { WebhookAnswer, WebhookDeliveryAnswer } from "../answers.ts";
import type { AppDeps } from "../deps.ts";
import { HttpError } from "../errors.ts";
import { ALL_EVENT_TYPES } from "./event-types.ts";
import { testEvent } from "./events.ts";
import { makeWebhookSecret } from "./message.ts";
import { CLAIM_MS } from "./schedule.ts";
import type { WebhookSender } from "./sender.ts";
import type { WebhookFields } from "./webhook-fields.ts";

/** Each event of an account is sent to all of them. */
const MOST_WEBHOOKS = 20;

export type WebhookDeps = Pick<AppDeps, "webhooks" | "deliveries" | "now" | "uuid" | "randomBytes">;

/** Makes a webhook for all events, unless `fields` says which. Throws `webhooks_full`. */
export async function createWebhook(
  deps: WebhookDeps,
  account: Account,
  { url, events = ALL_EVENT_TYPES, description = "" }: WebhookFields & Pick<WebhookRecord, "url">,
): Promise<WebhookRecord> {
  const webhook: WebhookRecord = {
    id: deps.uuid().replaceAll("-", ""),
    account: account.tag,
    url,
    events,
    description,
    secret: makeWebhookSecret(deps.randomBytes),
    created: deps.now(),
    disabled: null,
    failingSince: null,
  };
  if ((await deps.webhooks.insertWebhook(webhook, MOST_WEBHOOKS)) === "full")
    throw new HttpError("webhooks_full");
  return webhook;
}

/** Throws `webhook_missing`. */
export async function findWebhook(
  { webhooks }: Pick<WebhookDeps, "webhooks">,
  account: Account,
  id: string,
): Promise<WebhookRecord> {
  const webhook = await webhooks.getWebhook(account.tag, id);
  if (webhook === undefined) throw new HttpError("webhook_missing");
  return webhook;
}

/** Changes what `fields` says. One that is enabled again has not failed yet. Throws `webhook_missing`. */
export async function changeWebhook(
  deps: WebhookDeps,
  account: Account,
  id: string,
  fields: WebhookFields,
): Promise<WebhookRecord> {
  const changes = fields.disabled === null ? { ...fields, failingSince: null } : fields;
  const webhook = await deps.webhooks.updateWebhook(account.tag, id, changes, deps.now());
  if (webhook === undefined) throw new HttpError("webhook_missing");
  return webhook;
}

/** Throws `webhook_missing`. */
export async function deleteWebhook({ webhooks }: WebhookDeps, account: Account, id: string): Promise<void> {
  if (!(await webhooks.deleteWebhook(account.tag, id))) throw new HttpError("webhook_missing");
}

/** Sends an event made for it to a webhook, be it disabled, once, and says how it went. Throws `webhook_missing`. */
export async function testWebhook(
  deps: WebhookDeps,
  sender: WebhookSender,
  account: Account,
  id: string,
): Promise<DeliveryRecord> {
  const webhook = await findWebhook(deps, account, id);
  const event = testEvent(deps, account.tag, webhook.id);
  const due = deps.now() + CLAIM_MS;
  await deps.deliveries.enterEvent(event, webhook.id, due);
  const { id: message, ...rest } = event;
  return sender.send(webhook, {
    ...rest,
    webhook: webhook.id,
    event: message,
    state: "pending",
    attempts: [],
    due,
  });
}

/** A webhook as answers show it: never its secret. */
export function presentWebhook({
  id,
  url,
  events,
  description,
  disabled,
  failingSince,
  created,
}: WebhookRecord): WebhookAnswer {
  return {
    id,
    url,
    events,
    description,
    enabled: disabled === null,
    disabledReason: disabled,
    failingSince: timeText(failingSince),
    created: timeText(created),
  };
}

export function presentDelivery({
  event,
  type,
  created,
  state,
  due,
  attempts,
}: DeliveryRecord): WebhookDeliveryAnswer {
  return {
    event,
    type,
    created: timeText(created),
    state,
    nextAttempt: timeText(due),
    attempts: attempts.map(({ at, took, outcome }) => ({
      at: timeText(at),
      milliseconds: took,
      status: typeof outcome === "number" ? outcome : null,
      failure: typeof outcome === "string" ? outcome : null,
    })),
  };
}

function timeText<Time extends number | null>(time: Time): Time extends null ? null : string;
function timeText(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
