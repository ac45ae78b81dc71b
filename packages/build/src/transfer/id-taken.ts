import type { ServerApi } from "../server/server-api.ts";
import { isServerRefusal } from "../server/server-refusal.ts";
import { findImage } from "./image-lookup.ts";

/** The code of an answer that says that an id is taken. */
const ID_TAKEN = 5409;

/** Whether an image was refused because it is there: its id is taken, by an image of the same bytes. */
export async function isTakenBySame(
  error: unknown,
  api: ServerApi,
  account: string,
  { id, sha256 }: { readonly id: string; readonly sha256: string },
): Promise<boolean> {
  if (!isServerRefusal(error) || !error.codes.includes(ID_TAKEN)) return false;
  return (await findImage(api, account, id))?.original.sha256 === sha256;
}
