import {
  canonicalOptions,
  createPipeline,
  describePlan,
  FORMATS,
  resolveRequest,
  sha256Hex,
  uprightSize,
  type ImageFacts,
  type Plan,
} from "@darkroom/core";
import { allCodecs } from "@darkroom/threads/codecs";
import { OPEN_FORMATS } from "../open-formats.ts";
import { columns, type Command } from "./command.ts";
import { readImageFile } from "./image-file.ts";
import { optionsFromFlags, VARIANT_FLAGS } from "./option-flags.ts";
import { sizeText } from "./size-text.ts";
import { EXIT } from "./terminal.ts";

export const INSPECT: Command = {
  name: "inspect",
  takes: "<image>",
  count: [1, 1],
  summary: "Says what an image is, and how pictures of it would be made, without decoding it.",
  flags: { ...VARIANT_FLAGS, json: { doc: "Prints JSON." } },
  examples: [
    "darkroom inspect photo.jpg",
    "darkroom inspect photo.jpg --width 800 --format webp",
    "darkroom inspect photo.jpg --variant hero --json",
  ],
  async run(terminal, { positionals, flags }) {
    const [path = ""] = positionals;
    const options = await optionsFromFlags(flags, terminal.folder);
    const pipeline = createPipeline(allCodecs());
    const bytes = await readImageFile(terminal, path);
    const facts = await pipeline.inspect(bytes);
    const plans = Object.values(OPEN_FORMATS).map((accept) => {
      const { reason, ...request } = resolveRequest(facts, options, accept, pipeline.limits);
      const { steps, output, predictedBytes } = pipeline.plan(facts, request, bytes.length);
      return {
        accept,
        reason,
        output,
        steps: describePlan({ steps, output, predictedBytes }),
        predictedBytes,
      };
    });
    // One for each picture that there would be.
    const different = plans.filter(
      ({ steps }, index) => plans.findIndex((other) => other.steps === steps) === index,
    );
    if (flags["json"] !== undefined) {
      const report = { path, bytes: bytes.length, sha256: await sha256Hex(bytes), facts, plans: different };
      terminal.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
      return EXIT.done;
    }
    const lines = [
      path,
      ...columns([
        ...factRows(facts),
        ["bytes", sizeText(bytes.length)],
        ["SHA-256", await sha256Hex(bytes)],
      ]),
      "",
      `with ${canonicalOptions(options) || "no options"}, for a client that takes`,
      ...different.flatMap(planLines),
    ];
    terminal.stdout.write(`${lines.join("\n")}\n`);
    return EXIT.done;
  },
};

interface ShownPlan {
  readonly accept: string;
  readonly reason: string;
  readonly output: Plan["output"];
  readonly steps: string;
  readonly predictedBytes: number;
}

function planLines({ accept, reason, output, steps, predictedBytes }: ShownPlan): string[] {
  const rows = columns([
    ["picture", `${FORMATS[output.format].mediaType}, ${output.width} × ${output.height}`],
    ["because", reason],
    ["plan", steps],
    ["memory", `${sizeText(predictedBytes)} predicted`],
  ]);
  return ["", `  ${accept}`, ...rows.map((line) => `  ${line}`)];
}

function factRows(facts: ImageFacts): [string, string][] {
  const { width, height } = uprightSize(facts);
  const turned = facts.orientation === 1 ? "" : `, stored with orientation ${facts.orientation}`;
  const progressive = facts.progressive ? ", progressive" : "";
  return [
    ["format", `${FORMATS[facts.format].mediaType}${progressive}`],
    ["pixels", `${width} × ${height}${turned}`],
    ["frames", String(facts.frames)],
    ["colours", `${facts.components} components of ${facts.bitDepth} bits`],
    ["profile", facts.icc ? "to be applied" : "none, or sRGB in effect"],
    ["alpha", facts.alpha ? "yes" : "no"],
  ];
}
