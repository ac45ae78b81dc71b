import type { ImageAnswer } from "@darkroom/http/answers";

/** What to call an image: its id; where that was generated and says nothing, the name of its file. */
export function nameOf({ id, filename }: Pick<ImageAnswer, "id" | "filename">): string {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) && filename !== "" ? filename : id;
}
