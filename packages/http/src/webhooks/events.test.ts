import { createHash, createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { API, form, PIXEL, TOKEN } from "../testing/start-app.ts";
import { startWithReceivers, WEBHOOKS } from "../testing/receivers.ts";

describe("a direct upload", () => {
  test("is told, with what the image is like, and signed", async () => {
    const { hook, uploadDirectly, drain, received, pass } = startWithReceivers();
    const { secret } = await hook({ url: "https://example.com/hooks?from=darkroom" });
    const fields = {
      id: "users/7",
      creator: "user-7",
      metadata: { deep: [1, null] },
      requireSignedURLs: true,
    };
    expect((await uploadDirectly(undefined, fields)).status).toBe(200);
    pass(1700);
    await drain();
    const [message, ...others] = received;
    expect(others).toEqual([]);
    expect(message?.url).toBe("https://example.com/hooks?from=darkroom");
    expect(message?.body).toEqual({
      type: "image.uploaded",
      timestamp: "2020-09-13T12:26:40.000Z",
      data: {
        account: "0123456789abcdef",
        id: "users/7",
        filename: "blob",
        uploaded: "2020-09-13T12:26:40.000Z",
        original: {
          bytes: PIXEL.length,
          mediaType: "image/png",
          sha256: createHash("sha256").update(PIXEL).digest("hex"),
          width: 1,
          height: 1,
          animated: false,
          placeholder: null,
        },
        creator: "user-7",
        meta: { deep: [1, null] },
        requireSignedURLs: true,
      },
    });
    const id = message!.headers["webhook-id"]!;
    const key = Buffer.from(secret.replace("whsec_", ""), "base64");
    const mac = createHmac("sha256", key).update(`${id}.1600000001.${message!.text}`).digest("base64");
    expect(message?.headers).toMatchObject({
      "content-type": "application/json",
      "webhook-timestamp": "1600000001",
      "webhook-signature": `v1,${mac}`,
    });
    await drain();
    expect(received).toHaveLength(1);
  });

  test("wakes whoever sends, once it is stored", async () => {
    let woken = 0;
    const app = startWithReceivers(undefined, { wakeWebhooks: () => void woken++ });
    await app.hook();
    await app.uploadDirectly();
    expect(woken).toBe(1);
  });

  test("is told to each webhook that asks for it", async () => {
    const { hook, uploadDirectly, drain, received } = startWithReceivers();
    await hook({ url: "https://one.example/" });
    await hook({ url: "https://two.example/", events: ["image.uploaded"] });
    await hook({ url: "https://three.example/", events: ["image.upload_failed"] });
    await uploadDirectly();
    await drain();
    expect(received.map(({ url }) => url).toSorted()).toEqual([
      "https://one.example/",
      "https://two.example/",
    ]);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
  });
});

test("an upload with credentials is not told: whoever made it knows", async () => {
  const { hook, call, next } = startWithReceivers();
  await hook();
  const body = form({ file: new Blob([PIXEL]) });
  expect((await call(API, { method: "POST", headers: TOKEN, body })).status).toBe(200);
  expect(await next()).toBeUndefined();
});

describe("a refused direct upload", () => {
  test("is told, with what the draft says and why", async () => {
    const { hook, uploadDirectly, drain, received } = startWithReceivers();
    await hook({ events: ["image.upload_failed"] });
    const file = form({ file: new Blob(["not an image"]) });
    const { id, status } = await uploadDirectly(file, { creator: "user-7", metadata: { a: 1 } });
    expect(status).toBe(415);
    await drain();
    expect(received.map(({ body }) => body)).toEqual([
      {
        type: "image.upload_failed",
        timestamp: "2020-09-13T12:26:40.000Z",
        data: {
          account: "0123456789abcdef",
          id,
          error: {
            code: 5455,
            reason: "image_unrecognised",
            message: expect.stringContaining("JPEG") as string,
          },
          creator: "user-7",
          meta: { a: 1 },
          requireSignedURLs: false,
        },
      },
    ]);
  });

  test.each<[string, BodyInit, string | undefined]>([
    ["no form", "raw", "not_a_form"],
    ["a form without a file", form({}), "field_invalid"],
    ["another field", form({ id: "mine", file: new Blob([PIXEL]) }), "field_invalid"],
    ["a damaged image", form({ file: new Blob([PIXEL.subarray(0, 20)]) }), "image_corrupt"],
    ["a file that is too large", form({ file: new Blob([new Uint8Array(10_001)]) }), "upload_too_large"],
  ])("for %s is told", async (_what, body, reason) => {
    const { hook, uploadDirectly, drain, received } = startWithReceivers();
    await hook();
    expect((await uploadDirectly(body)).status).toBeGreaterThanOrEqual(400);
    await drain();
    expect(received.map((message) => message.body.data["error"])).toMatchObject([{ reason }]);
  });

  test("for want of room in the account is told", async () => {
    const { deps } = startWithReceivers();
    const settings = { ...deps.settings, maxImages: 1 };
    const { hook, uploadDirectly, drain, received } = startWithReceivers(undefined, { settings });
    await hook({ events: ["image.upload_failed"] });
    await uploadDirectly();
    await uploadDirectly();
    await drain();
    expect(received.map(({ body }) => body.data["error"])).toMatchObject([{ reason: "images_full" }]);
  });

  test("is told ten times for one address, which an image may still be sent to", async () => {
    const { hook, uploadDirectly, drain, received, call } = startWithReceivers();
    await hook();
    const { uploadURL } = await uploadDirectly("raw");
    for (let count = 0; count < 14; count++) await call(uploadURL, { method: "POST", body: "raw" });
    await drain();
    expect(received).toHaveLength(10);
    const body = form({ file: new Blob([PIXEL]) });
    expect((await call(uploadURL, { method: "POST", body })).status).toBe(200);
    await drain();
    expect(received.at(-1)?.body.type).toBe("image.uploaded");
  });

  test("is not told where the address is used up, or none, or where the server is at fault", async () => {
    const app = startWithReceivers();
    const { hook, uploadDirectly, drain, received, call, deps } = app;
    await hook();
    const { uploadURL } = await uploadDirectly();
    await drain();
    const post = (url: string) => call(url, { method: "POST", body: form({ file: new Blob([PIXEL]) }) });
    expect((await post(uploadURL)).status).toBe(409);
    expect((await post(`${uploadURL.slice(0, -22)}${"A".repeat(22)}`)).status).toBe(404);
    deps.blobs.put = () => Promise.reject(new Error("the disk is gone"));
    expect((await uploadDirectly()).status).toBe(500);
    await drain();
    expect(received).toHaveLength(1);
  });

  test("that breaks off is not told: nothing is known of what would have come", async () => {
    const { hook, send, call, next } = startWithReceivers();
    await hook();
    const { result } = await send("POST", `${API}/direct_upload`, {});
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode("--b\r\n")),
      pull: (controller) => controller.error(new Error("the page was closed")),
    });
    const headers = { "content-type": "multipart/form-data; boundary=b" };
    const init: RequestInit & { duplex: "half" } = { method: "POST", headers, body, duplex: "half" };
    expect((await call(result["uploadURL"] as string, init)).status).toBe(499);
    expect(await next()).toBeUndefined();
  });

  test("is refused as ever where it cannot be told", async () => {
    const { hook, uploadDirectly, deps } = startWithReceivers();
    await hook();
    deps.records.refuseUpload = () => Promise.reject(new Error("the database is locked"));
    expect((await uploadDirectly("raw")).status).toBe(415);
  });
});

test("nothing is entered for a webhook that is disabled or gone", async () => {
  const { hook, send, uploadDirectly, next } = startWithReceivers();
  const { id } = await hook();
  await send("PATCH", `${WEBHOOKS}/${id}`, { enabled: false });
  const { id: gone } = await hook();
  await send("DELETE", `${WEBHOOKS}/${gone}`);
  await uploadDirectly();
  expect(await next()).toBeUndefined();
});
