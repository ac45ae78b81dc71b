import { describe, expect, test } from "vitest";
import { createGuardedFetch, type FetchLimits, type FetchSettings } from "./guarded-fetch.ts";
import { OutboundError, type Outbound, type OutboundRequest, type OutboundResponse } from "./outbound.ts";

const PUBLIC = "93.184.215.14";
const OPEN: FetchSettings = { fetchHosts: undefined, fetchPrivate: undefined };

type Answer = (request: OutboundRequest, signal: AbortSignal) => OutboundResponse | Promise<OutboundResponse>;

/** A world of servers: what a name resolves to, one answer after the other, and what a server says. */
function world({
  answer = () => picture(),
  names = {},
  settings = OPEN,
  limits,
  byName = false,
}: {
  readonly answer?: Answer;
  readonly names?: Readonly<Record<string, readonly (readonly string[])[]>>;
  readonly settings?: FetchSettings;
  readonly limits?: FetchLimits;
  readonly byName?: boolean;
} = {}) {
  const asked: OutboundRequest[] = [];
  const resolved: string[] = [];
  const outbound: Outbound = {
    ...(!byName && {
      resolve: async (name: string) => {
        const times = resolved.push(name);
        const answers = names[name] ?? [[PUBLIC]];
        return answers[Math.min(times, answers.length) - 1]!;
      },
    }),
    exchange: async (request, signal) => {
      asked.push(request);
      return answer(request, signal);
    },
  };
  const fetcher = createGuardedFetch({ outbound, settings }, limits);
  return {
    asked,
    resolved,
    fetcher,
    get: (url: string, maxBytes = 1000) => fetcher.download(url, { maxBytes }),
  };
}

function picture(bytes: Uint8Array = new Uint8Array([1, 2, 3]), headers: HeadersInit = {}): OutboundResponse {
  return { status: 200, headers: new Headers(headers), body: new Response(bytes.slice()).body };
}

function redirect(location: string, status = 302): OutboundResponse {
  return { status, headers: new Headers({ location }), body: null };
}

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

