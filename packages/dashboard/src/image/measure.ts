import type { Delivered } from "../images/blobs.ts";
import { requireSession } from "../session/session.ts";

/** A picture as one client gets it. */
export interface Measured {
  readonly mediaType: string;
  readonly bytes: number;
  /** As a browser shows it. */
  readonly width: number;
  readonly height: number;
}

/** Deliveries asked for at the same time: the server makes some of them only now. */
const AT_ONCE = 2;

let underWay = 0;
const waiting: (() => void)[] = [];

/** Fetches a delivery as a client that sends these headers, and looks at what came. */
export async function measure(
  path: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Measured> {
  if (underWay >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  underWay += 1;
  try {
    signal.throwIfAborted();
    const loan = requireSession().pictures.borrow(path, headers);
    try {
      const delivered = await loan.delivered;
      return { ...pick(delivered), ...(await sizeOf(delivered.url)) };
    } finally {
      loan.release();
    }
  } finally {
    underWay -= 1;
    waiting.shift()?.();
  }
}

function pick({ mediaType, bytes }: Delivered): Pick<Measured, "mediaType" | "bytes"> {
  return { mediaType, bytes };
}

/** The size that a browser gives a picture, of whatever format. */
async function sizeOf(url: string): Promise<{ readonly width: number; readonly height: number }> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return { width: image.naturalWidth, height: image.naturalHeight };
}
