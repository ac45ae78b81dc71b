import { join } from "node:path";
import Cloudflare, { BadRequestError, NotFoundError } from "cloudflare";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RUNTIMES } from "../harness/runtimes.ts";
import { CREDENTIALS, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

describe.each(RUNTIMES)("the official cloudflare SDK on $name", (runtime) => {
  let folder: TemporaryFolder;
  let server: ServedProcess;
  let account: { account_id: string };
  let keys: Cloudflare["images"]["v1"]["keys"];
  /** Methods of the requests that left the client, retries included. */
  const requests: string[] = [];

  beforeAll(async () => {
    folder = await temporaryFolder();
    server = await startProcess(join(folder.path, "data"), CREDENTIALS, runtime);
    account = { account_id: server.account };
    ({ keys } = new Cloudflare({
      apiToken: CREDENTIALS.DARKROOM_API_TOKEN,
      baseURL: `${server.url}/client/v4`,
      fetch: (url: string | URL | Request, init?: RequestInit) => {
        requests.push(init?.method ?? "GET");
        return fetch(url, init);
      },
    }).images.v1);
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  const namesOf = (answer: { keys?: { name?: string }[] }) => answer.keys!.map(({ name }) => name);

  test("finds the key that is there from the start, the same for all who ask at once", async () => {
    const answers = await Promise.all([keys.list(account), keys.list(account), keys.list(account)]);
    expect(answers[0]).toEqual({ keys: [{ name: "default", value: expect.stringMatching(/^[\w-]{33}$/) }] });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
  });

  test("makes keys, renews them and deletes them, and never has none", async () => {
    const made = await keys.update("website", account);
    expect(namesOf(made)).toEqual(["default", "website"]);
    expect(await keys.list(account)).toEqual(made);

    const renewed = await keys.update("website", account);
    expect(renewed.keys![0]).toEqual(made.keys![0]);
    expect(renewed.keys![1]!.value).not.toBe(made.keys![1]!.value);

    expect(await keys.delete("default", account)).toEqual({ keys: [renewed.keys![1]] });
    const fresh = await keys.delete("website", account);
    expect(namesOf(fresh)).toEqual(["default"]);
    expect(fresh.keys![0]!.value).not.toBe(made.keys![0]!.value);
  });

  test("that deletes all keys at once leaves one", async () => {
    for (const name of ["a", "b", "c"]) await keys.update(name, account);
    await Promise.all(["a", "b", "c", "default"].map((name) => keys.delete(name, account)));
    expect(namesOf(await keys.list(account))).toEqual(["default"]);
  });

  test("is told what is wrong once, in the class that it is", async () => {
    requests.length = 0;
    const missing = keys.delete("nowhere", account);
    await expect(missing).rejects.toBeInstanceOf(NotFoundError);
    await expect(missing).rejects.toMatchObject({ errors: [{ code: 5404 }] });
    const misnamed = keys.update("a.b", account);
    await expect(misnamed).rejects.toBeInstanceOf(BadRequestError);
    await expect(misnamed).rejects.toMatchObject({ errors: [{ code: 5400 }] });
    expect(requests).toEqual(["DELETE", "PUT"]);
  });
});
