import type { ImageAnswer } from "@darkroom/http/answers";
import { apiError, ApiError, type Client } from "../api/client.ts";

/** What is sent of one file. */
export interface UploadRequest {
  readonly file: File;
  /** Empty for one that the server generates. */
  readonly id: string;
  readonly creator: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly requireSignedURLs: boolean;
}

/**
 * Sends a file; `onProgress` hears the share that has left this machine. It is the one request that is not a
 * `fetch`, which tells nothing of what it has sent. Rejects with an `ApiError`, or an `AbortError`.
 */
export function sendFile(
  { client, api }: { readonly client: Pick<Client, "headers">; readonly api: string },
  { file, id, creator, metadata, requireSignedURLs }: UploadRequest,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
): Promise<ImageAnswer> {
  const form = new FormData();
  if (id !== "") form.set("id", id);
  if (creator !== "") form.set("creator", creator);
  if (Object.keys(metadata).length > 0) form.set("metadata", JSON.stringify(metadata));
  if (requireSignedURLs) form.set("requireSignedURLs", "true");
  form.set("file", file, file.name);

  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/client/v4/${api}/images/v1`);
    for (const [name, value] of Object.entries(client.headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded, total }) =>
      onProgress(total > 0 ? loaded / total : 0),
    );
    request.addEventListener("load", () => {
      if (request.status === 200) {
        resolve((JSON.parse(request.responseText) as { readonly result: ImageAnswer }).result);
      } else reject(apiError(request.status, request.getResponseHeader("retry-after"), request.responseText));
    });
    request.addEventListener("error", () =>
      reject(
        new ApiError("The connection was lost. Try again.", { code: 0, status: 0, retryAfter: undefined }),
      ),
    );
    request.addEventListener("abort", () =>
      reject(new DOMException("The upload was cancelled.", "AbortError")),
    );
    signal.addEventListener("abort", () => request.abort());
    if (signal.aborted) request.abort();
    else request.send(form);
  });
}