describe("an address that was given", () => {
  test.each([
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0177.0.0.01/",
    "http://127.1/",
    "http://127.0.0.1./",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2001:0:4136:e378:8000:63bf:80ff:fffe]/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://0/",
    "http://10.1.2.3/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://172.31.255.255/",
    "http://192.168.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    "http://example.com@127.0.0.1/",
    "http://93.184.215.14:80@127.0.0.1/",
    "https://127.0.0.1:8787/",
    "HTTP://127.0.0.1/",
  ])("is refused before anything is asked or looked up: %s", async (url) => {
    const { get, asked, resolved } = world();
    await expect(get(url)).rejects.toMatchObject({ code: "source_refused" });
    expect([asked, resolved]).toEqual([[], []]);
  });

  test.each([
    "file:///etc/passwd",
    "ftp://example.com/a",
    "gopher://example.com/",
    "data:image/png;base64,AAAA",
    "javascript:alert(1)",
    "blob:http://example.com/a",
    "//example.com/a",
    "/a.png",
    "example.com/a.png",
    "http:example.com",
    "",
    " http://example.com/",
    "http://example.com/ ",
    "http://exa\tmple.com/",
    "http://example.com\\@127.0.0.1/",
    "http://example.com/a b",
    "http://",
    "http://[fe80::1%25eth0]/",
    "http://[::1",
    "http://1.2.3.4.5/",
    "http://256.1.1.1/",
    "http://a..b/",
    "http://example.com../",
    "http://a_b*c/",
    "http://user%0d%0a:x@example.com/",
    "http://us%3Aer:x@example.com/",
    "http://%zz@example.com/",
    "http://example.com:99999/",
    `http://example.com/${"a".repeat(5000)}`,
  ])("is no address to fetch: %j", async (url) => {
    const { get, asked, resolved } = world();
    await expect(get(url)).rejects.toMatchObject({ code: "source_invalid" });
    expect([asked, resolved]).toEqual([[], []]);
  });

  test.each(["http://example.com:22/", "http://example.com:25/", "https://example.com:1023/"])(
    "with the port of another service is refused: %s",
    async (url) => {
      await expect(world().get(url)).rejects.toMatchObject({ code: "source_refused" });
    },
  );

  test.each([
    [["127.0.0.1"]],
    [["::1"]],
    [[PUBLIC, "10.0.0.1"]],
    [["::ffff:10.0.0.1"]],
    [["fe80::1%eth0"]],
    [["what"]],
  ])("whose name leads to %j is refused, and nobody is asked", async (addresses) => {
    const { get, asked } = world({ names: { "inside.example": [addresses] } });
    await expect(get("http://inside.example/")).rejects.toMatchObject({ code: "source_refused" });
    expect(asked).toEqual([]);
  });

  test("without an entry in the DNS is said to have none", async () => {
    await expect(
      world({ names: { "gone.example": [[]] } }).get("http://gone.example/"),
    ).rejects.toMatchObject({
      code: "source_unresolved",
    });
  });

  test("is asked for at the addresses that were checked, by one look-up, whatever the DNS says next", async () => {
    const rebinding = world({ names: { "rebind.example": [[PUBLIC], ["127.0.0.1"]] } });
    expect(await rebinding.get("https://rebind.example/a.png")).toEqual(new Uint8Array([1, 2, 3]));
    expect(rebinding.resolved).toEqual(["rebind.example"]);
    expect(rebinding.asked.map(({ url, addresses }) => [url.href, addresses])).toEqual([
      ["https://rebind.example/a.png", [PUBLIC]],
    ]);
    await expect(rebinding.get("https://rebind.example/a.png")).rejects.toMatchObject({
      code: "source_refused",
    });
  });

  test("in public digits is asked for as it stands", async () => {
    const { get, asked } = world();
    await get("http://[2606:4700::1111]:8080/a");
    await get(`http://${PUBLIC}/a`);
    expect(asked.map(({ addresses }) => addresses)).toEqual([["2606:4700::1111"], [PUBLIC]]);
  });

  test("is asked for with a fixed name, nothing of ours, and the credentials in it", async () => {
    const { get, asked } = world();
    await get("https://us%C3%A9r:p%40ss@Example.com./a%2Fb.png?c#d");
    const [{ url, headers, method }] = asked as [OutboundRequest];
    expect([url.href, method]).toEqual(["https://example.com/a%2Fb.png?c", "GET"]);
    expect(headers).toEqual({
      "user-agent": "Darkroom",
      via: "1.1 darkroom",
      accept: "*/*",
      "accept-encoding": "identity",
      authorization: `Basic ${Buffer.from("usér:p@ss").toString("base64")}`,
    });
  });

  test("is on the operator's list, or is not asked for", async () => {
    const settings = { fetchHosts: ["example.com"], fetchPrivate: ["10.0.0.7:80", "pictures.internal:8080"] };
    const { get, asked } = world({ settings, names: { "pictures.internal": [["10.0.0.8"]] } });
    for (const url of ["http://example.com/", "http://10.0.0.7/", "http://pictures.internal:8080/"])
      await get(url);
    expect(asked.map(({ addresses }) => addresses)).toEqual([[PUBLIC], ["10.0.0.7"], ["10.0.0.8"]]);
    for (const url of [
      "http://www.example.com/",
      "http://10.0.0.7:8080/",
      "http://pictures.internal/",
      `http://${PUBLIC}/`,
    ])
      await expect(get(url)).rejects.toMatchObject({ code: "source_refused" });
  });

  test("is asked for by name where the runtime connects by name, and only when it is listed", async () => {
    const settings = { fetchHosts: ["example.com"], fetchPrivate: ["127.0.0.1:8080"] };
    const { get, asked } = world({ settings, byName: true });
    await get("http://example.com/");
    await get("http://127.0.0.1:8080/");
    expect(asked.map(({ addresses }) => addresses)).toEqual([undefined, undefined]);
    for (const url of ["http://example.org/", `http://${PUBLIC}/`, "http://127.0.0.1/"])
      await expect(get(url)).rejects.toMatchObject({ code: "source_refused" });
    await expect(world({ byName: true }).get("http://example.com/")).rejects.toMatchObject({
      code: "source_refused",
      message: expect.stringContaining("DARKROOM_FETCH_HOSTS"),
    });
  });
});

