import { expectedSentence } from "@darkroom/core";
import { findLocalImages, type LocalImage } from "../transfer/local-images.ts";
import { uploadImages, type UploadOptions } from "../transfer/upload-images.ts";
import { usage, type Command, type Given } from "./command.ts";
import { CONCURRENCY_FLAG, readConcurrency } from "./concurrency-flag.ts";
import { createProgressDisplay } from "./progress.ts";
import { openAccount, SERVER_FLAGS } from "./server-flags.ts";
import { sizeText } from "./size-text.ts";
import { counted } from "./table.ts";
import { reportTransfer } from "./transfer-report.ts";

const NAME = "images upload";
export const IMAGES_UPLOAD: Command = {
  name: NAME,
  takes: "<server> <files and folders…>",
  count: [2, Infinity],
  summary: "Uploads images, of folders all below them.",
  more: "What the account has already, by name (or id) and bytes, is not sent again: run again, it goes on where it was interrupted.",
  flags: {
    "ids-from-paths": {
      doc: "Gives each image its path from the folder that is named, or its file name, as its id; else ids are made for them.",
    },
    prefix: { value: "text", doc: "Stands in front of these ids, such as albums/." },
    creator: { value: "creator", doc: "Whose they are." },
    metadata: { value: "json", doc: "What to remember of each: an object of JSON." },
    private: { doc: "Nobody sees them without a signed address." },
    ...CONCURRENCY_FLAG,
    ...SERVER_FLAGS,
    json: { doc: "Prints the summary, with id and address of each image, as JSON." },
  },
  examples: [
    "darkroom images upload https://images.example.com holiday.jpg",
    "darkroom images upload https://images.example.com photos --ids-from-paths --prefix albums/ --creator ann",
  ],
  async run(terminal, given) {
    const { positionals, flags } = given;
    const idOf = readIdRule(given);
    const fields = readFields(given);
    const concurrency = readConcurrency(NAME, given);
    const { images, others } = await findLocalImages(positionals.slice(1), terminal.folder);
    refuseSameIds(images, idOf);
    const { api, account } = await openAccount(terminal, NAME, given);
    const display = createProgressDisplay(terminal.stderr);
    const outcome = await uploadImages({
      api,
      account,
      images,
      idOf,
      fields,
      concurrency,
      onProgress: (progress) => display.show(progress),
    }).finally(() => display.end());
    const { uploaded, bytes, present, failures } = outcome;
    const address = uploaded[0]?.address;
    return reportTransfer(terminal, given, {
      parts: [
        `${counted(uploaded.length, "image")} uploaded (${sizeText(bytes)})`,
        present === 0 ? "" : `${present} there already`,
        others === 0 ? "" : `${counted(others, "other file")} left out`,
      ],
      failures,
      next: address === undefined || flags["private"] !== undefined ? undefined : `See: ${address}`,
      json: { uploaded, bytes, present, others },
    });
  },
};

function readIdRule({ flags }: Given): (image: LocalImage) => string | undefined {
  const { prefix = "" } = flags;
  if (flags["ids-from-paths"] === undefined) {
    if (prefix !== "") throw usage(NAME, "Expected --ids-from-paths beside --prefix, which is for such ids.");
    return () => undefined;
  }
  // File systems differ in how they compose a letter with its accent; ids are compared as they are.
  return ({ path }) => (prefix + path).normalize("NFC");
}

function readFields({ flags: { creator, metadata, private: isPrivate } }: Given): UploadOptions["fields"] {
  if (metadata !== undefined && !isJsonObject(metadata))
    throw usage(NAME, expectedSentence("an object of JSON", "metadata", metadata));
  return {
    ...(creator !== undefined && { creator }),
    ...(metadata !== undefined && { metadata }),
    ...(isPrivate !== undefined && { requireSignedURLs: "true" }),
  };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function refuseSameIds(images: readonly LocalImage[], idOf: (image: LocalImage) => string | undefined): void {
  const files = new Map<string, string>();
  for (const image of images) {
    const id = idOf(image);
    if (id === undefined) continue;
    const other = files.get(id);
    if (other !== undefined) {
      throw usage(NAME, `${other} and ${image.file} would have one id, ${id}. Upload them by two commands.`);
    }
    files.set(id, image.file);
  }
}
