/** An address of the Internet Protocol as the number that it is. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** Bits of an address, by family. */
export const BITS = { 4: 32, 6: 128 } as const;

/**
 * Reads an address in any spelling that a URL can hold, and an IPv6 address without brackets too; undefined
 * for a name, and for an address with a zone. The one reader of spellings is the URL Standard's (section 3.5):
 * it is also what a connection is made by, so that no two readings can differ.
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  if (!/^\[?[\w.:]+\]?$/.test(text)) return undefined;
  const host = text.includes(":") && !text.startsWith("[") ? `[${text}]` : text;
  return URL.canParse(`http://${host}/`) ? addressOf(new URL(`http://${host}/`)) : undefined;
}

/** The address that a URL names literally; undefined when it names a host. */
export function addressOf({ hostname }: URL): IpAddress | undefined {
  if (hostname.startsWith("[")) return { family: 6, value: valueOf6(hostname.slice(1, -1)) };
  if (!/^\d+\.\d+\.\d+\.\d+$/.test(hostname)) return undefined;
  return { family: 4, value: hostname.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n) };
}

/** Of the URL Standard's own spelling: hexadecimal pieces, one run of zeros left out at most. */
function valueOf6(text: string): bigint {
  const [head = "", tail] = text.split("::");
  const pieces = (part: string | undefined): string[] => (part ? part.split(":") : []);
  const left = pieces(head);
  const right = pieces(tail);
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...zeros, ...right].reduce((sum, piece) => sum * 65_536n + BigInt(`0x${piece}`), 0n);
}
