import { createHash } from "node:crypto";
import { once } from "node:events";
import { request as sendRequest, type IncomingHttpHeaders, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { NODE, RUNTIMES, type Runtime } from "../harness/runtimes.ts";
import { CREDENTIALS, startProcess } from "../harness/served-process.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { createDocumentCheck, type ApiDocument, type Answered } from "../reference/document-check.ts";
import { EXCHANGES, OF_ONE_RUNTIME, type Exchange } from "./exchanges.ts";
import { CLOSED_ENDPOINT } from "./webhook-exchanges.ts";

/** Given to all, so that the addresses are the same. */
const HASH = "RunsAlikeOnAllRuntimes";
/** What a client or a cache acts on; the others are a server's own, such as its Date. */
const HEADERS = [
  "access-control-allow-headers",
  "access-control-allow-methods",
  "access-control-allow-origin",
  "access-control-max-age",
  "allow",
  "cache-control",
  "cache-status",
  "cf-resized",
  "content-disposition",
  "content-length",
  "content-security-policy",
  "content-type",
  "cross-origin-resource-policy",
  "etag",
  "location",
  "retry-after",
  "vary",
  "www-authenticate",
  "x-content-type-options",
  "x-should-retry",
];

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON and text as they are but for times, identifiers and the server's own address; of other bytes the SHA-256. */
  readonly body: string;
}

/** Texts by the names that stand for them in an exchange. */
type Names = Map<string, string>;

function fill(text: string, names: Names): string {
  return text.replaceAll(/\{(\w+)\}/g, (written, name: string) => names.get(name) ?? written);
}

/**
 * @param kept Grows by what the exchange keeps.
 * @param judge Is told of the answer as it was.
 */
async function ask(
  url: string,
  exchange: Exchange,
  kept: Names,
  judge: (answered: Answered) => void,
): Promise<Answer> {
  const { method = "GET", path, headers = {}, body, keep = {} } = exchange;
  const api = `/client/v4/accounts/${CREDENTIALS.DARKROOM_ACCOUNT}/images/v1`;
  const names: Names = new Map([["api", api], ["hash", HASH], ...kept]);
  const sent = await body?.();
  const form = new Response(typeof sent === "string" ? fill(sent, names) : sent);
  const type = form.headers.get("content-type");
  const filled = Object.entries(headers).map(([name, value]) => [name, fill(value, names)] as const);
  const request = {
    method,
    headers: { ...(type !== null && { "content-type": type }), ...Object.fromEntries(filled) },
    body: Buffer.from(await form.arrayBuffer()),
  };
  const response = await send(url + fill(path, names), request);
  judge({
    method,
    path: fill(path, names),
    headers: request.headers,
    ...(typeof sent === "string" && { sent: request.body.toString() }),
    status: response.status,
    type: response.headers["content-type"],
    body: response.bytes,
  });
  for (const [name, pattern] of Object.entries(keep)) {
    const found = pattern.exec(response.bytes.toString())?.[1];
    if (found === undefined) throw new Error(`The answer has no ${name}: ${response.bytes.toString()}`);
    kept.set(name, found);
  }
  const isText = /^(text\/|application\/json)/.test(response.headers["content-type"] ?? "");
  const compared = HEADERS.flatMap((name) => {
    const value = response.headers[name];
    // Length and tag of a text follow from the address in it; those of an image are part of its identity.
    const isCompared = value !== undefined && !(isText && /^(content-length|etag)$/.test(name));
    // Whether a space follows the semicolon is the server's own (RFC 9110, section 5.6.6).
    return isCompared ? [[name, String(value).replaceAll("; ", ";").toLowerCase()] as const] : [];
  });
  return {
    status: response.status,
    headers: Object.fromEntries(compared),
    body: isText
      ? [...kept]
          .reduce((text, [name, value]) => text.replaceAll(value, `{${name}}`), response.bytes.toString())
          .replaceAll(url, "{url}")
          .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "{time}")
          .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{22}/g, "{uuid}")
      : createHash("sha256").update(response.bytes).digest("hex"),
  };
}

