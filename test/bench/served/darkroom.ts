import { CREDENTIALS, startProcess } from "../../harness/served-process.ts";
import { absenceOf, ALL_RUNTIMES, type Runtime } from "../../harness/runtimes.ts";
import { QUALITY, type Picture, type Subject } from "./subject.ts";

/** More new computations a minute than any run asks for: the guard against enumeration is not what is measured. */
const SETTINGS = { DARKROOM_FLEXIBLE_RATE: "100000", DARKROOM_QUEUE: "1000" } as const;

/** Darkroom on each of its runtimes, as a person starts it. */
export const DARKROOMS: readonly Subject[] = ALL_RUNTIMES.map((runtime) => darkroom(runtime));

function darkroom(runtime: Runtime): Subject {
  return {
    name: runtime.name,
    kind: "darkroom",
    formats: ["jpeg", "webp", "avif"],
    caches: true,
    settings: `${runtime.command}; flexible variants, quality ${QUALITY}`,
    absence: absenceOf(runtime),
    async start(folder, prefix) {
      const server = await startProcess(folder, { ...CREDENTIALS, ...SETTINGS }, runtime, prefix);
      const account = server.api.replace(/\/images\/v1$/, "");
      const hash = await openFlexibleVariants(account, server.tokenHeaders);
      return {
        url: server.url,
        pid: server.pid,
        async store(picture) {
          const { headers, body } = uploadForm(picture, picture.name);
          const response = await fetch(server.api, {
            method: "POST",
            headers: { ...server.tokenHeaders, ...headers },
            body: new Uint8Array(body),
          });
          // An earlier start on the same folder may have stored it.
          if (!response.ok && response.status !== 409) throw new Error(await response.text());
          await response.body?.cancel();
        },
        delivery: ({ name }, { width, format }) => ({
          method: "GET",
          path: `/${hash()}/${name}/width=${width},format=${format},quality=${QUALITY}`,
          headers: { accept: `image/${format}` },
        }),
        upload(picture) {
          const { headers, body } = uploadForm(picture);
          const path = new URL(server.api).pathname;
          return { method: "POST", path, headers: { ...server.tokenHeaders, ...headers }, body };
        },
        stop: async () => void (await server.stop()),
      };
    },
  };
}

/** @returns what gives the account's hash, which only an image's addresses tell. */
async function openFlexibleVariants(
  account: string,
  headers: Readonly<Record<string, string>>,
): Promise<() => string> {
  const changed = await fetch(`${account}/images/v1/config`, {
    method: "PATCH",
    headers: { ...headers, "content-type": "application/json" },
    body: JSON.stringify({ flexible_variants: true }),
  });
  if (!changed.ok) throw new Error(await changed.text());
  await changed.body?.cancel();
  const { result } = (await (await fetch(account, { headers })).json()) as { result: { hash: string } };
  return () => result.hash;
}

const BOUNDARY = "----darkroom-bench";

function uploadForm(
  { name, bytes }: Picture,
  id?: string,
): { headers: Record<string, string>; body: Buffer } {
  const field =
    id === undefined ? "" : `--${BOUNDARY}\r\ncontent-disposition: form-data; name="id"\r\n\r\n${id}\r\n`;
  const head = `${field}--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${name}.jpg"\r\n\r\n`;
  return {
    headers: { "content-type": `multipart/form-data; boundary=${BOUNDARY}` },
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]),
  };
}
