import { createHash } from "node:crypto";
import type { OutputFormat, Picture, RunningSubject, Subject } from "./subject.ts";

const FORMATS: readonly OutputFormat[] = ["jpeg", "webp", "avif"];
const WIDTHS = [320, 777] as const;

export interface ByteCheck {
  /** Subjects whose bytes are the first runtime's. */
  readonly same: readonly string[];
  /** Those whose bytes are not, with the delivery that told. */
  readonly different: readonly { readonly name: string; readonly reason: string }[];
  readonly deliveries: number;
}

/** Asks every runtime of Darkroom for the same deliveries: who gives other bytes does something else, and gets no time. */
export async function checkSameBytes(
  servers: readonly { readonly subject: Subject; readonly running: RunningSubject }[],
  pictures: readonly Picture[],
): Promise<ByteCheck> {
  const darkrooms = servers.filter(({ subject }) => subject.kind === "darkroom");
  const wanted = pictures.flatMap((picture) =>
    FORMATS.flatMap((format) => WIDTHS.map((width) => ({ picture, format, width }))),
  );
  const different = new Map<string, string>();
  for (const { picture, format, width } of wanted) {
    let first: string | undefined;
    for (const { subject, running } of darkrooms) {
      const sum = await digestOf(running, picture, { width, format });
      first ??= sum;
      if (sum !== first) different.set(subject.name, `${picture.name} as ${format}, ${width} px wide`);
    }
  }
  return {
    same: darkrooms.map(({ subject }) => subject.name).filter((name) => !different.has(name)),
    different: [...different].map(([name, reason]) => ({ name, reason: `gives other bytes for ${reason}` })),
    deliveries: wanted.length,
  };
}

async function digestOf(
  running: RunningSubject,
  picture: Picture,
  wanted: { readonly width: number; readonly format: OutputFormat },
): Promise<string> {
  const { path, headers } = running.delivery(picture, wanted);
  const response = await fetch(running.url + path, { headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw new Error(`${running.url}${path} answered ${response.status}: ${bytes.toString()}`);
  return createHash("sha256").update(bytes).digest("hex");
}
