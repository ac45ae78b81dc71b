import type { DetailedImageAnswer } from "@darkroom/http/answers";
import { imagePath } from "../server/lists.ts";
import type { ServerApi } from "../server/server-api.ts";
import { isServerRefusal } from "../server/server-refusal.ts";

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
  try {
    const path = imagePath(account, "darkroom/v1/images", id);
    return (await api.ask<DetailedImageAnswer>("GET", path)).original.sha256 === sha256;
  } catch (reason) {
    // A draft has the id.
    if (isServerRefusal(reason) && reason.status === 404) return false;
    throw reason;
  }
}
