import { join } from "node:path";
import Cloudflare, { BadRequestError, ConflictError, NotFoundError, PermissionDeniedError } from "cloudflare";
import { toFile } from "cloudflare/uploads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fixture } from "../harness/fixtures.ts";
import { RUNTIMES } from "../harness/runtimes.ts";
import { CREDENTIALS, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

type Policies = Cloudflare.Accounts.TokenCreateParams["policies"];

describe.each(RUNTIMES)("$name", (runtime) => {
  let folder: TemporaryFolder;
  let server: ServedProcess;
  let operator: Cloudflare;
  let account: { account_id: string };
  /** Methods of the requests that left a client, retries included. */
  const requests: string[] = [];

  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await startProcess(join(folder.path, "data"), CREDENTIALS, runtime);
    account = { account_id: server.account };
    operator = createClient(CREDENTIALS.DARKROOM_API_TOKEN);
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  function createClient(apiToken: string): Cloudflare {
    return new Cloudflare({
      apiToken,
      baseURL: `${server.url}/client/v4`,
      fetch: (url: string | URL | Request, init?: RequestInit) => {
        // Before its first form the client also asks for `data:,`, to see whether forms can be sent.
        if (new Request(url).url.startsWith(server.url)) requests.push(init?.method ?? "GET");
        return fetch(url, init);
      },
    });
  }

  /** What Cloudflare's own examples do: the group by its id, looked up by its name. */
  async function policiesFor(name: string): Promise<Policies> {
    const groups = await operator.accounts.tokens.permissionGroups.get({ ...account, name });
    return [
      {
        effect: "allow",
        permission_groups: [{ id: groups[0]!.id! }],
        resources: { [`com.cloudflare.api.account.${server.account}`]: "*" },
      },
    ];
  }

  /** Fails unless a call is refused with that class and status, at the first try. */
  async function expectRefusal(
    ask: () => PromiseLike<unknown>,
    kind: new (...args: never[]) => Error,
    status: number,
  ): Promise<void> {
    requests.length = 0;
    const call = ask();
    await expect(call).rejects.toBeInstanceOf(kind);
    await expect(call).rejects.toMatchObject({ status });
    expect(requests).toHaveLength(1);
  }

  describe("the official cloudflare SDK", () => {
    test("makes, verifies, gets, changes, rolls, lists and deletes a token", async () => {
      const { tokens } = operator.accounts;
      const policies = await policiesFor("Images Read");
      const made = await tokens.create({
        ...account,
        name: "a",
        policies,
        expires_on: "2100-01-01T00:00:00Z",
      });
      expect(made).toMatchObject({ name: "a", status: "active", policies, value: expect.any(String) });
      const id = made.id!;

      const own = createClient(made.value!);
      const verified = { id, status: "active", expires_on: "2100-01-01T00:00:00.000Z" };
      expect(await own.user.tokens.verify()).toEqual(verified);
      expect(await own.accounts.tokens.verify(account)).toEqual(verified);

      const { value: _secret, ...shown } = made;
      expect(await tokens.get(id, account)).toMatchObject({ ...shown, name: "a" });
      const changed = await tokens.update(id, { ...account, name: "b", policies, status: "disabled" });
      expect(changed).toMatchObject({ id, name: "b", status: "disabled" });
      await expectRefusal(() => own.user.tokens.verify(), PermissionDeniedError, 403);
      await tokens.update(id, { ...account, name: "b", policies, status: "active" });

      const rolled = await tokens.value.update(id, account);
      await expectRefusal(() => own.user.tokens.verify(), PermissionDeniedError, 403);
      expect((await createClient(rolled).user.tokens.verify()).id).toBe(id);

      const listed: unknown[] = [];
      for await (const token of tokens.list({ ...account, per_page: 1 })) listed.push(token);
      expect(listed).toMatchObject([{ id, name: "b" }]);
      expect(JSON.stringify(listed)).not.toContain(rolled);

      expect(await tokens.delete(id, account)).toEqual({ id });
      await expectRefusal(() => tokens.get(id, account), NotFoundError, 404);
      await expectRefusal(() => createClient(rolled).images.v1.list(account), PermissionDeniedError, 403);
    });

    test("is held to the scope of its token", async () => {
      const make = async (name: string) =>
        operator.accounts.tokens.create({ ...account, name, policies: await policiesFor(name) });
      const [read, edit, admin] = [
        await make("Images Read"),
        await make("Images Write"),
        await make("Account Admin"),
      ].map(({ value }) => createClient(value!)) as [Cloudflare, Cloudflare, Cloudflare];
      const file = await toFile(await fixture("photos/adobe-rgb-600.jpg"), "flower.jpg");

      await expectRefusal(
        () => read.images.v1.create({ ...account, id: "x", file }),
        PermissionDeniedError,
        403,
      );
      expect((await edit.images.v1.create({ ...account, id: "x", file })).id).toBe("x");
      expect((await read.images.v1.get("x", account)).id).toBe("x");
      await expectRefusal(() => read.images.v1.delete("x", account), PermissionDeniedError, 403);
      await expectRefusal(() => edit.accounts.tokens.get("x", account), PermissionDeniedError, 403);
      await expectRefusal(() => admin.accounts.create({ name: "x" }), PermissionDeniedError, 403);
      await edit.images.v1.delete("x", account);
      const ids: string[] = [];
      for await (const { id } of admin.accounts.tokens.list(account)) ids.push(id!);
      expect(ids).toHaveLength(3);
      for (const id of ids) await operator.accounts.tokens.delete(id, account);
    });

    test("is told what is wrong with a token that it asks for, and asks once", async () => {
      const policies = await policiesFor("Images Read");
      const { tokens } = operator.accounts;
      const past = () =>
        tokens.create({ ...account, name: "a", policies, expires_on: "2001-01-01T00:00:00Z" });
      await expectRefusal(past, BadRequestError, 400);
      const condition = { request_ip: { in: ["10.0.0.0/8"] } };
      const conditional = () => tokens.create({ ...account, name: "a", policies, condition });
      await expectRefusal(conditional, BadRequestError, 400);
    });

    test("makes an account, whose token sees nothing of the first", async () => {
      const made = await operator.accounts.create({ name: "A shop" });
      expect(await operator.accounts.get({ account_id: made.id })).toEqual(made);
      const file = await toFile(await fixture("photos/adobe-rgb-600.jpg"), "flower.jpg");
      await operator.images.v1.create({ ...account, id: "of the first", file });
      const { value } = await operator.accounts.tokens.create({
        account_id: made.id,
        name: "a",
        policies: [
          {
            effect: "allow",
            permission_groups: [{ id: (await policiesFor("Account Admin"))[0]!.permission_groups[0]!.id }],
            resources: { [`com.cloudflare.api.account.${made.id}`]: "*" },
          },
        ],
      });
      const client = createClient(value!);

      const all: string[] = [];
      for await (const { id } of operator.accounts.list()) all.push(id);
      expect(all).toEqual([server.account, made.id]);
      const own: string[] = [];
      for await (const { id } of client.accounts.list()) own.push(id);
      expect(own).toEqual([made.id]);

      await expectRefusal(() => client.images.v1.get("of the first", account), PermissionDeniedError, 403);
      await expectRefusal(
        () => client.images.v1.get("of the first", { account_id: made.id }),
        NotFoundError,
        404,
      );
      await client.images.v1.create({ account_id: made.id, id: "own", file });
      await expectRefusal(() => operator.accounts.delete({ account_id: made.id }), ConflictError, 409);
      await client.images.v1.delete("own", { account_id: made.id });
      expect(await operator.accounts.delete({ account_id: made.id })).toEqual({ id: made.id });
      await operator.images.v1.delete("of the first", account);
    });
  });
});
