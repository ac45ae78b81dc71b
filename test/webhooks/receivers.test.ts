import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixture } from "../harness/fixtures.ts";
import { ACCEPT, startReceiver, type Answer, type Receiver } from "../harness/receiver.ts";
import { RUNTIMES } from "../harness/runtimes.ts";
import { startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";
import { createDocumentCheck, type ApiDocument } from "../reference/document-check.ts";
import { deliveriesOf, directUpload, formOf, hook, testHook, uploadDirectly } from "./webhook-client.ts";

const PICTURE = await fixture("photos/adobe-rgb-600.jpg");

const fail: Answer = (response) => void response.writeHead(500).end("never read");
/** Until the connection is ended. */
const hang: Answer = () => undefined;

describe.each(RUNTIMES)("webhooks on $name", (runtime) => {
  let receivers: Record<"fine" | "failing" | "hanging" | "restarting", Receiver>;
  let folder: TemporaryFolder;
  let server: ServedProcess;
  let ids: Record<keyof typeof receivers, string>;

  const start = (): Promise<ServedProcess> =>
    startProcess(
      join(folder.path, "data"),
      {
        DARKROOM_FETCH_PRIVATE: Object.values(receivers)
          .map(({ endpoint }) => endpoint)
          .join(", "),
      },
      runtime,
    );

  beforeAll(async () => {
    folder = await temporaryFolder();
    receivers = {
      fine: await startReceiver(),
      failing: await startReceiver(fail),
      hanging: await startReceiver(hang),
      restarting: await startReceiver(),
    };
    server = await start();
    ids = {
      fine: await hook(server, receivers.fine),
      failing: await hook(server, receivers.failing),
      hanging: await hook(server, receivers.hanging),
      restarting: await hook(server, receivers.restarting),
    };
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    for (const receiver of Object.values(receivers ?? {})) await receiver[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  const log = (name: keyof typeof receivers) => deliveriesOf(server, ids[name]);

  test("a receiver that fails, one that hangs and one that restarts get what one that works gets at once", async () => {
    await receivers.restarting.stop();
    const image = await uploadDirectly(server, PICTURE);
    await receivers.fine.received(1);
    await receivers.failing.received(1);
    await receivers.hanging.received(1);
    await expect.poll(() => log("restarting")).toMatchObject([{ attempts: [{ failure: "unreachable" }] }]);
    expect((await log("hanging"))[0]).toMatchObject({ state: "pending", attempts: [] });

    // While one hangs and the others fail, more comes to who works.
    const second = await uploadDirectly(server, PICTURE);
    await receivers.fine.received(2);

    await receivers.restarting.start();
    receivers.failing.answer = ACCEPT;
    receivers.hanging.answer = ACCEPT;
    // It hung until its process ended.
    await receivers.hanging.stop();
    await receivers.hanging.start();
    const states = async (name: keyof typeof receivers) => (await log(name)).map(({ state }) => state);
    for (const name of ["fine", "failing", "hanging", "restarting"] as const) {
      await expect.poll(() => states(name), { timeout: 60_000 }).toEqual(["delivered", "delivered"]);
      const { messages, messageIds } = receivers[name];
      expect(new Set(messages.map(({ data }) => data.id))).toEqual(new Set([image, second]));
      expect(new Set(messageIds).size).toBe(2);
      expect(messages[0]).toMatchObject({ type: "image.uploaded", data: { filename: "picture.jpg" } });
    }
    expect(receivers.fine.messages).toHaveLength(2);
  });

  test("a test says at once how it went", async () => {
    receivers.fine.answer = (response) => void response.writeHead(418).end();
    expect(await testHook(server, ids.fine)).toMatchObject({
      state: "given_up",
      attempts: [{ status: 418, failure: null }],
    });
    receivers.fine.answer = ACCEPT;
    expect(await testHook(server, ids.fine)).toMatchObject({ state: "delivered" });
    expect(receivers.fine.messages.at(-1)?.type).toBe("webhook.test");
  });

  test("every message is as the document of the API says", async () => {
    const address = await directUpload(server);
    const refused = await fetch(address.uploadURL, { method: "POST", body: formOf(new Uint8Array([7])) });
    expect(refused.status).toBe(415);
    const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as ApiDocument;
    const check = createDocumentCheck(document);
    const { messages } = receivers.fine;
    const types = () => [...new Set(messages.map(({ type }) => type))].toSorted();
    await expect.poll(types).toEqual(Object.keys(document.webhooks).toSorted());
    expect(messages.map((message) => check.messageProblem(message)).filter(Boolean)).toEqual([]);
  });

  // On workerd, what was on its way is sent by the cron trigger, once its claim has ended.
  test.runIf(runtime.sharesDataFolder)(
    "killed in the middle of uploads and of sending, the next process sends what was acknowledged",
    async () => {
      const { messages } = receivers.fine;
      receivers.fine.answer = hang;
      const before = messages.length;
      const acknowledged: string[] = [];
      const uploader = async (): Promise<void> => {
        for (;;) {
          try {
            acknowledged.push(await uploadDirectly(server, PICTURE));
          } catch (error) {
            // The server is gone.
            if (error instanceof TypeError) return;
            throw error;
          }
        }
      };
      const uploaders = [uploader(), uploader(), uploader()];
      await receivers.fine.received(before + 1);
      await expect.poll(() => acknowledged.length).toBeGreaterThan(5);
      await server.kill();
      await Promise.all(uploaders);

      receivers.fine.answer = ACCEPT;
      server = await start();
      const told = () => new Set(messages.map(({ data }) => data.id));
      await expect.poll(() => acknowledged.filter((id) => !told().has(id)), { timeout: 60_000 }).toEqual([]);
      // What was on its way when the process was killed is sent again.
      const onItsWay = messages[before]!.data.id;
      expect(messages.filter(({ data }) => data.id === onItsWay).length).toBeGreaterThan(1);
    },
  );
});
