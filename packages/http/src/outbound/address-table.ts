import { BITS, parseIpAddress, type IpAddress } from "./ip-address.ts";

/**
 * THE table of addresses that are never connected to, and what they are. From the registries of special-purpose
 * addresses (https://www.iana.org/assignments/iana-ipv4-special-registry, …/iana-ipv6-special-registry), stricter
 * in three ways: what leads into IPv4 is refused whatever it leads to, what IANA keeps for protocols is refused
 * whole, and of IPv6 there is only what was ever given out: 2000::/3.
 */
export const REFUSED_RANGES = {
  "0.0.0.0/8": "this network",
  "10.0.0.0/8": "a private network",
  "100.64.0.0/10": "a provider's network",
  "127.0.0.0/8": "loopback",
  "168.63.129.16/32": "the host of a virtual machine",
  "169.254.0.0/16": "link-local",
  "172.16.0.0/12": "a private network",
  "192.0.0.0/24": "kept for protocols",
  "192.0.2.0/24": "documentation",
  "192.88.99.0/24": "a relay of 6to4",
  "192.168.0.0/16": "a private network",
  "198.18.0.0/15": "benchmarking",
  "198.51.100.0/24": "documentation",
  "203.0.113.0/24": "documentation",
  "224.0.0.0/4": "multicast",
  "240.0.0.0/4": "reserved",

  "::/128": "this network",
  "::1/128": "loopback",
  "::/96": "IPv4 in IPv6 (compatible)",
  "::ffff:0:0/96": "IPv4 in IPv6 (mapped)",
  "::ffff:0:0:0/96": "IPv4 in IPv6 (translated)",
  "64:ff9b::/96": "IPv4 in IPv6 (NAT64)",
  "64:ff9b:1::/48": "IPv4 in IPv6 (NAT64)",
  "100::/64": "discard",
  "fc00::/7": "a private network",
  "fe80::/10": "link-local",
  "fec0::/10": "a private network",
  "ff00::/8": "multicast",
  // All that is not 2000::/3.
  "::/3": "reserved",
  "4000::/2": "reserved",
  "8000::/1": "reserved",
  "2001::/32": "IPv4 in IPv6 (Teredo)",
  "2001::/23": "kept for protocols",
  "2001:db8::/32": "documentation",
  "2002::/16": "IPv4 in IPv6 (6to4)",
  "3fff::/20": "documentation",
} as const satisfies Readonly<Record<string, string>>;

interface Range {
  readonly family: 4 | 6;
  /** The bits before the host's. */
  readonly prefix: bigint;
  readonly hostBits: bigint;
  readonly what: string;
}

// The narrower a range, the more it says.
const RANGES: readonly Range[] = Object.entries(REFUSED_RANGES)
  .map(([range, what]) => parseRange(range, what))
  .toSorted((a, b) => Number(a.hostBits - b.hostBits));

/** What an address is that must not be connected to, such as `loopback`; undefined for a public one. */
export function refusedAs({ family, value }: IpAddress): string | undefined {
  return RANGES.find((range) => range.family === family && value >> range.hostBits === range.prefix)?.what;
}

function parseRange(range: string, what: string): Range {
  const [address = "", length = ""] = range.split("/");
  const { family, value } = parseIpAddress(address)!;
  const hostBits = BigInt(BITS[family] - Number(length));
  return { family, prefix: value >> hostBits, hostBits, what };
}
