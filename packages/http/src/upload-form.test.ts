import { expect, test } from "vitest";
import { readForm } from "./upload-form.ts";

test("a form that never ends is given up at its deadline, and its sender is told to stop", async () => {
  let cancelled = false;
  const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\n';
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode(head)),
    cancel: () => {
      cancelled = true;
    },
  });
  const init: RequestInit & { duplex: "half" } = {
    method: "POST",
    headers: { "content-type": "multipart/form-data; boundary=b" },
    body,
    duplex: "half",
  };
  const rules = { names: [], maxFileBytes: 1000, timeoutMs: 30 };
  const read = readForm(new Request("http://localhost/", init), rules);
  await expect(read).rejects.toMatchObject({ name: "HttpError", code: "upload_too_slow" });
  expect(cancelled).toBe(true);
});

test("a form is read whole, and a file over the limit is not", async () => {
  const form = new FormData();
  form.set("id", "a/b");
  form.set("file", new Blob([new Uint8Array(100_000).fill(7)]), "folder/picture.png");
  const request = (): Request => new Request("http://localhost/", { method: "POST", body: form });
  const { file, fields } = await readForm(request(), { names: ["id"], maxFileBytes: 100_000 });
  expect(fields).toEqual([{ name: "id", text: "a/b" }]);
  expect([file?.filename, file?.bytes.length, file?.bytes[99_999]]).toEqual(["picture.png", 100_000, 7]);
  const tooSmall = readForm(request(), { names: ["id"], maxFileBytes: 99_999 });
  await expect(tooSmall).rejects.toMatchObject({ code: "upload_too_large" });
});

/** A form whose parts are written as they are given, for what no FormData can make. */
function raw(...parts: readonly (string | Uint8Array<ArrayBuffer>)[]): Request {
  const body = new Blob(parts.flatMap((part) => ["--b\r\n", part, "\r\n"]).concat("--b--\r\n"));
  const headers = { "content-type": "multipart/form-data; boundary=b" };
  return new Request("http://localhost/", { method: "POST", headers, body });
}

test.each([
  ["a value", 'Content-Disposition: form-data; name="id"\r\n\r\n\xff'],
  ["a name", 'Content-Disposition: form-data; name="\xff"\r\n\r\nx'],
  ["a filename", 'Content-Disposition: form-data; name="file"; filename="\xff"\r\n\r\nx'],
])("%s that is no UTF-8 breaks the form", async (_what, part) => {
  const bytes = Uint8Array.from(part, (character) => character.charCodeAt(0));
  const read = readForm(raw(bytes), { names: ["id"], maxFileBytes: 1000 });
  await expect(read).rejects.toMatchObject({ name: "HttpError", code: "form_broken" });
});

test("a part without a name is a field that nobody knows", async () => {
  const read = readForm(raw("Content-Disposition: form-data\r\n\r\nx"), { names: ["id"] });
  await expect(read).rejects.toMatchObject({ code: "field_invalid" });
});

test("a form without a file may have none, nor more than its fields need", async () => {
  const send = (form: FormData): Promise<unknown> =>
    readForm(new Request("http://localhost/", { method: "POST", body: form }), { names: ["id", "metadata"] });
  const withFile = new FormData();
  withFile.set("file", new Blob(["x"]));
  await expect(send(withFile)).rejects.toMatchObject({ code: "field_invalid" });
  const long = new FormData();
  long.set("id", "x".repeat(70_000));
  await expect(send(long)).rejects.toMatchObject({
    code: "field_invalid",
    message: expect.stringContaining("larger"),
  });
  const many = new FormData();
  for (let index = 0; index < 400; index++) many.append("metadata[list][]", "");
  await expect(send(many)).rejects.toMatchObject({
    code: "field_invalid",
    message: expect.stringContaining("fields"),
  });
});

test("a text field as large as a file is not taken for one", async () => {
  const form = new FormData();
  form.set("id", "x".repeat(70_000));
  const request = new Request("http://localhost/", { method: "POST", body: form });
  const read = readForm(request, { names: ["id"], maxFileBytes: 100_000 });
  await expect(read).rejects.toMatchObject({
    code: "field_invalid",
    message: expect.stringContaining("larger"),
  });
});
