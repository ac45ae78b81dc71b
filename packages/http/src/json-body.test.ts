import { describe, expect, test } from "vitest";
import { readJsonBody, refuseUnknown } from "./json-body.ts";

function request(body: BodyInit | null, type: string | null = "application/json"): Request {
  const init: RequestInit & { duplex: "half" } = {
    method: "POST",
    // A blob of no type, for a text would bring one.
    body: typeof body === "string" ? new Blob([body]) : body,
    headers: type === null ? {} : { "content-type": type },
    duplex: "half",
  };
  return new Request("http://darkroom.test/", init);
}

describe("a body of JSON", () => {
  test.each(["application/json", "Application/JSON; charset=utf-8", "application/merge-patch+json"])(
    "is read as %s",
    async (type) => {
      expect(await readJsonBody(request('{"a":{"b":[1,"é"]}}', type))).toEqual({ a: { b: [1, "é"] } });
    },
  );

  test("keeps a member called __proto__ for what it is", async () => {
    const body = await readJsonBody(request('{"__proto__":{"a":1}}'));
    expect(Object.keys(body)).toEqual(["__proto__"]);
    expect(body["a"]).toBeUndefined();
  });

  test.each([
    ["of another type", "{}", "text/plain", "field_invalid"],
    ["of a type that only begins like it", "{}", "application/jsonp", "field_invalid"],
    ["without a type", "{}", null, "field_invalid"],
    ["that is a list", "[]", undefined, "field_invalid"],
    ["that is null", "null", undefined, "field_invalid"],
    ["that is a text", '"{}"', undefined, "field_invalid"],
    ["that is empty", "", undefined, "form_broken"],
    ["that is cut off", '{"a":', undefined, "form_broken"],
    ["that is nested without an end", "[".repeat(50_000), undefined, "form_broken"],
    ["larger than it may be", `{"a":"${"x".repeat(65_536)}"}`, undefined, "field_invalid"],
  ])("%s is refused", async (_name, body, type, code) => {
    await expect(readJsonBody(request(body, type))).rejects.toMatchObject({ code });
  });

  test("may be as large as it may be, and is refused one byte above, whatever its length was said to be", async () => {
    const body = `{"a":"${"x".repeat(92)}"}`;
    expect(await readJsonBody(request(body), { most: 100 })).toHaveProperty("a");
    await expect(readJsonBody(request(body), { most: 99 })).rejects.toThrow("larger than the 99 bytes");
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(60).fill(32)),
    });
    await expect(readJsonBody(request(endless), { most: 99 })).rejects.toThrow("larger than the 99 bytes");
  });

  test("in broken UTF-8 is refused", async () => {
    const bytes = new Uint8Array([0x22, 0xc3, 0x22]);
    await expect(readJsonBody(request(bytes))).rejects.toMatchObject({ code: "form_broken" });
  });

  test("that never ends is given up at its deadline, and its sender is told to stop", async () => {
    let cancelled = false;
    const silent = new ReadableStream<Uint8Array>({
      cancel: () => {
        cancelled = true;
      },
    });
    const read = readJsonBody(request(silent), { timeoutMs: 30 });
    await expect(read).rejects.toMatchObject({ code: "upload_too_slow" });
    expect(cancelled).toBe(true);
  });
});

describe("fields that nobody knows", () => {
  const known = ["id", "options"];

  test("are refused by name, with what was probably meant or what there is", () => {
    expect(() => refuseUnknown({ id: 1, option: 2 }, known)).toThrow(
      'There is no field "option". Did you mean `options`?',
    );
    expect(() => refuseUnknown({ zebra: 2 }, known)).toThrow(
      'There is no field "zebra". There are `id`, `options`.',
    );
    expect(() => refuseUnknown(JSON.parse('{"__proto__":1}') as object as never, known)).toThrow("__proto__");
  });

  test("are the only ones refused", () => {
    expect(() => refuseUnknown({ options: undefined, id: null }, known)).not.toThrow();
    expect(() => refuseUnknown({}, known)).not.toThrow();
  });
});
