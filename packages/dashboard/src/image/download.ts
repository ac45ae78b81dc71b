import type { DetailedImageAnswer } from "@darkroom/http/answers";
import { imagePath } from "../api/queries.ts";
import { requireSession } from "../session/session.ts";

/** Saves the original as it was uploaded, under the name that it had. */
export async function downloadOriginal({
  id,
  filename,
}: Pick<DetailedImageAnswer, "id" | "filename">): Promise<void> {
  const response = await requireSession().client.open(`/client/v4/${imagePath(id)}/blob`);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = url;
  link.download = filename || id.replaceAll("/", "-");
  link.click();
  // The browser has taken hold of it by the next turn; a minute is generous.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
