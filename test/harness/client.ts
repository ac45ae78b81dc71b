import type { ServedProcess } from "./served-process.ts";

export interface Envelope<T = Record<string, unknown>> {
  readonly success: boolean;
  readonly result: T;
  readonly errors: readonly { readonly code: number; readonly message: string }[];
  readonly messages: readonly unknown[];
  readonly result_info?: Record<string, number>;
}

/** Uploads with a token and gives the whole answer. */
export async function upload(
  server: Pick<ServedProcess, "api" | "tokenHeaders">,
  bytes: Uint8Array<ArrayBuffer>,
  options: { readonly filename?: string; readonly id?: string; readonly signal?: AbortSignal } = {},
): Promise<{
  readonly status: number;
  readonly body: Envelope<{ id: string; variants: string[]; filename: string }>;
}> {
  const form = new FormData();
  if (options.id !== undefined) form.set("id", options.id);
  form.set("file", new Blob([bytes]), options.filename ?? "picture");
  const response = await fetch(server.api, {
    method: "POST",
    headers: server.tokenHeaders,
    body: form,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return { status: response.status, body: (await response.json()) as never };
}

/** Uploads what must be accepted, and gives its delivery address for a variant. */
export async function uploaded(
  server: Pick<ServedProcess, "api" | "tokenHeaders">,
  bytes: Uint8Array<ArrayBuffer>,
  variant = "public",
): Promise<{ readonly id: string; readonly url: string }> {
  const { status, body } = await upload(server, bytes);
  if (status !== 200) throw new Error(`The upload was refused with ${status}: ${JSON.stringify(body)}`);
  const url = body.result.variants.find((candidate) => candidate.endsWith(`/${variant}`));
  if (url === undefined)
    throw new Error(`There is no variant ${variant} in ${JSON.stringify(body.result.variants)}`);
  return { id: body.result.id, url };
}