/**
 * Sends a request on a connection of its own. A server that refuses an upload need not read it, and may close
 * the connection: with `fetch`, the next request could be sent over one that is being closed.
 */
async function send(
  url: string,
  { method, headers, body }: { method: string; headers: Readonly<Record<string, string>>; body: Buffer },
): Promise<{ status: number; headers: IncomingHttpHeaders; bytes: Buffer }> {
  const sent = sendRequest(url, {
    method,
    agent: false,
    headers: { "content-length": body.length, ...headers },
  });
  sent.end(body);
  const [response] = (await once(sent, "response")) as [IncomingMessage];
  // After an early answer the rest of the body cannot be written.
  sent.on("error", () => undefined);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode!, headers: response.headers, bytes: Buffer.concat(chunks) };
}

interface Answers {
  readonly answers: readonly Answer[];
  /** Answers, each by its operation, that the server's own document of its API is not true of. */
  readonly undescribed: readonly string[];
  /** The operations that were never asked with success. */
  readonly unasked: readonly string[];
}

async function answersOf(runtime: Runtime): Promise<Answers> {
  await using folder = await temporaryFolder();
  const environment = {
    ...CREDENTIALS,
    DARKROOM_ACCOUNT_HASH: HASH,
    DARKROOM_FETCH_PRIVATE: CLOSED_ENDPOINT,
  };
  await using server = await startProcess(join(folder.path, "data"), environment, runtime);
  const answers: Answer[] = [];
  const kept: Names = new Map();
  const check = createDocumentCheck(
    (await (await fetch(`${server.url}/openapi.json`)).json()) as ApiDocument,
  );
  const undescribed: string[] = [];
  const operations = new Set<string>();
  const judge = (answered: Answered): void => {
    const operation = check.operationOf(answered);
    const problem = check.problemOf(answered);
    if (operation !== undefined && answered.status === 200) operations.add(operation);
    if (problem !== undefined) undescribed.push(problem);
  };
  for (const exchange of EXCHANGES) {
    try {
      answers.push(await ask(server.url, exchange, kept, judge));
    } catch (error) {
      const said = `${runtime.name} gave no answer to "${exchange.what}". It said:\n${server.output()}`;
      throw new Error(said, { cause: error });
    }
  }
  for (const exchange of OF_ONE_RUNTIME) await ask(server.url, exchange, kept, judge);
  expect(server.output()).not.toMatch(/unexpected error/);
  return { answers, undescribed, unasked: check.operations.filter((name) => !operations.has(name)) };
}

describe("every request has the same answer on every runtime", () => {
  let expected: readonly Answer[];
  let node: Answers;
  beforeAll(async () => {
    node = await answersOf(NODE);
    expected = node.answers;
  }, 120_000);

  test("the script has images, refusals and texts in it", () => {
    const of = (isMeant: (answer: Answer) => boolean): number => expected.filter(isMeant).length;
    expect(of(({ headers }) => headers["content-type"]?.startsWith("image/") === true)).toBeGreaterThan(60);
    expect(of(({ status }) => status >= 400)).toBeGreaterThan(25);
    expect(of(({ status }) => status >= 500)).toBe(0);
    expect(of(({ status }) => status === 304)).toBe(1);
  });

  test("every answer is as the document of the API says, and every operation has been asked", () => {
    expect(node.undescribed).toEqual([]);
    expect(node.unasked).toEqual([]);
  });

  test.each(RUNTIMES.filter(({ name }) => name !== NODE.name))("$name answers as Node", async (runtime) => {
    const { answers, undescribed } = await answersOf(runtime);
    expect(undescribed).toEqual([]);
    const differences = EXCHANGES.flatMap(({ what }, index) =>
      JSON.stringify(answers[index]) === JSON.stringify(expected[index])
        ? []
        : [{ what, [NODE.name]: expected[index], [runtime.name]: answers[index] }],
    );
    expect(differences).toEqual([]);
  });
});
