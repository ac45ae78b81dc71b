import { extname, resolve } from "node:path";
import {
  createPipeline,
  FORMATS,
  resolveRequest,
  type Format,
  type FormatRow,
  type TransformOptions,
} from "@darkroom/core";
import { allCodecs } from "@darkroom/threads/codecs";
import { writeAtomically } from "../atomic-file.ts";
import { usage, type Command } from "./command.ts";
import { readImageFile } from "./image-file.ts";
import { optionsFromFlags, VARIANT_FLAGS } from "./option-flags.ts";
import { sizeText } from "./size-text.ts";
import { EXIT } from "./terminal.ts";

export const TRANSFORM: Command = {
  name: "transform",
  takes: "<image>",
  count: [1, 1],
  summary: "Makes one picture of an image. `-` reads from standard input.",
  flags: {
    output: {
      value: "file",
      short: "o",
      doc: "The file to write; `-` for standard output. Its ending is the format.",
    },
    ...VARIANT_FLAGS,
  },
  examples: [
    "darkroom transform in.jpg --width 800 --format webp --output out.webp",
    "darkroom transform in.png --width 400 --height 400 --fit cover --gravity 0.5x0.2 --output square.avif",
    "darkroom transform in.jpg --variant hero --output - > hero.webp",
  ],
  async run(terminal, { positionals, flags }) {
    const [input = ""] = positionals;
    const output = flags["output"];
    if (output === undefined) throw usage("transform", "Expected a file to write: --output <file>.");
    const named = output === "-" ? undefined : formatOfName(output);
    const options = withFormat(await optionsFromFlags(flags, terminal.folder), named);

    const pipeline = createPipeline(allCodecs());
    const source = await readImageFile(terminal, input);
    const facts = await pipeline.inspect(source);
    const request = resolveRequest(facts, options, undefined, pipeline.limits);
    const image = await pipeline.run(
      pipeline.plan(facts, request, source.length),
      source,
      facts,
      terminal.signal,
    );
    if (named !== undefined && image.format !== named) {
      throw usage(
        "transform",
        `Expected a name for ${image.mediaType} but received ${output}. ${request.reason}`,
      );
    }
    if (output === "-") {
      terminal.stdout.write(image.bytes);
      return EXIT.done;
    }
    await writeAtomically(resolve(terminal.folder, output), image.bytes);
    terminal.stdout.write(
      `${output}: ${image.mediaType}, ${image.width} × ${image.height}, ${sizeText(image.bytes.length)} (from ${sizeText(source.length)})\n`,
    );
    return EXIT.done;
  },
};

/** The format that a file name promises. */
function formatOfName(path: string): Format | undefined {
  const ending = extname(path).slice(1).toLowerCase();
  return (Object.entries(FORMATS) as [Format, FormatRow][]).find(([, { extensions }]) =>
    extensions.includes(ending),
  )?.[0];
}

function withFormat(options: TransformOptions, named: Format | undefined): TransformOptions {
  if (options.format !== undefined && options.format !== "auto") return options;
  return named === "jpeg" || named === "png" || named === "webp" || named === "avif"
    ? { ...options, format: named }
    : options;
}
