import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { SigningKeyStore } from "../signing-key-store.ts";
import type { StoresUnderTest } from "./account-store.ts";

/** Tests a store of signing keys; `create` makes empty stores for each test. */
export function describeSigningKeyStore(name: string, create: () => Promise<StoresUnderTest>): void {
  describe(`${name}, as a store of signing keys`, () => {
    let subject: StoresUnderTest;
    let store: SigningKeyStore;
    let made = 0;
    beforeEach(async () => {
      subject = await create();
      store = subject.stores.signingKeys;
    });
    afterEach(async () => {
      await subject.stores.records.close();
      await subject.close?.();
    });

    /** A key that nobody has had before. */
    const fresh = (keyName = "default") => ({ name: keyName, value: `value-${made++}` });
    const list = (account = "one") => store.listSigningKeys(account, fresh());
    const put = (keyName: string, account = "one") => store.putSigningKey(account, fresh(keyName), 100);
    const namesOf = async (account = "one") => (await list(account)).map((key) => key.name);

    test("gives an account its first key when it is asked for the first time, and the same ever after", async () => {
      const first = fresh();
      expect(await store.listSigningKeys("one", first)).toEqual([first]);
      expect(await list()).toEqual([first]);
    });

    test("gives the same first key to everybody who asks at once", async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => list()));
      expect(answers[0]).toHaveLength(1);
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    });

    test("lists keys as they were put, by name in order of code points, without a first one", async () => {
      const keys = ["b", "a-1", "a_1", "B", "a1", "__proto__"].map((keyName) => fresh(keyName));
      for (const key of keys) expect(await store.putSigningKey("one", key, 20)).toBe("kept");
      expect(await namesOf()).toEqual(["B", "__proto__", "a-1", "a1", "a_1", "b"]);
      expect(await list()).toEqual(expect.arrayContaining(keys));
    });

    test("gives a key of the same name the new value", async () => {
      await put("a");
      const [old] = await list();
      await put("a");
      const [renewed, ...others] = await list();
      expect(others).toEqual([]);
      expect(renewed!.value).not.toBe(old!.value);
    });

    test("keeps so many and no more, of which each may still be renewed", async () => {
      const fill = (keyName: string) => store.putSigningKey("one", fresh(keyName), 2);
      expect(await fill("a")).toBe("kept");
      expect(await fill("b")).toBe("kept");
      expect(await fill("c")).toBe("full");
      expect(await fill("b")).toBe("kept");
      expect(await namesOf()).toEqual(["a", "b"]);
      expect(await store.putSigningKey("two", fresh("c"), 2)).toBe("kept");
    });

    test("keeps no more than so many of those that are put at once", async () => {
      const names = Array.from({ length: 10 }, (_, index) => `key${index}`);
      const answers = await Promise.all(
        names.map((keyName) => store.putSigningKey("one", fresh(keyName), 4)),
      );
      expect(answers.filter((answer) => answer === "kept")).toHaveLength(4);
      expect(await list()).toHaveLength(4);
    });

    test("removes the key of that name and no other", async () => {
      for (const keyName of ["a", "b", "A"]) await put(keyName);
      expect(await store.deleteSigningKey("one", "a", fresh())).toBe(true);
      expect(await namesOf()).toEqual(["A", "b"]);
      expect(await store.deleteSigningKey("one", "a", fresh())).toBe(false);
      expect(await store.deleteSigningKey("one", "a\0", fresh())).toBe(false);
      expect(await store.deleteSigningKey("one", "\ud800", fresh())).toBe(false);
      expect(await namesOf()).toEqual(["A", "b"]);
    });

    test.each(["last", "default"])("puts the replacement in the place of the last one, %j", async (last) => {
      await put(last);
      const replacement = fresh("default");
      expect(await store.deleteSigningKey("one", last, replacement)).toBe(true);
      expect(await list()).toEqual([replacement]);
    });

    test("never has none, however many are removed at once", async () => {
      const names = ["a", "b", "c", "default"];
      for (const keyName of names) await put(keyName);
      const seen: number[] = [];
      await Promise.all(
        [...names, ...names].map(async (keyName) => {
          await store.deleteSigningKey("one", keyName, fresh());
          // What a first key would be called that only an empty account gives away.
          const keys = await store.listSigningKeys("one", fresh("none"));
          seen.push(keys.filter((key) => key.name !== "none").length);
        }),
      );
      expect(Math.min(...seen)).toBeGreaterThan(0);
      expect(await namesOf()).toEqual(["default"]);
    });

    test("forgets the keys of an account that is deleted", async () => {
      const { accountRecords } = subject.stores;
      const account = { tag: "one", hash: "OneOneOneOneOneOneOneO", name: "One", created: 1 };
      await accountRecords.insertAccount(account);
      await put("a");
      expect(await accountRecords.deleteAccount("one")).toBe(true);
      const first = fresh();
      expect(await store.listSigningKeys("one", first)).toEqual([first]);
    });

    test("keeps accounts apart", async () => {
      await put("a", "one");
      await put("b", "two");
      expect(await store.deleteSigningKey("one", "b", fresh())).toBe(false);
      expect(await namesOf("one")).toEqual(["a"]);
      expect(await namesOf("two")).toEqual(["b"]);
      expect((await list("one"))[0]!.value).not.toBe((await list("two"))[0]!.value);
    });
  });
}
