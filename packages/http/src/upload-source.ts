import { HttpError } from "./errors.ts";
import type { GuardedFetch } from "./outbound/guarded-fetch.ts";
import { refuseLoop } from "./outbound/loop.ts";
import { cleanFilename, type Form, type FormFile } from "./upload-form.ts";

/** The file of an upload: the form's own, or fetched from the address in it. Throws `field_invalid`. */
export async function chosenFile(
  { file }: Form,
  url: string | undefined,
  fetchFrom: (url: string) => Promise<FormFile>,
): Promise<FormFile> {
  if (file !== undefined && url !== undefined)
    throw new HttpError("field_invalid", "Expected one of the fields `file` and `url` but received both.");
  if (url !== undefined) return fetchFrom(url);
  if (file !== undefined) return file;
  const sentence = "Expected an image in the field `file`, or its address in `url`, but received none.";
  throw new HttpError("field_invalid", sentence);
}

/**
 * Fetches a file as if it had been sent. Its name is the last component of the address, which itself is kept nowhere:
 * it may hold a password.
 */
export async function fetchFile(
  fetcher: GuardedFetch,
  url: string,
  request: Request,
  maxBytes: number,
): Promise<FormFile> {
  refuseLoop(request);
  const { signal } = request;
  const bytes = await fetcher.download(url, { maxBytes, signal }).catch((cause: unknown) => {
    throw signal.aborted ? new HttpError("client_gone", undefined, { cause }) : cause;
  });
  return { bytes, filename: cleanFilename(lastComponent(new URL(url))) };
}

function lastComponent({ pathname }: URL): string {
  const last = pathname.split("/").at(-1)!;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
