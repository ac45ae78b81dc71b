import { createPipeline, DarkroomError, type Placeholder } from "@darkroom/core";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { DetailedImageAnswer } from "./answers.ts";
import type { Renderer } from "./deps.ts";
import {
  ACCOUNT,
  API,
  CODECS,
  form,
  ORIGIN,
  PIXEL,
  startApp,
  TOKEN,
  upload,
  type App,
} from "./testing/start-app.ts";

const PLACEHOLDER: Placeholder = { thumbHash: "1QcSHQRnh493V4dIh4eXh1h4kJUI", colour: "#ca1111" };
const SHOWN = { thumbHash: PLACEHOLDER.thumbHash, color: PLACEHOLDER.colour };
const OURS = `${ORIGIN}/client/v4/accounts/${ACCOUNT.tag}/darkroom/v1/images`;
const DRAWING = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>');

/** An application that makes placeholders as `render` does. */
function start(render: Renderer["render"] = rendered): App {
  return startApp({
    pipeline: createPipeline(CODECS),
    renderer: { concurrency: 2, memoryBytes: 1_000_000, render },
  });
}

async function rendered(): Promise<Awaited<ReturnType<Renderer["render"]>>> {
  return { bytes: new TextEncoder().encode(JSON.stringify(PLACEHOLDER)), stepMs: [] };
}

async function ask(app: App, path: string, method = "GET") {
  const response = await app.call(`${OURS}${path}`, { method, headers: TOKEN });
  return { status: response.status, body: (await response.json()) as { readonly result: never } };
}

async function placeholderOf(app: App, id: string) {
  const { original } = (await ask(app, `/${id}`)).body.result as DetailedImageAnswer;
  return original.placeholder;
}

describe("the placeholder of an image", () => {
  test("is made when it is uploaded, and shown in our own details and lists alone", async () => {
    const app = start();
    const { body } = await upload(app, { id: "red" });
    expect(await placeholderOf(app, "red")).toEqual(SHOWN);
    const { images } = (await ask(app, "")).body.result as { images: DetailedImageAnswer[] };
    expect(images.map(({ original }) => original.placeholder)).toEqual([SHOWN]);
    const details = await app.call(`${API}/red`, { headers: TOKEN });
    expect(JSON.stringify(body) + (await details.text())).not.toContain("laceholder");
  });

  test("is made of direct uploads too", async () => {
    const app = start();
    const answer = await app.call(API.replace(/v1$/, "v2/direct_upload"), { method: "POST", headers: TOKEN });
    const { result } = (await answer.json()) as { result: { id: string; uploadURL: string } };
    const body = form({ file: new Blob([PIXEL]) });
    expect((await app.call(result.uploadURL, { method: "POST", body })).status).toBe(200);
    expect(await placeholderOf(app, result.id)).toEqual(SHOWN);
  });

  test("is made while the bytes are written, from a copy that the renderer may take", async () => {
    const events: string[] = [];
    const app = start(async ({ source }) => {
      expect(source).toEqual(PIXEL);
      events.push("rendered");
      structuredClone(source, { transfer: [source.buffer] });
      return rendered();
    });
    const { blobs } = app.deps;
    const put = blobs.put.bind(blobs);
    vi.spyOn(blobs, "put").mockImplementation(async (...given) => {
      await vi.waitFor(() => expect(events).toEqual(["rendered"]));
      return put(...given);
    });
    expect((await upload(app, { id: "red" })).status).toBe(200);
    const blob = await app.call(`${API}/red/blob`, { headers: TOKEN });
    expect(new Uint8Array(await blob.arrayBuffer())).toEqual(PIXEL);
  });

  test("is null for what is not pixels, which is not even tried", async () => {
    const app = start(async ({ plan }) => {
      expect(plan.output.format).toBe("svg");
      return rendered();
    });
    expect((await upload(app, { id: "drawing", file: new Blob([DRAWING]) })).status).toBe(200);
    expect(await placeholderOf(app, "drawing")).toBeNull();
    expect(app.log.join()).not.toContain("placeholder");
  });

  test.each<[string, Renderer["render"], string]>([
    [
      "is damaged",
      () => Promise.reject(new DarkroomError("image_corrupt", "It ends too early.")),
      `"level":"info","event":"placeholder not made"`,
    ],
    [
      "the renderer fails at",
      () => Promise.reject(new Error("A thread died.")),
      `"level":"warn","event":"placeholder not made"`,
    ],
    ["shows nothing", async () => ({ bytes: new TextEncoder().encode("null"), stepMs: [] }), ""],
  ])("is null for a picture that %s, and the upload succeeds", async (_name, render, logged) => {
    const app = start(render);
    expect((await upload(app, { id: "red" })).status).toBe(200);
    expect(await placeholderOf(app, "red")).toBeNull();
    expect(app.log.join("\n")).toContain(logged);
  });

  test("is null where the server has no room for it until it closes, and the upload succeeds", async () => {
    const closing = new AbortController();
    const renderer = { concurrency: 0, memoryBytes: 1_000_000, render: rendered };
    const app = startApp(
      { pipeline: createPipeline(CODECS), renderer, closing: closing.signal },
      { queueLength: 0 },
    );
    expect((await upload(app, { id: "red" })).status).toBe(200);
    closing.abort();
    await app.settled();
    expect(await placeholderOf(app, "red")).toBeNull();
  });

  test("is not made of an upload that fails", async () => {
    const reasons: unknown[] = [];
    const app = start((_job, signal) => {
      const { promise, reject } = Promise.withResolvers<never>();
      signal?.addEventListener("abort", () => {
        reasons.push(signal.reason);
        reject(signal.reason as Error);
      });
      return promise;
    });
    vi.spyOn(app.deps.blobs, "put").mockRejectedValue(new Error("The disk is full."));
    expect((await upload(app, { id: "red" })).status).toBe(500);
    expect(reasons).toHaveLength(1);
    expect(app.log.join()).not.toContain("placeholder not made");
  });
});

