import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { REFUSED_RANGES, refusedAs } from "./address-table.ts";
import { parseIpAddress } from "./ip-address.ts";

const numberOf = (...bytes: readonly number[]): number => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

/** IPv4 addresses that are somebody's on the Internet, told by a reading of the registry without the table. */
const publicAddress = fc
  .tuple(fc.integer({ min: 1, max: 223 }), fc.nat(255), fc.nat(255), fc.nat(255))
  .filter(
    ([a, b, c, d]) =>
      ![10, 127].includes(a) &&
      !(a === 100 && b >= 64 && b < 128) &&
      !(a === 168 && b === 63 && c === 129 && d === 16) &&
      !(a === 169 && b === 254) &&
      !(a === 172 && b >= 16 && b < 32) &&
      !(a === 192 && b === 0 && (c === 0 || c === 2)) &&
      !(a === 192 && b === 88 && c === 99) &&
      !(a === 192 && b === 168) &&
      !(a === 198 && (b === 18 || b === 19)) &&
      !(a === 198 && b === 51 && c === 100) &&
      !(a === 203 && b === 0 && c === 113),
  );

const hex = (value: number): string => value.toString(16);

/** Everything that a URL takes for the address of these four bytes. */
function spellings([a, b, c, d]: readonly [number, number, number, number]): string[] {
  const value = numberOf(a, b, c, d);
  const octal = (byte: number): string => `0${byte.toString(8)}`;
  return [
    `${a}.${b}.${c}.${d}`,
    `${a}.${b}.${c}.${d}.`,
    `${a}.${b}.${numberOf(c, d)}`,
    `${a}.${numberOf(b, c, d)}`,
    String(value),
    `0x${hex(value)}`,
    `0X${hex(value).toUpperCase()}`,
    `0${value.toString(8)}`,
    [a, b, c, d].map(octal).join("."),
    [a, b, c, d].map((byte) => `0x${hex(byte)}`).join("."),
    `0x${hex(a)}.${octal(b)}.${numberOf(c, d)}`,
    // Digits of another script are the same digits (UTS 46); so are escapes.
    Array.from(`${a}.${b}.${c}.${d}`)
      .map((sign) => (sign === "." ? "。" : String.fromCodePoint(sign.codePointAt(0)! + 0xfee0)))
      .join(""),
    Array.from(`${a}.${b}.${c}.${d}`)
      .map((sign) => `%${hex(sign.codePointAt(0)!)}`)
      .join(""),
  ];
}

/** IPv6 addresses that lead to these four bytes, where something translates. */
function disguises([a, b, c, d]: readonly [number, number, number, number]): string[] {
  const high = hex(numberOf(a, b));
  const low = hex(numberOf(c, d));
  const inverted = `${hex(0xffff - numberOf(a, b))}:${hex(0xffff - numberOf(c, d))}`;
  return [
    `::ffff:${a}.${b}.${c}.${d}`,
    `::FFFF:${high}:${low}`,
    `0:0:0:0:0:ffff:${high}:${low}`,
    `::${a}.${b}.${c}.${d}`,
    `::ffff:0:${high}:${low}`,
    `2002:${high}:${low}::1`,
    `64:ff9b::${a}.${b}.${c}.${d}`,
    `64:ff9b:1::${high}:${low}`,
    `2001:0:4136:e378:8000:63bf:${inverted}`,
  ];
}

function refused(host: string): string | undefined {
  const url = `http://${host.includes(":") ? `[${host}]` : host}/`;
  expect(URL.canParse(url), url).toBe(true);
  return refusedAs(parseIpAddress(new URL(url).hostname)!);
}

describe("the table of addresses", () => {
  test.each(Object.keys(REFUSED_RANGES))("refuses %s from its first to its last", (range) => {
    const [first = "", length = ""] = range.split("/");
    const { family, value } = parseIpAddress(first)!;
    const size = 1n << BigInt((family === 4 ? 32 : 128) - Number(length));
    expect(value % size).toBe(0n);
    expect(refusedAs({ family, value })).toBeDefined();
    expect(refusedAs({ family, value: value + size - 1n })).toBeDefined();
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: size - 1n }), (host) => {
        expect(refusedAs({ family, value: value + host })).toBeDefined();
      }),
    );
  });

  test.each([
    ["127.0.0.1", "loopback"],
    ["169.254.169.254", "link-local"],
    ["100.100.100.200", "a provider's network"],
    ["168.63.129.16", "the host of a virtual machine"],
    ["192.0.0.192", "kept for protocols"],
    ["255.255.255.255", "reserved"],
    ["0.0.0.0", "this network"],
    ["::", "this network"],
    ["::1", "loopback"],
    ["fe80::1", "link-local"],
    ["fd00:ec2::254", "a private network"],
    ["ff02::1", "multicast"],
    ["::ffff:127.0.0.1", "IPv4 in IPv6 (mapped)"],
    ["2002:7f00:1::", "IPv4 in IPv6 (6to4)"],
    ["2001:0:53aa::1", "IPv4 in IPv6 (Teredo)"],
    ["64:ff9b::7f00:1", "IPv4 in IPv6 (NAT64)"],
    ["::127.0.0.1", "IPv4 in IPv6 (compatible)"],
    ["5f00::1", "reserved"],
  ])("knows %s as %s", (address, what) => {
    expect(refusedAs(parseIpAddress(address)!)).toBe(what);
  });

  test.each([
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "191.255.255.255",
    "192.0.1.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2000::1",
    "2001:200::1",
    "2606:4700::1111",
    "2a00:1450:4001::1",
    "3ffe:ffff::1",
  ])("takes %s for public", (address) => {
    expect(refusedAs(parseIpAddress(address)!)).toBeUndefined();
  });

  test("public addresses pass in every spelling, and in no disguise", () => {
    fc.assert(
      fc.property(publicAddress, (bytes) => {
        for (const host of spellings(bytes)) expect(refused(host)).toBeUndefined();
        for (const host of disguises(bytes)) expect(refused(host), host).toBeDefined();
      }),
    );
  });

  test("loopback and private addresses pass in no spelling and no disguise", () => {
    const byte = fc.nat(255);
    const closed = fc.oneof(
      fc.tuple(fc.constantFrom(0, 10, 127, 224, 239, 240, 255), byte, byte, byte),
      fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
      fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
      fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte, byte),
    );
    fc.assert(
      fc.property(closed, (bytes) => {
        for (const host of [...spellings(bytes), ...disguises(bytes)])
          expect(refused(host), host).toBeDefined();
      }),
    );
  });
});

describe("an address", () => {
  test("of IPv6 is the same number in every spelling", () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const full = new URL(`http://[${text}]/`).hostname;
        expect(parseIpAddress(text)).toEqual(parseIpAddress(full));
        expect(parseIpAddress(text)!.value < 1n << 128n).toBe(true);
      }),
    );
    expect(parseIpAddress("2001:db8::8:800:200c:417a")!.value).toBe(0x20010db80000000000080800200c417an);
    expect(parseIpAddress("1::")!.value).toBe(1n << 112n);
    expect(parseIpAddress("::1")!.value).toBe(1n);
  });

  test.each([
    "fe80::1%eth0",
    "fe80::1%25eth0",
    "",
    "example.com",
    "1.2.3.4/24",
    "1.2.3.4:80",
    ":::",
    "1.2.3.256",
    "[::1",
    "a@1.2.3.4",
  ])("is not what is written %j", (text) => {
    expect(parseIpAddress(text)).toBeUndefined();
  });
});
