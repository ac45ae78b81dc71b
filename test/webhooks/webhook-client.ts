import type { Envelope } from "../harness/client.ts";
import type { Receiver } from "../harness/receiver.ts";
import type { ServedProcess } from "../harness/served-process.ts";

/** A delivery as the log shows it. */
export interface Delivery {
  readonly event: string;
  readonly state: string;
  readonly attempts: readonly { readonly status: number | null; readonly failure: string | null }[];
}

/** What of a server these tests use. */
export type Server = Pick<ServedProcess, "api" | "tokenHeaders">;

async function call<T>({ tokenHeaders }: Server, method: string, url: string, body?: object): Promise<T> {
  const headers = { ...tokenHeaders, "content-type": "application/json" };
  const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  const { success, result, errors } = (await response.json()) as Envelope<T>;
  if (!success) throw new Error(`${method} ${url} was refused: ${errors[0]?.message}`);
  return result;
}

const webhooksOf = ({ api }: Server): string => api.replace("/images/v1", "/darkroom/v1/webhooks");

/** Makes a webhook that goes to a receiver, which from now on knows its secret. */
export async function hook(server: Server, receiver: Receiver): Promise<string> {
  const made = await call<{ id: string; secret: string }>(server, "POST", webhooksOf(server), {
    url: receiver.url,
  });
  receiver.secret = made.secret;
  return made.id;
}

export function deliveriesOf(server: Server, webhook: string): Promise<readonly Delivery[]> {
  return call(server, "GET", `${webhooksOf(server)}/${webhook}/deliveries`);
}

export function testHook(server: Server, webhook: string): Promise<Delivery> {
  return call(server, "POST", `${webhooksOf(server)}/${webhook}/test`);
}

/** Asks for an address for direct uploads. */
export function directUpload(server: Server): Promise<{ readonly id: string; readonly uploadURL: string }> {
  return call(server, "POST", server.api.replace("/images/v1", "/images/v2/direct_upload"), {});
}

export function formOf(bytes: Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData();
  form.set("file", new Blob([bytes]), "picture.jpg");
  return form;
}

/** Uploads to a new address for direct uploads. @returns the image's id, once the upload is acknowledged. */
export async function uploadDirectly(server: Server, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { id, uploadURL } = await directUpload(server);
  const response = await fetch(uploadURL, { method: "POST", body: formOf(bytes) });
  if (!response.ok) throw new Error(`The upload was refused with ${response.status}.`);
  return id;
}