describe("a redirect", () => {
  const from = (location: string, start = "https://example.com/a/b") => {
    const made = world({
      names: { "inside.example": [["10.0.0.1"]] },
      answer: ({ url }) => (url.pathname === "/a/b" ? redirect(location) : picture()),
    });
    return { ...made, result: made.get(start) };
  };

  test.each([
    ["../c", "https://example.com/c"],
    ["//other.example/c", "https://other.example/c"],
    ["?c", "https://example.com/a/b?c"],
  ])("to %s is followed", async (location, reached) => {
    const made = world({ answer: ({ url }) => (url.href.endsWith("/a/b") ? redirect(location) : picture()) });
    await made.get("https://example.com/a/b");
    expect(made.asked.at(-1)!.url.href).toBe(reached);
  });

  test.each([
    "http://example.com/c",
    "file:///etc/passwd",
    "data:image/png,x",
    "https://127.0.0.1/c",
    "https://[::1]/c",
    "//2130706433/c",
    "https://inside.example/c",
    "https://user:secret@example.com/c",
    "https://example.com:25/c",
    "https://[broken/",
    "https://a..b/",
  ])("to %s is refused, and nobody is asked", async (location) => {
    const { result, asked } = from(location);
    await expect(result).rejects.toMatchObject({ code: "source_refused" });
    expect(asked).toHaveLength(1);
  });

  test("takes credentials no further than to the origin that they were given with", async () => {
    const steps: Record<string, string> = {
      "/1": "/2",
      "/2": "https://other.example/3",
      "/3": "https://example.com/4",
    };
    const { get, asked } = world({
      answer: ({ url }) => (steps[url.pathname] ? redirect(steps[url.pathname]!, 307) : picture()),
    });
    await get("https://user:secret@example.com/1");
    expect(asked.map(({ url, headers }) => [url.href, "authorization" in headers])).toEqual([
      ["https://example.com/1", true],
      ["https://example.com/2", true],
      ["https://other.example/3", false],
      ["https://example.com/4", true],
    ]);
    const port = world({
      answer: ({ url }) => (url.port === "" ? redirect("https://example.com:8443/") : picture()),
    });
    await port.get("https://user:secret@example.com/");
    expect(port.asked.map(({ headers }) => "authorization" in headers)).toEqual([true, false]);
  });

  test.each([301, 302, 303, 307, 308])("%i in a circle ends after five", async (status) => {
    const { get, asked } = world({ answer: () => redirect("/", status) });
    await expect(get("https://example.com/")).rejects.toMatchObject({ code: "source_redirects" });
    expect(asked).toHaveLength(6);
  });

  test("is checked against a new look-up of its name", async () => {
    const { get, resolved } = world({
      names: { "rebind.example": [[PUBLIC], ["169.254.169.254"]] },
      answer: () => redirect("https://rebind.example/again"),
    });
    await expect(get("https://rebind.example/")).rejects.toMatchObject({ code: "source_refused" });
    expect(resolved).toHaveLength(2);
  });
});

