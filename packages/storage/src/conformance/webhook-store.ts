import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Attempt, ClaimedDelivery, DeliveryRecord, NewEvent, NextStep } from "../delivery-queue.ts";
import type { Json } from "../record-store.ts";
import type { Stores } from "../stores.ts";
import type { WebhookRecord } from "../webhook-store.ts";
import type { StoresUnderTest } from "./account-store.ts";
import { newDraft } from "./drafts.ts";
import { ACCOUNT, newRecord } from "./new-record.ts";

const NOW = 1500;
const UPLOADED = "image.uploaded";
const REFUSED = "image.upload_failed";

/** Tests the webhooks of a store, and what is sent to them; `create` makes empty stores for each test. */
export function describeWebhookStore(name: string, create: () => Promise<StoresUnderTest>): void {
  describe(`${name}, as a store of webhooks`, () => {
    let subject: StoresUnderTest;
    let stores: Stores;
    beforeEach(async () => {
      subject = await create();
      ({ stores } = subject);
    });
    afterEach(async () => {
      await stores.records.close();
      await subject.close?.();
    });

    /** Inserts what must be accepted. */
    async function hooked(part: Partial<WebhookRecord> = {}): Promise<WebhookRecord> {
      const webhook = newWebhook(part);
      expect(await stores.webhooks.insertWebhook(webhook, 100)).toBe("inserted");
      return webhook;
    }

    /** Enters an event as an upload does, for whom it concerns. */
    async function happened(part: Partial<NewEvent> = {}): Promise<string> {
      const event = newEvent(part);
      const { account } = event;
      const draft = newDraft({ account });
      await stores.records.insertDraft(draft);
      const { tokenHash } = draft;
      await stores.records.refuseUpload({ account, tokenHash, at: NOW }, event, 10);
      return event.id;
    }

    const claim = (now = NOW, { failing = false, most = 10, until = now + 60 } = {}) =>
      stores.deliveries.claimDeliveries({ now, until, failing, most });
    const claimedEvents = async (...options: Parameters<typeof claim>): Promise<readonly string[]> =>
      (await claim(...options))?.deliveries.map(({ event }) => event) ?? [];
    const list = (webhook: string, account = ACCOUNT): Promise<readonly DeliveryRecord[]> =>
      stores.deliveries.listDeliveries(account, webhook, { limit: 100, offset: 0 });
    const record = (
      delivery: Pick<DeliveryRecord, "webhook" | "event">,
      attempt: Attempt,
      next: NextStep,
      keep = 100,
    ) => stores.deliveries.recordAttempt(delivery, attempt, next, keep);
    const succeeded = { at: NOW, took: 5, outcome: 204 };
    const failed = { at: NOW, took: 5, outcome: "unreachable" };

    describe("a webhook", () => {
      test("comes back as it was inserted, to its account alone", async () => {
        const webhook = await hooked({ description: "Zoë’s 🦊; DROP TABLE webhooks; --" });
        expect(await stores.webhooks.getWebhook(ACCOUNT, webhook.id)).toEqual(webhook);
        expect(await stores.webhooks.listWebhooks(ACCOUNT)).toEqual([webhook]);
        expect(await stores.webhooks.getWebhook("another", webhook.id)).toBeUndefined();
        expect(await stores.webhooks.listWebhooks("another")).toEqual([]);
        for (const id of ["none", "", "a\0", "\ud800", "__proto__"])
          expect(await stores.webhooks.getWebhook(ACCOUNT, id)).toBeUndefined();
      });

      test("is listed in order of making", async () => {
        for (const [id, created] of [
          ["b", 20],
          ["c", 10],
          ["a", 20],
        ] as const)
          await hooked({ id, created });
        expect((await stores.webhooks.listWebhooks(ACCOUNT)).map(({ id }) => id)).toEqual(["c", "a", "b"]);
      });

      test("is refused when the account has so many", async () => {
        const insert = () => stores.webhooks.insertWebhook(newWebhook(), 3);
        const answers = await Promise.all(Array.from({ length: 6 }, insert));
        expect(answers.filter((answer) => answer === "inserted")).toHaveLength(3);
        expect(await stores.webhooks.insertWebhook(newWebhook({ account: "another" }), 3)).toBe("inserted");
      });

      test.each(["a\0b", "a\ud800b"])("with %j in a text is refused", async (text) => {
        const refusal = { code: "record_invalid" };
        const { id } = await hooked();
        await expect(hooked({ description: text })).rejects.toMatchObject(refusal);
        const change = stores.webhooks.updateWebhook(ACCOUNT, id, { description: text }, NOW);
        await expect(change).rejects.toMatchObject(refusal);
      });

      test("changes in what is given", async () => {
        const webhook = await hooked();
        const expected: Record<string, unknown> = { ...webhook };
        for (const changes of [
          { events: [REFUSED] },
          { url: "https://example.com/other", description: "other" },
          { disabled: "failing" as const, failingSince: 7 },
          { disabled: null },
          {},
        ]) {
          Object.assign(expected, changes);
          expect(await stores.webhooks.updateWebhook(ACCOUNT, webhook.id, changes, NOW)).toEqual(expected);
          expect(await stores.webhooks.getWebhook(ACCOUNT, webhook.id)).toEqual(expected);
        }
        expect(
          await stores.webhooks.updateWebhook("another", webhook.id, { description: "x" }, NOW),
        ).toBeUndefined();
        expect(await stores.webhooks.getWebhook(ACCOUNT, webhook.id)).toEqual(expected);
      });

      test("goes with its deliveries, and not for another account", async () => {
        const { id } = await hooked();
        await happened();
        expect(await stores.webhooks.deleteWebhook("another", id)).toBe(false);
        expect(await list(id)).toHaveLength(1);
        expect(await stores.webhooks.deleteWebhook(ACCOUNT, id)).toBe(true);
        expect(await list(id)).toEqual([]);
        expect(await stores.deliveries.nextDue()).toBeUndefined();
        expect(await stores.webhooks.deleteWebhook(ACCOUNT, id)).toBe(false);
      });

      test("goes with its account", async () => {
        const account = { tag: "going", hash: "GoingGoingGoingGoingGo", name: "Going", created: 1 };
        await stores.accountRecords.insertAccount(account);
        const { id } = await hooked({ account: "going" });
        const { id: staying } = await hooked();
        await stores.deliveries.enterEvent(newEvent({ account: "going" }), id, NOW);
        expect(await stores.accountRecords.deleteAccount("going")).toBe(true);
        expect(await stores.webhooks.listWebhooks("going")).toEqual([]);
        expect(await list(id, "going")).toEqual([]);
        expect(await stores.webhooks.getWebhook(ACCOUNT, staying)).toBeDefined();
      });
    });

    describe("the event of an upload", () => {
      /** An upload for a new draft, with an event. */
      async function uploadDraft(event: NewEvent, part: { meta?: Record<string, Json> } = {}) {
        const draft = newDraft({ creator: "someone", requireSignedURLs: true, ...part });
        await stores.records.insertDraft(draft);
        const image = newRecord({ id: draft.id });
        await stores.records.beginUpload({ blobKey: image.blobKey, begun: 1 });
        const complete = () =>
          stores.records.completeDraft(image, { tokenHash: draft.tokenHash, at: NOW }, event);
        return { draft, complete };
      }

      test("is entered with the image, and says what the image is like at that moment", async () => {
        const meta = JSON.parse(`{"__proto__":{"a":1},"🦊":["\\u0000",null,1e21,-0.5]}`) as Record<
          string,
          Json
        >;
        const webhook = await hooked();
        const event = newEvent({ data: { id: "über/🦊", list: [1] } });
        const { complete, draft } = await uploadDraft(event, { meta: {} });
        await stores.records.updateDraft(ACCOUNT, draft.id, { meta }, NOW);
        expect(await complete()).toBeDefined();
        const lot = await claim();
        expect(lot?.webhook).toEqual(webhook);
        const data = { ...event.data, creator: "someone", meta, requireSignedURLs: true };
        expect(lot?.deliveries).toEqual([
          { ...deliveryOf(event, webhook.id), due: NOW + 60, data },
        ] satisfies ClaimedDelivery[]);
        expect(JSON.stringify(lot?.deliveries[0]?.data)).toBe(JSON.stringify(data));
      });

      test("is not entered without the image", async () => {
        const { id } = await hooked();
        const { complete } = await uploadDraft(newEvent());
        const { draft } = await uploadDraft(newEvent());
        const lost = newRecord({ id: draft.id });
        await expect(
          stores.records.completeDraft(lost, { tokenHash: draft.tokenHash, at: NOW }, newEvent()),
        ).rejects.toMatchObject({ code: "upload_expired" });
        expect(await list(id)).toEqual([]);
        expect(await complete()).toBeDefined();
        expect(await list(id)).toHaveLength(1);
      });

      test("is entered once by many uploads to one address", async () => {
        const { id } = await hooked();
        const draft = newDraft();
        await stores.records.insertDraft(draft);
        await Promise.all(
          Array.from({ length: 10 }, async () => {
            const image = newRecord({ id: draft.id });
            await stores.records.beginUpload({ blobKey: image.blobKey, begun: 1 });
            const at = { tokenHash: draft.tokenHash, at: NOW };
            return stores.records.completeDraft(image, at, newEvent());
          }),
        );
        expect(await list(id)).toHaveLength(1);
      });

      test("is entered for the enabled webhooks of the account that want it, and no other", async () => {
        const both = await hooked({ events: [UPLOADED, REFUSED] });
        const one = await hooked({ events: [UPLOADED] });
        const none = [
          await hooked({ events: [REFUSED] }),
          await hooked({ disabled: "request" }),
          await hooked({ account: "another" }),
        ];
        const { complete } = await uploadDraft(newEvent());
        await complete();
        for (const { id } of [both, one]) expect(await list(id)).toHaveLength(1);
        for (const { id, account } of none) expect(await list(id, account)).toEqual([]);
      });
    });

    describe("the event of a refused upload", () => {
      const event = () => newEvent({ type: REFUSED });

      test("is entered so many times for one draft, with what the draft says", async () => {
        const { id } = await hooked({ events: [REFUSED] });
        const draft = newDraft({ creator: "someone", meta: { a: 1 } });
        await stores.records.insertDraft(draft);
        const refuse = () => stores.records.refuseUpload({ ...draft, at: NOW }, event(), 2);
        expect(await refuse()).toBe(true);
        expect(await refuse()).toBe(true);
        expect(await refuse()).toBe(false);
        expect(await list(id)).toHaveLength(2);
        const lot = await claim();
        expect(lot?.deliveries[0]?.data).toEqual({
          ...event().data,
          creator: "someone",
          meta: { a: 1 },
          requireSignedURLs: false,
        });
        expect(await stores.records.getDraft(ACCOUNT, draft.id, NOW)).toBeDefined();
      });

      test("is entered for no draft but an open one of the account, and where nobody wants it not", async () => {
        const { id } = await hooked({ events: [REFUSED] });
        const draft = newDraft();
        await stores.records.insertDraft(draft);
        const refuse = (part: object) =>
          stores.records.refuseUpload({ ...draft, at: NOW, ...part }, event(), 2);
        expect(await refuse({ tokenHash: "another" })).toBe(false);
        expect(await refuse({ account: "another" })).toBe(false);
        expect(await refuse({ at: draft.expires })).toBe(false);
        const image = newRecord({ id: draft.id });
        await stores.records.beginUpload({ blobKey: image.blobKey, begun: 1 });
        await stores.records.completeDraft(image, { ...draft, at: NOW });
        expect(await refuse({})).toBe(false);
        expect(await list(id)).toEqual([]);
        await stores.webhooks.deleteWebhook(ACCOUNT, id);
        const unwanted = newDraft();
        await stores.records.insertDraft(unwanted);
        expect(await stores.records.refuseUpload({ ...unwanted, at: NOW }, event(), 2)).toBe(false);
      });
    });

    describe("claiming", () => {
      test("gives what is due, oldest first, and to nobody else until then", async () => {
        await hooked();
        const events = [
          await happened({ created: NOW - 20 }),
          await happened({ created: NOW - 10 }),
          await happened({ created: NOW }),
        ];
        await happened({ created: NOW + 1 });
        expect(await stores.deliveries.nextDue()).toBe(NOW - 20);
        expect(await claimedEvents(NOW, { most: 2 })).toEqual(events.slice(0, 2));
        // One lot at a time for one webhook.
        expect(await claimedEvents()).toEqual([]);
        expect(await claimedEvents(NOW + 59)).toEqual([]);
        expect(await stores.deliveries.nextDue()).toBe(NOW);
        // Whoever had them did not say how it went.
        expect(await claimedEvents(NOW + 60)).toHaveLength(4);
      });

      test("gives each of many at once another webhook", async () => {
        const ids = [await hooked(), await hooked(), await hooked()].map(({ id }) => id);
        for (let count = 0; count < 3; count++) await happened();
        const lots = await Promise.all(Array.from({ length: 5 }, () => claim(NOW, { most: 2 })));
        const served = lots.flatMap((lot) => (lot === undefined ? [] : [lot.webhook.id]));
        expect(served.toSorted()).toEqual(ids.toSorted());
        for (const lot of lots) expect(lot?.deliveries.length ?? 2).toBe(2);
      });

      test("serves the webhook first that has waited longest", async () => {
        const second = await hooked({ account: "second" });
        const first = await hooked({ account: "first" });
        await happened({ account: "second", created: NOW - 5 });
        await happened({ account: "first", created: NOW - 10 });
        expect((await claim())?.webhook.id).toBe(first.id);
        expect((await claim())?.webhook.id).toBe(second.id);
        expect(await claim()).toBeUndefined();
      });

      test("looks among failing webhooks, or among the others", async () => {
        const failing = await hooked({ failingSince: 1 });
        const fine = await hooked();
        await happened();
        expect((await claim())?.webhook.id).toBe(fine.id);
        expect(await claim()).toBeUndefined();
        expect((await claim(NOW, { failing: true }))?.webhook.id).toBe(failing.id);
        expect(await claim(NOW, { failing: true })).toBeUndefined();
      });

      test("after all were released gives them again", async () => {
        await hooked();
        const events = [await happened(), await happened()];
        await claim(NOW, { most: 1 });
        await stores.deliveries.releaseDeliveries(NOW + 1);
        expect(await claimedEvents(NOW + 1)).toEqual(events);
      });
    });

    describe("an attempt", () => {
      /** A delivery that was claimed. */
      async function sent(part: Partial<WebhookRecord> = {}): Promise<DeliveryRecord> {
        await hooked(part);
        await happened();
        return (await claim())!.deliveries[0]!;
      }

      test("that succeeded ends the delivery, and is in the log without what was sent", async () => {
        const delivery = await sent();
        await record(delivery, succeeded, { state: "delivered", all: false });
        const { data: _data, ...shown } = delivery as ClaimedDelivery;
        expect(await list(delivery.webhook)).toEqual([
          { ...shown, state: "delivered", attempts: [succeeded], due: null },
        ]);
        expect(await stores.deliveries.countDeliveries(ACCOUNT, delivery.webhook)).toBe(1);
        expect(await list(delivery.webhook, "another")).toEqual([]);
        expect(await stores.deliveries.countDeliveries("another", delivery.webhook)).toBe(0);
        expect(await stores.deliveries.nextDue()).toBeUndefined();
        expect(await claim(NOW + 1000)).toBeUndefined();
      });

      test("that failed is followed by another, until it is given up", async () => {
        const delivery = await sent();
        const { webhook } = delivery;
        await record(delivery, failed, { state: "pending", due: NOW + 5 });
        expect(await stores.deliveries.nextDue()).toBe(NOW + 5);
        expect((await stores.webhooks.getWebhook(ACCOUNT, webhook))?.failingSince).toBe(NOW);
        expect(await claim(NOW + 4, { failing: true })).toBeUndefined();
        const lot = await claim(NOW + 5, { failing: true });
        expect(lot?.deliveries).toMatchObject([{ event: delivery.event, attempts: [failed] }]);
        expect(lot?.deliveries[0]?.data).toEqual((delivery as ClaimedDelivery).data);
        const second = { at: NOW + 5, took: 1, outcome: 500 };
        await record(delivery, second, { state: "given_up" });
        expect(await list(webhook)).toMatchObject([
          { state: "given_up", attempts: [failed, second], due: null },
        ]);
        expect((await stores.webhooks.getWebhook(ACCOUNT, webhook))?.failingSince).toBe(NOW);
        expect(await claim(NOW + 1000, { failing: true })).toBeUndefined();
      });

      test("that succeeded ends a webhook's failing, and makes what waits due if that is wanted", async () => {
        const { webhook, event } = await sent();
        const other = await happened({ created: NOW + 1000 });
        const key = { webhook, event: other };
        await record({ webhook, event }, failed, { state: "pending", due: NOW });
        await claim(NOW, { failing: true });
        await record({ webhook, event }, succeeded, {
          state: "delivered",
          all: true,
        });
        expect((await stores.webhooks.getWebhook(ACCOUNT, webhook))?.failingSince).toBe(null);
        expect(await claimedEvents()).toEqual([other]);
        await record(key, failed, { state: "pending", due: NOW + 500 });
        const third = await happened();
        await claim(NOW, { failing: true });
        await record({ webhook, event: third }, succeeded, {
          state: "delivered",
          all: false,
        });
        expect(await stores.deliveries.nextDue()).toBe(NOW + 500);
      });

      test("on what is over, or gone, changes nothing of it", async () => {
        const delivery = await sent();
        await record(delivery, succeeded, { state: "delivered", all: false });
        const before = await list(delivery.webhook);
        await record(delivery, failed, { state: "pending", due: NOW });
        expect(await list(delivery.webhook)).toEqual(before);
        await stores.webhooks.deleteWebhook(ACCOUNT, delivery.webhook);
        await record(delivery, failed, { state: "pending", due: NOW });
        expect(await stores.deliveries.nextDue()).toBeUndefined();
      });
    });

    test("what waits for a webhook waits on while it is disabled", async () => {
      const { id } = await hooked();
      await happened({ created: NOW - 3 });
      const disable = (disabled: "request" | null, at: number) =>
        stores.webhooks.updateWebhook(ACCOUNT, id, { disabled }, at);
      const { deliveries } = (await claim())!;
      await disable("request", NOW);
      expect(await stores.deliveries.nextDue()).toBeUndefined();
      await record(deliveries[0]!, failed, { state: "pending", due: NOW + 1 });
      await stores.deliveries.releaseDeliveries(NOW);
      expect(await claim(NOW + 1000, { failing: true })).toBeUndefined();
      expect(await list(id)).toMatchObject([{ state: "pending", due: null }]);
      // Nothing new is entered meanwhile.
      await happened();
      await disable(null, NOW + 9);
      expect(await stores.deliveries.nextDue()).toBe(NOW + 9);
      expect(await claimedEvents(NOW + 9, { failing: true })).toEqual([deliveries[0]!.event]);
    });

    test("an event for one webhook is entered as claimed, also where it is disabled", async () => {
      const { id } = await hooked({ disabled: "failing", events: [] });
      const event = newEvent({ type: "webhook.test" });
      await stores.deliveries.enterEvent(event, id, NOW + 60);
      expect(await list(id)).toEqual([deliveryOf(event, id, NOW + 60)]);
      await stores.deliveries.releaseDeliveries(NOW);
      expect(await stores.deliveries.nextDue()).toBeUndefined();
    });

    describe("the log", () => {
      test("is listed newest first, in pages", async () => {
        const { id } = await hooked();
        const events: string[] = [];
        for (let count = 0; count < 5; count++) events.push(await happened());
        const page = (limit: number, offset: number) =>
          stores.deliveries.listDeliveries(ACCOUNT, id, { limit, offset });
        const eventsOf = (deliveries: readonly DeliveryRecord[]) => deliveries.map(({ event }) => event);
        expect(eventsOf(await page(2, 0))).toEqual([events[4], events[3]]);
        expect(eventsOf(await page(2, 4))).toEqual([events[0]]);
        expect(await page(2, 5)).toEqual([]);
        for (const bad of ["", "a\0", "\ud800"]) expect(await list(bad)).toEqual([]);
      });

      test("keeps the newest so many of each webhook, and what is to be sent", async () => {
        const hooks = [(await hooked()).id, (await hooked()).id];
        const events: string[] = [];
        for (let count = 0; count < 5; count++) events.push(await happened());
        const lots = [await claim(NOW, { most: 4 }), await claim(NOW, { most: 4 })];
        const step = { state: "delivered", all: false } as const;
        for (const { deliveries } of lots.map((lot) => lot!))
          for (const delivery of deliveries.toReversed()) await record(delivery, succeeded, step, 3);
        for (const id of hooks)
          expect((await list(id)).map(({ event }) => event)).toEqual(events.slice(1).toReversed());
      });

      test("loses what is old, unless it is to be sent", async () => {
        const { id } = await hooked();
        await happened({ created: 10 });
        const over = (await claim())!.deliveries[0]!;
        await record(over, succeeded, { state: "delivered", all: false });
        const waiting = await happened({ created: 10 });
        const recent = await happened({ created: 30 });
        const left = async () => (await list(id)).map(({ event }) => event);
        expect(await stores.deliveries.pruneDeliveries(20)).toBe(1);
        expect(await left()).toEqual([recent, waiting]);
        await stores.webhooks.updateWebhook(ACCOUNT, id, { disabled: "request" }, NOW);
        expect(await stores.deliveries.pruneDeliveries(20)).toBe(1);
        expect(await left()).toEqual([recent]);
      });
    });
  });
}

function newWebhook(part: Partial<WebhookRecord> = {}): WebhookRecord {
  return {
    id: crypto.randomUUID(),
    account: ACCOUNT,
    url: "https://example.com/hook",
    events: [UPLOADED, REFUSED],
    description: "",
    secret: "whsec_AAAA",
    created: 1000,
    disabled: null,
    failingSince: null,
    ...part,
  };
}

function newEvent(part: Partial<NewEvent> = {}): NewEvent {
  const data = { id: "photo" };
  return { id: `msg_${crypto.randomUUID()}`, account: ACCOUNT, type: UPLOADED, created: NOW, data, ...part };
}

/** The delivery of an event that nobody has tried yet. */
function deliveryOf(
  { id, account, type, created }: NewEvent,
  webhook: string,
  due = created,
): DeliveryRecord {
  return { account, webhook, event: id, type, created, state: "pending", attempts: [], due };
}
