import { execFile } from "node:child_process";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { RUNTIMES } from "../harness/runtimes.ts";
import { CREDENTIALS, ROOT, startProcess, type ServedProcess } from "../harness/served-process.ts";
import { temporaryFolder, type TemporaryFolder } from "../harness/temporary-folder.ts";

/** The commands of the beta documentation (2021), to the letter: sections "Uploading Images" and "Deleting Images". */
const UPLOAD = String.raw`curl https://api.cloudflare.com/client/v4/accounts/$account_tag/images/v1 \
-H "X-Auth-Key: $auth_key" \
-H "X-Auth-Email: $auth_email" \
-F file=@./logo.png`;
const DELETE = String.raw`curl -X DELETE https://api.cloudflare.com/client/v4/accounts/$account_tag/images/v1/MTt4OTd0b0w5ajZxR0pLaXRldlBtaFhhO2FiZGVnaA== \
-H "X-Auth-Key: $auth_key" \
-H "X-Auth-Email: $auth_email"`;
const DOCUMENTED_ID = "MTt4OTd0b0w5ajZxR0pLaXRldlBtaFhhO2FiZGVnaA==";

/** The documented answers, for the names of their keys. */
const UPLOAD_ANSWER = {
  result: {
    filename: "logo.png",
    id: DOCUMENTED_ID,
    variants: [{ name: "default", url: `https://imagedelivery.net/default/${DOCUMENTED_ID}` }],
  },
  success: true,
  errors: [],
  messages: [],
};
const DELETE_ANSWER = { result: { id: DOCUMENTED_ID }, success: true, errors: [], messages: [] };

describe.each(RUNTIMES)("$name", (runtime) => {
  let folder: TemporaryFolder;
  let server: ServedProcess;

  beforeAll(async () => {
    folder = await temporaryFolder();
    await copyFile(join(ROOT, "test/fixtures/png/kodim23-photo-rgb8.png"), join(folder.path, "logo.png"));
    server = await startProcess(join(folder.path, "data"), CREDENTIALS, runtime);
  });
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]();
    await folder?.[Symbol.asyncDispose]();
  });

  /** Runs a documented command with only its host replaced; account and credentials are shell variables in it. */
  async function shell(command: string): Promise<unknown> {
    const { stdout } = await promisify(execFile)(
      "bash",
      ["-c", command.replace("https://api.cloudflare.com", server.url)],
      {
        cwd: folder.path,
        env: {
          ...process.env,
          account_tag: server.account,
          auth_key: server.keyHeaders["X-Auth-Key"],
          auth_email: server.keyHeaders["X-Auth-Email"],
        },
      },
    );
    return JSON.parse(stdout);
  }

  describe("the beta documentation, followed to the letter", () => {
    test("upload, display and delete", async () => {
      const uploaded = (await shell(UPLOAD)) as typeof UPLOAD_ANSWER;
      expect(shapeOf(uploaded)).toEqual(shapeOf(UPLOAD_ANSWER));
      expect(uploaded.result.filename).toBe("logo.png");

      const { id } = uploaded.result;
      const { name, url } = uploaded.result.variants[0]!;
      expect(name).toBe("default");
      expect(url).toBe(`${server.url}/default/${id}`);
      const picture = await fetch(url, { headers: { accept: "image/webp,*/*" } });
      expect(picture.status).toBe(200);
      expect(picture.headers.get("content-type")).toBe("image/webp");
      const { width, height, format } = await sharp(await picture.arrayBuffer()).metadata();
      expect({ width, height, format }).toEqual({ width: 768, height: 512, format: "webp" });

      const deleted = (await shell(DELETE.replace(DOCUMENTED_ID, id))) as typeof DELETE_ANSWER;
      expect(shapeOf(deleted)).toEqual(shapeOf(DELETE_ANSWER));
      expect(deleted.result.id).toBe(id);
      expect((await fetch(url)).status).toBe(404);
    });

    test("deleting an image that is not there says so", async () => {
      const answer = (await shell(DELETE)) as { success: boolean; errors: { code: number }[] };
      expect(answer).toMatchObject({ success: false, result: null });
      expect(answer.errors[0]!.code).toBe(5404);
    });
  });
});

/** Keys and types of a JSON value; of a list, those of its first element. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0])];
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, shapeOf(child)]));
}
