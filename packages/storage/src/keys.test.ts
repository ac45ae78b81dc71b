import { describe, expect, test } from "vitest";
import {
  assertKey,
  assertKeyPrefix,
  derivedAccountPrefix,
  derivedKey,
  derivedPrefix,
  originalKey,
  parseDerivedKey,
} from "./keys.ts";

const SHA256 = "0f".repeat(32);
const VARIANT = "a1".repeat(32);
const invalid = expect.objectContaining({ code: "key_invalid" });

describe("the key of an original", () => {
  test("is its id, in a folder of the id's first two digits", () => {
    const id = "3f0c1c9e-8a1d-4f5e-9b7a-2d6c8e4f1a0b";
    expect(originalKey(id)).toBe(`originals/3f/${id}`);
    expect(() => assertKey(originalKey(crypto.randomUUID()))).not.toThrow();
  });

  test.each([
    [""],
    ["photo"],
    ["../../etc/passwd-0000"],
    ["3F0C1C9E-8A1D-4F5E-9B7A-2D6C8E4F1A0B"],
    ["3f/0c1c9e8a1d4f5e9b7a2d6c"],
  ])("is not made of %j", (id) => {
    expect(() => originalKey(id)).toThrow(invalid);
  });
});

describe("the key of derived bytes", () => {
  test("names account, original and variant", () => {
    const key = derivedKey({ account: "acc0", sha256: SHA256, variant: VARIANT });
    expect(key).toBe(`derived/acc0/0f/${SHA256}/${VARIANT}`);
    expect(() => assertKey(key)).not.toThrow();
  });

  test("begins with its original's prefix, and that of no account or original whose name is longer", () => {
    const prefix = derivedPrefix("acc0", SHA256);
    expect(derivedKey({ account: "acc0", sha256: SHA256, variant: VARIANT }).startsWith(prefix)).toBe(true);
    expect(derivedKey({ account: "acc01", sha256: SHA256, variant: VARIANT }).startsWith(prefix)).toBe(false);
    expect(() => assertKeyPrefix(prefix)).not.toThrow();
  });

  test("begins with its account's prefix, and comes apart again", () => {
    const parts = { account: "acc0", sha256: SHA256, variant: VARIANT };
    expect(derivedKey(parts).startsWith(derivedAccountPrefix("acc0"))).toBe(true);
    expect(derivedKey(parts).startsWith(derivedAccountPrefix("acc"))).toBe(false);
    expect(parseDerivedKey(derivedKey(parts))).toEqual({ ...parts, prefix: derivedPrefix("acc0", SHA256) });
    expect(parseDerivedKey(derivedPrefix("acc0", SHA256))).toBeUndefined();
    expect(parseDerivedKey(`x/${derivedKey(parts)}`)).toBeUndefined();
  });

  test.each([[""], [".."], ["a/b"], ["a\0"], ["a".repeat(256)]])(
    "is not made of the account %j",
    (account) => {
      expect(() => derivedPrefix(account, SHA256)).toThrow(invalid);
      expect(() => derivedKey({ account, sha256: SHA256, variant: VARIANT })).toThrow(invalid);
    },
  );

  test.each([[""], ["../x"], [SHA256.toUpperCase()], [SHA256.slice(1)], [`${SHA256}0`]])(
    "is not made of the digest %j",
    (digest) => {
      expect(() => derivedKey({ account: "a", sha256: digest, variant: VARIANT })).toThrow(invalid);
      expect(() => derivedKey({ account: "a", sha256: SHA256, variant: digest })).toThrow(invalid);
    },
  );
});