describe("what is said", () => {
  test.each([
    [404, "source_missing"],
    [410, "source_missing"],
    [401, "source_denied"],
    [403, "source_denied"],
    [302, "source_denied"],
    [304, "source_denied"],
    [500, "source_broken"],
    [503, "source_broken"],
  ])("with status %i is %s, and its body is let go", async (status, code) => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled = true) });
    const { get } = world({ answer: () => ({ status, headers: new Headers(), body }) });
    await expect(get("https://example.com/")).rejects.toMatchObject({
      code,
      message: expect.stringContaining(String(status)),
    });
    expect(cancelled).toBe(true);
  });

  test.each(["unreachable", "slow", "untrusted"] as const)(
    "by nobody, because the server is %s, is an error of the address",
    async (fault) => {
      const { get } = world({ answer: () => Promise.reject(new OutboundError(fault)) });
      await expect(get("https://example.com/")).rejects.toMatchObject({ code: `source_${fault}` });
    },
  );

  test("in a way that breaks its reader is that server's failure", async () => {
    const { get } = world({ answer: () => Promise.reject(new TypeError("Invalid header")) });
    await expect(get("https://example.com/")).rejects.toMatchObject({ code: "source_unreachable" });
  });

  test("is read to the limit and not a byte further", async () => {
    const exact = world({ answer: () => picture(new Uint8Array(1000)) });
    expect(await exact.get("https://example.com/", 1000)).toHaveLength(1000);
    let pulled = 0;
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(100 * Number(++pulled > 0))),
      cancel: () => void (cancelled = true),
    });
    const endless = world({ answer: () => ({ status: 200, headers: new Headers(), body }) });
    await expect(endless.get("https://example.com/", 1000)).rejects.toMatchObject({
      code: "source_too_large",
    });
    expect(cancelled).toBe(true);
    expect(pulled).toBeLessThan(15);
  });

  test("is counted, whatever length it declares; one that declares too much is not read", async () => {
    const small = world({ answer: () => picture(new Uint8Array(2000), { "content-length": "5" }) });
    await expect(small.get("https://example.com/")).rejects.toMatchObject({ code: "source_too_large" });
    const large = world({ answer: () => picture(new Uint8Array(5), { "content-length": "2000" }) });
    await expect(large.get("https://example.com/")).rejects.toMatchObject({ code: "source_too_large" });
  });

  test("and cut short is no image", async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new Uint8Array(5)),
      pull: (controller) => controller.error(new Error("aborted")),
    });
    const { get } = world({ answer: () => ({ status: 200, headers: new Headers(), body }) });
    await expect(get("https://example.com/")).rejects.toMatchObject({ code: "source_cut" });
  });

  test("compressed, although it was asked not to, is refused", async () => {
    const { get } = world({ answer: () => picture(new Uint8Array(5), { "content-encoding": "gzip" }) });
    await expect(get("https://example.com/")).rejects.toMatchObject({ code: "source_denied" });
  });
});

describe("time", () => {
  const limits = { redirects: 5, answerMs: 20, wholeMs: 60 };

  test("ends a look-up, an answer and a body that never come", async () => {
    const silent = world({ limits, answer: never });
    await expect(silent.get("https://example.com/")).rejects.toMatchObject({ code: "source_slow" });
    const dns = createGuardedFetch({ settings: OPEN, outbound: { resolve: never, exchange: never } }, limits);
    await expect(dns.download("https://example.com/", { maxBytes: 1 })).rejects.toMatchObject({
      code: "source_slow",
    });
    const dripping = world({
      limits,
      answer: () => ({ status: 200, headers: new Headers(), body: new ReadableStream() }),
    });
    await expect(dripping.get("https://example.com/")).rejects.toMatchObject({ code: "source_slow" });
  });

  test("tells the runtime to stop, also when the client leaves", async () => {
    const seen: AbortSignal[] = [];
    const { fetcher } = world({
      answer: (_request, signal) => {
        seen.push(signal);
        return never();
      },
    });
    const client = new AbortController();
    const fetched = fetcher.download("https://example.com/", { maxBytes: 1, signal: client.signal });
    await expect.poll(() => seen).toHaveLength(1);
    client.abort(new Error("gone"));
    await expect(fetched).rejects.toThrow("gone");
    expect(seen[0]!.aborted).toBe(true);
  });
});

describe("a message", () => {
  test("is posted once, and its answer is only a status", async () => {
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled = true) });
    const { fetcher, asked } = world({
      answer: () => ({ status: 302, headers: new Headers({ location: "http://127.0.0.1/" }), body }),
    });
    const sent = new TextEncoder().encode("{}");
    expect(
      await fetcher.post("https://example.com/hook", {
        headers: { "content-type": "application/json" },
        body: sent,
      }),
    ).toBe(302);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      method: "POST",
      body: sent,
      headers: { "content-type": "application/json" },
    });
    expect(cancelled).toBe(true);
  });

  test("goes to no address that may not be asked", async () => {
    const { fetcher, asked } = world();
    const message = { headers: {}, body: new Uint8Array() };
    await expect(fetcher.post("http://127.0.0.1/", message)).rejects.toMatchObject({
      code: "source_refused",
    });
    expect(asked).toEqual([]);
  });
});
