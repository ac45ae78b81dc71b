/** An address that an account has its events sent to. */
export interface WebhookRecord {
  readonly id: string;
  readonly account: string;
  readonly url: string;
  /** The types of events that are sent there. */
  readonly events: readonly string[];
  readonly description: string;
  /** What messages are signed with. */
  readonly secret: string;
  /** Milliseconds since the epoch, like all times here. */
  readonly created: number;
  /** Why nothing is sent there; null where it is. */
  readonly disabled: DisabledReason | null;
  /** The first failure since the last success; null when the last message arrived. */
  readonly failingSince: number | null;
}

export type DisabledReason =
  /** Its owner wanted it. */
  | "request"
  /** Nothing has arrived for days. */
  | "failing"
  /** The receiver said that it is gone for good. */
  | "gone";

/** What of a webhook may change; what is left out stays as it is. */
export type WebhookChanges = Partial<
  Pick<WebhookRecord, "url" | "events" | "description" | "disabled" | "failingSince">
>;

/** The webhooks of accounts. */
export interface WebhookStore {
  /** Inserts a webhook, unless the account has `most` already. Throws a `StorageError` `record_invalid`. */
  insertWebhook(webhook: WebhookRecord, most: number): Promise<"inserted" | "full">;
  getWebhook(account: string, id: string): Promise<WebhookRecord | undefined>;
  /** In order of their making. */
  listWebhooks(account: string): Promise<readonly WebhookRecord[]>;
  /**
   * Changes what is given. What waits for a webhook waits on while it is disabled, and is due at `at` once it no
   * longer is. Throws a `StorageError` `record_invalid`.
   * @returns the webhook as it is now, or undefined when there is none.
   */
  updateWebhook(
    account: string,
    id: string,
    changes: WebhookChanges,
    at: number,
  ): Promise<WebhookRecord | undefined>;
  /** Removes a webhook with its deliveries. @returns whether there was one. */
  deleteWebhook(account: string, id: string): Promise<boolean>;
}
