import type {
  ExplainAnswer,
  ExplainedOptionAnswer,
  ExplainedOriginalAnswer,
  ExplainedPlanAnswer,
  ExplainedRunAnswer,
} from "../answers.ts";
import type { CLIENT_HEADERS } from "../delivery-headers.ts";
import { ORIGINAL_MEMBERS } from "./answers.ts";
import { needed, type Parameters } from "./description.ts";
import {
  anything,
  boolean,
  integer,
  list,
  map,
  named,
  nullable,
  number,
  object,
  optional,
  string,
  words,
  type Schema,
} from "./schema.ts";

/** The headers that a client may be said to send, each as a parameter of its name in lower case. */
export const CLIENT_QUERY = {
  accept: string("What the client accepts.", { examples: ["image/avif,image/webp,*/*;q=0.8"] }),
  "sec-ch-ua-mobile": string("`?1` for a telephone.", { examples: ["?1"] }),
  "cf-device-type": string("`desktop`, `tablet` or `mobile`, as a proxy in front may say."),
  "user-agent": string("The client's name for itself."),
} as const satisfies Record<Lowercase<(typeof CLIENT_HEADERS)[number]>, Schema>;

export const EXPLAIN_QUERY = {
  url: needed(
    string("The delivery address, whole or from its path on, with its query: a signature counts.", {
      examples: ["/RunsOnYourOwnMachine-1/summer/flower.jpg/public"],
    }),
  ),
  ...CLIENT_QUERY,
  run: words(["false", "true"], "Whether to compute the image now, to measure it.", { default: "false" }),
} as const satisfies Parameters;

const MEDIA_TYPE = string("Its media type.", { examples: ["image/webp"] });

const ORIGINAL = object<ExplainedOriginalAnswer>(
  {
    ...ORIGINAL_MEMBERS,
    frames: integer("Pictures of an animation; 1 of a still image."),
    orientation: integer("EXIF orientation as it is stored, 1 to 8.", { minimum: 1, maximum: 8 }),
    alpha: boolean("Whether it may be transparent."),
    components: integer("Colour components as stored, without alpha.", { examples: [3] }),
    bitDepth: integer("Bits a sample.", { examples: [8] }),
    colourProfile: boolean("Whether it has an embedded profile that has to be applied."),
    progressive: boolean("Whether it is a progressive JPEG, or an interlaced PNG or GIF."),
  },
  "All of the original that a plan looks at.",
);

const OPTION = object<ExplainedOptionAnswer>({
  value: anything("Value of the option."),
  from: words(["address", "variant", "default"], "Who gave it; `default` is nobody."),
});

const PLAN = object<ExplainedPlanAnswer>(
  {
    steps: list(string("A step."), "What is done to the original, in order.", {
      examples: [["decode jpeg 3000×2000 at 0,0 to 800×533", "encode webp q85"]],
    }),
    output: object<ExplainedPlanAnswer["output"]>({
      mediaType: MEDIA_TYPE,
      width: integer("Pixels across."),
      height: integer("Pixels down."),
    }),
    predictedBytes: integer("Bytes of memory that it is predicted to take."),
  },
  "How the image is made.",
);

const RUN = object<ExplainedRunAnswer>(
  {
    bytes: integer("Size of the image."),
    waitMs: number("Milliseconds in the queue."),
    readMs: number("Milliseconds for reading the original."),
    renderMs: number("Milliseconds for computing, the way to another thread and back included."),
    stepMs: nullable(
      list(
        number("Milliseconds."),
        "Of each step of the plan; null where nobody can time them, as on Workers.",
      ),
    ),
  },
  "How long it took, where `run` asked for it.",
);

export const EXPLANATION = named(
  "Explanation",
  object<ExplainAnswer>(
    {
      url: string("Path and query, as they were understood."),
      status: integer("What the client is answered with.", { examples: [200] }),
      error: nullable(
        object<NonNullable<ExplainAnswer["error"]>>(
          {
            code: string("Permanent code.", { examples: ["access_denied"] }),
            number: integer("As in `Cf-Resized: err=`.", { examples: [9425] }),
            message: string("The sentence of the answer."),
          },
          "Why the client gets no image.",
        ),
      ),
      access: nullable(string("Why the client may see the image, in a sentence.")),
      original: nullable(ORIGINAL),
      variant: nullable(
        object<NonNullable<ExplainAnswer["variant"]>>({
          name: string("Its name; of options in an address, their one spelling.", { examples: ["public"] }),
          device: nullable(string("The kind of device, where the variant asks for it.")),
        }),
      ),
      options: nullable(map(OPTION, "Every option that has a value, by name.")),
      format: nullable(
        object<NonNullable<ExplainAnswer["format"]>>({
          mediaType: MEDIA_TYPE,
          reason: string("Why it is that one, in a sentence."),
        }),
      ),
      plan: nullable(PLAN),
      cache: nullable(
        object<NonNullable<ExplainAnswer["cache"]>>({
          key: string("Where the bytes are kept."),
          result: words(["hit", "miss"], "Whether they are there."),
          bytes: nullable(integer("How many are there.")),
        }),
      ),
      headers: nullable(
        object<NonNullable<ExplainAnswer["headers"]>>(
          {
            "content-type": MEDIA_TYPE,
            "cache-control": string("Who may keep the answer for how long."),
            etag: string("What the bytes are known by."),
            vary: optional(string("The headers that the choice looked at.")),
          },
          "Of the answer, as far as they depend on image and client.",
        ),
      ),
      browserTtl: nullable(integer("Seconds that browsers may keep the image, were it for everybody.")),
      run: nullable(RUN),
    },
    "What a delivery address does for a client without a credential. Null is what was not reached; where the image is there but closed to the client, what follows is what a credential would get.",
  ),
);
