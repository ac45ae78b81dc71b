import { createReadStream } from "node:fs";
import { copyFile, mkdir, symlink } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { freePort } from "../harness/free-port.ts";
import { startOrigin } from "../harness/origin.ts";
import { SCRIPT_PATH } from "../harness/runtimes.ts";
import { ROOT, startProcess } from "../harness/served-process.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { parseGuide, readGuides, type Guide } from "./guide.ts";
import { difference } from "./likeness.ts";
import { problemsIn, runSteps, type Followed } from "./shell.ts";

/** The picture that guides work with: small, for they are about the conversation. */
const PHOTO = join(ROOT, "test/fixtures/photos/adobe-rgb-600.jpg");
const HASH = "TheGuidesOwnAccounts-1";

/** A server of pictures: the one there is, in every folder. */
const givePhoto: RequestListener = (request, response) => {
  const isThere = new URL(request.url!, "http://localhost").pathname.endsWith("/photo.jpg");
  if (isThere) createReadStream(PHOTO).pipe(response);
  else response.writeHead(404).end();
};

/**
 * Follows a guide as a reader does: all its commands in one shell, in a folder that holds only `photo.jpg`,
 * against a server that has just been started. Gives what each step printed, as far as the shell came.
 */
async function follow(guide: Guide): Promise<Followed> {
  await using folder = await temporaryFolder();
  await using origin = await startOrigin(givePhoto);
  const receiver = `127.0.0.1:${await freePort()}`;
  await using server = await startProcess(join(folder.path, "data"), {
    DARKROOM_ACCOUNT_HASH: HASH,
    DARKROOM_FETCH_PRIVATE: `${origin.endpoint}, ${receiver}`,
  });
  const work = join(folder.path, "work");
  await mkdir(work);
  await copyFile(PHOTO, join(work, "photo.jpg"));
  // Beside the folder, so that a script of a guide finds the packages as in a checkout.
  await symlink(join(ROOT, "node_modules"), join(folder.path, "node_modules"));
  const environment = {
    PATH: SCRIPT_PATH,
    HOME: work,
    DARKROOM: server.url,
    ACCOUNT: server.account,
    HASH,
    PICTURES: origin.url,
    RECEIVER: receiver,
    TOKEN: server.tokenHeaders.authorization.slice("Bearer ".length),
  };
  return await runSteps(guide, { work, notes: folder.path, environment });
}

/** What is wrong with a guide, with its lines; empty when all is as it says. */
async function problemsOf(guide: Guide): Promise<readonly string[]> {
  return problemsIn(guide, await follow(guide));
}

describe("a guide", () => {
  test.each(readGuides().map((guide) => [guide.path, guide] as const))(
    "works as it stands: %s",
    async (_path, guide) => {
      expect(await problemsOf(guide)).toEqual([]);
    },
  );

  test("that is wrong is found wrong, with its line", async () => {
    const text = [
      "# Wrong",
      "```bash",
      'id=kept; echo "{\\"a\\": [1, \\"$id\\"]}"',
      "```",
      "```json",
      '{"a": [2, "…"]}',
      "```",
      "```bash",
      "echo $id; curl -s $DARKROOM/client/v4/accounts/$ACCOUNT/images/v1",
      "```",
      "```bash",
      "ls; false; echo never",
      "```",
      "```text",
      "photo.jpg",
      "```",
    ].join("\n");
    expect(await problemsOf(parseGuide("wrong.md", text))).toEqual([
      "wrong.md:5: Expected the answer.a.0 to be 2 but it is 1.",
      expect.stringContaining("wrong.md:9: A refusal that is not shown: kept\n{"),
      expect.stringContaining("wrong.md:12: The shell ended with code 1"),
    ]);
  });

  test.each([
    ["no heading", "```bash\nls\n```", "a.md:1: Expected a heading"],
    ["no commands", "# A\n```html\n<p>\n```", "a.md:1: a.md has no commands"],
    ["an answer to nothing", "# A\n\n```json\n{}\n```", "a.md:3: A json block is what the bash block"],
    [
      "two answers",
      "# A\n```bash\nls\n```\n```text\n```\n```text\n```",
      "a.md:7: The bash block of line 3 has",
    ],
    ["a block left open", "# A\n```bash\nls", "a.md:2: The block is not closed"],
    [
      "a block of another language",
      "# A\n```sh\nls\n```",
      'a.md:2: Expected a block of bash, json, text, html, http but found "sh"',
    ],
  ])("with %s is refused", (_what, text, problem) => {
    expect(() => parseGuide("a.md", text)).toThrow(problem);
  });
});

describe("what is printed", () => {
  test.each([
    ["json", '{"a":1,"b":["…"]}', '{"b":["any"],"a":1}', true],
    ["json", '"http://…/x"', '"http://127.0.0.1:1/x"', true],
    ["json", '{"a":1}', '{"a":1,"b":2}', false],
    ["json", '{"a":1,"b":2}', '{"a":1}', false],
    ["json", '["…"]', "[1]", false],
    ["json", '["…"]', '["a","b"]', false],
    ["json", '"a.c"', '"abc"', false],
    ["json", "null", "{}", false],
    ["json", "[]", "{}", false],
    ["json", "{}", "{} {}", false],
    ["text", "HTTP/… 200\nend\n", "HTTP/1.1 200\r\nend\n\n", true],
    ["text", "HTTP/… 200\n", "HTTP/1.1 404\n", false],
    ["text", "one\ntwo", "one\n", false],
    ["text", "one…", "one\n", true],
  ] as const)("as %s: %s of %s", (language, text, printed, same) => {
    expect(difference({ language, line: 1, text }, printed) === undefined).toBe(same);
  });
});
