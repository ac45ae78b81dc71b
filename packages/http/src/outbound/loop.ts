import { HttpError } from "../errors.ts";

/** The name under which every request that we send says that we sent it (RFC 9110, section 7.6.3). */
const PSEUDONYM = "darkroom";

export const VIA = `1.1 ${PSEUDONYM}`;

/**
 * Refuses to fetch for a request that is itself a fetch of a Darkroom's: two that ask each other would never
 * end. Throws `source_loop`.
 */
export function refuseLoop({ headers }: Request): void {
  const hops = (headers.get("via") ?? "").split(",");
  if (hops.some((hop) => hop.trim().split(/\s+/)[1]?.toLowerCase() === PSEUDONYM))
    throw new HttpError("source_loop");
}