describe("a placeholder that takes long", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  /** Whose placeholders wait for the gate. */
  function startSlowly() {
    const gate = Promise.withResolvers<void>();
    const app = start(async ({ plan }) => {
      if (plan.output.format === "placeholder") await gate.promise;
      return rendered();
    });
    return { app, gate };
  }

  /** An upload whose placeholder is not there in time. */
  async function uploadSlowly(app: App, id: string): Promise<void> {
    const answer = upload(app, { id });
    let isAnswered = false;
    void answer.then(() => (isAnswered = true));
    // The upload comes to wait for it, and no timer but that one is there to end the waiting.
    while (!isAnswered) await vi.advanceTimersByTimeAsync(100);
    expect((await answer).status).toBe(200);
  }

  test("does not hold the upload up, and is written when it is there", async () => {
    const { app, gate } = startSlowly();
    await uploadSlowly(app, "red");
    expect(await placeholderOf(app, "red")).toBeNull();
    gate.resolve();
    await app.settled();
    expect(await placeholderOf(app, "red")).toEqual(SHOWN);
  });

  test("is forgotten when the image is deleted meanwhile", async () => {
    const { app, gate } = startSlowly();
    await uploadSlowly(app, "red");
    await app.call(`${API}/red`, { method: "DELETE", headers: TOKEN });
    expect((await upload(app, { id: "red", file: new Blob([DRAWING]) })).status).toBe(200);
    gate.resolve();
    await app.settled();
    expect(await placeholderOf(app, "red")).toBeNull();
  });

  test("and was not even begun is put off until nobody waits for pictures", async () => {
    const { app, gate } = startSlowly();
    for (const id of ["one", "two", "three"]) await uploadSlowly(app, id);
    // The queue is for those who wait for a picture.
    const metrics = await (await app.callMetrics(`${ORIGIN}/metrics`)).text();
    expect(metrics).toContain('darkroom_queue_waiting{queue="pixels"} 0\n');
    gate.resolve();
    await app.settled();
    for (const id of ["one", "two", "three"]) expect(await placeholderOf(app, id)).toEqual(SHOWN);
  });
});

describe("asking for a placeholder", () => {
  test("makes that of an image that has none", async () => {
    let isBroken = true;
    const app = start(async () => {
      if (isBroken) throw new DarkroomError("time_exceeded", "The image took too long to process.");
      return rendered();
    });
    await upload(app, { id: "of/before" });
    expect(await placeholderOf(app, "of/before")).toBeNull();
    isBroken = false;
    const made = await ask(app, "/of/before/placeholder", "POST");
    expect(made).toMatchObject({ status: 200, body: { result: { placeholder: SHOWN } } });
    expect(await placeholderOf(app, "of/before")).toEqual(SHOWN);
  });

  test("says why there is none", async () => {
    const app = start(() => Promise.reject(new DarkroomError("image_corrupt", "It ends too early.")));
    await upload(app, { id: "torn" });
    const torn = await ask(app, "/torn/placeholder", "POST");
    expect(torn.status).toBeGreaterThanOrEqual(400);
    expect(torn.status).toBeLessThan(500);
    expect(JSON.stringify(torn.body)).toContain("It ends too early.");
    expect((await ask(app, "/none/placeholder", "POST")).status).toBe(404);
    expect((await ask(app, "/torn/placeholder?size=1", "POST")).status).toBe(400);
  });

  test("of a drawing answers that it has none", async () => {
    const app = start();
    await upload(app, { id: "drawing", file: new Blob([DRAWING]) });
    const { status, body } = await ask(app, "/drawing/placeholder", "POST");
    expect({ status, result: body.result }).toEqual({ status: 200, result: { placeholder: null } });
  });
});
