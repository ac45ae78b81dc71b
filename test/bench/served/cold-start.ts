import type { Picture, RunningSubject, Subject } from "./subject.ts";

/**
 * Milliseconds from the start of the process to the last byte of the first picture, which has to be computed. The
 * folder must hold the picture from an earlier start.
 */
export async function coldStart(
  subject: Subject,
  folder: string,
  prefix: readonly string[],
  photo: Picture,
  width: number,
): Promise<number> {
  const begun = performance.now();
  let running: RunningSubject | undefined;
  try {
    running = await subject.start(folder, prefix);
    const { path, headers } = running.delivery(photo, { width, format: "webp" });
    const response = await fetch(running.url + path, { headers });
    await response.arrayBuffer();
    const ms = performance.now() - begun;
    if (!response.ok) throw new Error(`${subject.name} answered ${response.status} after its start.`);
    return ms;
  } finally {
    await running?.stop();
  }
}
