import { computed, signal } from "@preact/signals";
import { ApiError } from "../api/client.ts";
import { session, type Session } from "../session/session.ts";
import { sendFile, type UploadRequest } from "./send.ts";

export type UploadState = "ready" | "queued" | "sending" | "done" | "failed" | "cancelled";

/** One file on its way to the server. */
export interface Upload extends UploadRequest {
  readonly key: number;
  readonly state: UploadState;
  /** Share of the file that was sent. */
  readonly progress: number;
  /** Why it failed, as a sentence. */
  readonly problem?: string;
  /** Whether its id is taken: another one helps. */
  readonly taken?: boolean;
  /** The id that it got. */
  readonly uploadedAs?: string;
}

/** Sent at the same time; the server reads a few itself and lets the others wait. */
const AT_ONCE = 3;
/** Times that a busy server is asked again. */
const MOST_WAITS = 5;

/** All files of this session, in order of choice. */
export const uploads = signal<readonly Upload[]>([]);

/** Bytes of all that is or was to be sent, and of what was. */
export const totals = computed(() => {
  const counted = uploads.value.filter(
    ({ state }) => state === "queued" || state === "sending" || state === "done",
  );
  const bytes = counted.reduce((sum, { file }) => sum + file.size, 0);
  const sent = counted.reduce(
    (sum, { file, progress, state }) => sum + file.size * (state === "done" ? 1 : progress),
    0,
  );
  return { bytes, sent, count: counted.length, done: counted.filter(({ state }) => state === "done").length };
});

/** Called after each file that the server has taken. */
let onUploaded: () => void = () => {};
const controllers = new Map<number, AbortController>();
let lastKey = 0;

export function whenUploaded(listener: () => void): void {
  onUploaded = listener;
}

/** Adds files, which wait until `startUploads`. */
export function addUploads(
  requests: readonly (UploadRequest & { readonly problem?: string | undefined })[],
): void {
  const added = requests.map(({ problem, ...request }): Upload => {
    lastKey += 1;
    const base = { ...request, key: lastKey, progress: 0 };
    return problem === undefined ? { ...base, state: "ready" } : { ...base, state: "failed", problem };
  });
  uploads.value = [...uploads.value, ...added];
}

/** Changes what was not sent yet. */
export function changeUpload(key: number, change: Partial<Upload>): void {
  uploads.value = uploads.value.map((upload) => (upload.key === key ? { ...upload, ...change } : upload));
}

/** Sends everything that is ready. */
export function startUploads(): void {
  uploads.value = uploads.value.map((upload) =>
    upload.state === "ready" ? { ...upload, state: "queued", progress: 0 } : upload,
  );
  fill();
}

/** Sends what failed or was cancelled once more. */
export function retryUpload(key: number): void {
  uploads.value = uploads.value.map((upload) => {
    if (upload.key !== key) return upload;
    const { problem: _, taken: __, ...rest } = upload;
    return { ...rest, state: "queued", progress: 0 };
  });
  fill();
}

export function cancelUpload(key: number): void {
  controllers.get(key)?.abort();
  const waiting = uploads.value.find((upload) => upload.key === key)?.state;
  if (waiting === "queued") changeUpload(key, { state: "cancelled", progress: 0 });
}

export function removeUpload(key: number): void {
  controllers.get(key)?.abort();
  uploads.value = uploads.value.filter((upload) => upload.key !== key);
}

export function cancelAll(): void {
  for (const { key, state } of uploads.value)
    if (state === "queued" || state === "sending") cancelUpload(key);
}

export function clearFinished(): void {
  uploads.value = uploads.value.filter(({ state }) => state !== "done" && state !== "cancelled");
}

/** Ends with the session: what another person signs in to is not theirs to see. */
export function dropUploads(): void {
  for (const controller of controllers.values()) controller.abort();
  uploads.value = [];
}

function fill(): void {
  const current = session.value;
  if (current === undefined) return;
  for (const upload of uploads.value) {
    if (controllers.size >= AT_ONCE) return;
    if (upload.state === "queued" && !controllers.has(upload.key)) void send(current, upload);
  }
}

async function send(current: Session, upload: Upload): Promise<void> {
  const { key } = upload;
  const controller = new AbortController();
  controllers.set(key, controller);
  changeUpload(key, { state: "sending" });
  try {
    const answer = await sendPatiently(current, upload, controller.signal);
    changeUpload(key, { state: "done", progress: 1, uploadedAs: answer.id });
    onUploaded();
  } catch (error) {
    if (controller.signal.aborted) changeUpload(key, { state: "cancelled", progress: 0 });
    else changeUpload(key, { state: "failed", progress: 0, ...explain(error, upload) });
  } finally {
    controllers.delete(key);
    fill();
  }
}

/** A busy server says when to come back. */
async function sendPatiently(current: Session, upload: Upload, cancelled: AbortSignal) {
  for (let wait = 0; ; wait++) {
    try {
      return await sendFile(current, upload, {
        signal: cancelled,
        onProgress: (progress) => changeUpload(upload.key, { progress }),
      });
    } catch (error) {
      const seconds = error instanceof ApiError && error.status === 503 ? error.retryAfter : undefined;
      if (seconds === undefined || wait >= MOST_WAITS) throw error;
      await pause(seconds * 1000, cancelled);
    }
  }
}

function explain(error: unknown, { id }: Upload): Pick<Upload, "problem" | "taken"> {
  if (error instanceof ApiError && error.status === 409) {
    return {
      problem: `There is an image with the id ${id} already. Choose another id, or delete that image first.`,
      taken: true,
    };
  }
  return { problem: error instanceof Error ? error.message : String(error) };
}

function pause(milliseconds: number, cancelled: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    cancelled.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("The upload was cancelled.", "AbortError"));
    });
  });
}
