import { expectedSentence } from "@darkroom/core";
import type { DetailedImageAnswer } from "@darkroom/http/answers";
import { failureOf } from "../failure.ts";
import { imagePages, imagePath } from "../server/lists.ts";
import { endsAll } from "../server/server-refusal.ts";
import { usage, type Command } from "./command.ts";
import { openAccount, SERVER_FLAGS } from "./server-flags.ts";
import { sizeText } from "./size-text.ts";
import { tableLines } from "./table.ts";
import { EXIT } from "./terminal.ts";

const EXAMPLE_SERVER = "https://images.example.com";

export const IMAGES_LIST: Command = {
  name: "images list",
  takes: "<server>",
  count: [1, 1],
  summary: "Lists the images of an account, the newest first.",
  flags: {
    search: { value: "text", doc: "Those with this in their id or file name." },
    creator: { value: "creator", doc: "Those of one creator." },
    limit: { value: "count", doc: "At most so many." },
    ...SERVER_FLAGS,
    json: { doc: "Prints each as a line of JSON, with all that is known of it." },
  },
  examples: [
    `darkroom images list ${EXAMPLE_SERVER} --limit 20`,
    `darkroom images list ${EXAMPLE_SERVER} --search wolves --json > wolves.jsonl`,
  ],
  async run(terminal, given) {
    const { flags } = given;
    const { limit: text, search, creator } = flags;
    const limit = text === undefined ? Infinity : Number(text);
    if (text !== undefined && (!/^\d{1,9}$/.test(text) || limit === 0))
      throw usage("images list", expectedSentence("a whole number from 1", "limit", text));
    const { api, account } = await openAccount(terminal, "images list", given);
    const query = { ...(search !== undefined && { search }), ...(creator !== undefined && { creator }) };
    let left = limit;
    let isFirst = true;
    for await (const page of imagePages(api, account, "darkroom/v1/images", query)) {
      const images = page.slice(0, left);
      left -= images.length;
      const lines =
        flags["json"] === undefined ? rowsOf(images, isFirst) : images.map((image) => JSON.stringify(image));
      isFirst = false;
      if (lines.length > 0) terminal.stdout.write(`${lines.join("\n")}\n`);
      if (left === 0) break;
    }
    return EXIT.done;
  },
};

/** A page as columns of its own width. */
function rowsOf(images: readonly DetailedImageAnswer[], withHead: boolean): readonly string[] {
  const rows = images.map(({ id, uploaded, requireSignedURLs, original }) => [
    sizeText(original.bytes),
    original.mediaType,
    `${original.width} × ${original.height}`,
    requireSignedURLs ? "private" : "public",
    uploaded,
    id,
  ]);
  const head = ["BYTES", "TYPE", "PIXELS", "ACCESS", "UPLOADED", "ID"];
  return tableLines(withHead ? [head, ...rows] : rows, [0, 2]);
}

export const IMAGES_DELETE: Command = {
  name: "images delete",
  takes: "<server> <ids…>",
  count: [2, Infinity],
  summary: "Deletes images by their ids, and all that was derived from them. There is no way back.",
  flags: SERVER_FLAGS,
  examples: [`darkroom images delete ${EXAMPLE_SERVER} albums/wolves/1.jpg albums/wolves/2.jpg`],
  async run(terminal, given) {
    const { api, account } = await openAccount(terminal, "images delete", given);
    let failed = false;
    for (const id of given.positionals.slice(1)) {
      try {
        await api.ask("DELETE", imagePath(account, "images/v1", id));
        terminal.stdout.write(`${id}: deleted\n`);
      } catch (error) {
        if (endsAll(error)) throw error;
        failed = true;
        terminal.stderr.write(`${id}: ${failureOf(error, id).message}\n`);
      }
    }
    return failed ? EXIT.failed : EXIT.done;
  },
};
