import { expect, test } from "vitest";
import { readUploadForm } from "./upload-form.ts";

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
  const read = readUploadForm(new Request("http://localhost/", init), 1000, 30);
  await expect(read).rejects.toMatchObject({ name: "HttpError", code: "upload_too_slow" });
  expect(cancelled).toBe(true);
});

test("a form is read whole, and a file over the limit is not", async () => {
  const form = new FormData();
  form.set("id", "a/b");
  form.set("file", new Blob([new Uint8Array(100_000).fill(7)]), "folder/picture.png");
  const request = (): Request => new Request("http://localhost/", { method: "POST", body: form });
  const { file, id } = await readUploadForm(request(), 100_000);
  expect([id, file.filename, file.bytes.length, file.bytes[99_999]]).toEqual([
    "a/b",
    "picture.png",
    100_000,
    7,
  ]);
  await expect(readUploadForm(request(), 99_999)).rejects.toMatchObject({ code: "upload_too_large" });
});
