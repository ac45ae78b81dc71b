import type { ClaimedDelivery } from "@darkroom/storage";

/** What a secret begins with, so that scanners for leaked secrets can tell what they found. */
const PREFIX = "whsec_";
/** Standard Webhooks, "Signature scheme": 24 to 64 bytes. */
const SECRET_BYTES = 32;

/** A message as it goes out. */
export interface SignedMessage {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** A fresh secret: `whsec_` and base64. */
export function makeWebhookSecret(randomBytes: (length: number) => Uint8Array): string {
  return PREFIX + randomBytes(SECRET_BYTES).toBase64();
}

/**
 * Writes and signs a message (https://www.standardwebhooks.com, specification 1.0): the same id at every attempt, by
 * which receivers know what they have had, and the time of this one.
 * @param at Milliseconds since the epoch.
 */
export async function signMessage(
  { event, type, created, data }: Pick<ClaimedDelivery, "event" | "type" | "created" | "data">,
  secret: string,
  at: number,
): Promise<SignedMessage> {
  const timestamp = String(Math.floor(at / 1000));
  const text = JSON.stringify({ type, timestamp: new Date(created).toISOString(), data });
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const bytes = Uint8Array.fromBase64(secret.slice(PREFIX.length));
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["sign"]);
  const encoder = new TextEncoder();
  const mac = await crypto.subtle.sign(algorithm, key, encoder.encode(`${event}.${timestamp}.${text}`));
  return {
    headers: {
      "content-type": "application/json",
      "webhook-id": event,
      "webhook-timestamp": timestamp,
      "webhook-signature": `v1,${new Uint8Array(mac).toBase64()}`,
    },
    body: encoder.encode(text),
  };
}
