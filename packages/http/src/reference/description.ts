import type { ProblemCode } from "../errors.ts";
import { DEFAULT_PER_PAGE, MAX_PER_PAGE, MOST_PAGES } from "../page.ts";
import { closed, string, integer, type Members, type Schema } from "./schema.ts";

/** What a client has to know of an operation: the document and the reference page are made of these. */
export interface Description {
  readonly tag: Tag;
  /** Its name in generated clients, such as `listImages`; no other operation has it. */
  readonly operation: string;
  /** What it does, in a few words without a full stop. */
  readonly summary: string;
  /** What its schemas do not say; paragraphs with `code` in backquotes. */
  readonly doc?: string;
  /** What the query may say. Any other parameter is refused before the operation is asked. */
  readonly query?: Parameters;
  readonly body?: Body;
  readonly answer: Answer;
  /** What can go wrong, besides what can with every operation of its kind. */
  readonly problems?: readonly ProblemCode[];
}

/** By name. They may be left out, unless they are {@link needed}. */
export interface Parameters {
  readonly [name: string]: Schema | Needed | Family;
}

/** A parameter that has to be there. */
export interface Needed extends Schema {
  readonly needed: true;
}

/** Many parameters, of names that begin alike. */
export interface Family extends Schema {
  readonly covers: (name: string) => boolean;
}

export interface Body {
  readonly types: readonly ("application/json" | "multipart/form-data")[];
  readonly schema: Schema;
  /** Whether there may be none at all. */
  readonly optional: boolean;
}

export type Answer =
  /** The `result` of the envelope. */
  | { readonly result: Schema; readonly paged: boolean; readonly beta?: Schema }
  /** A file. */
  | {
      readonly types: readonly string[];
      readonly doc: string;
      readonly schema?: Schema;
      readonly etag?: true;
    };

/** What operations belong to, in the order of the reference. */
export const TAGS = {
  images: "Upload images, look at them, change and delete them.",
  "direct uploads": "Let a browser upload an image without a credential of yours.",
  batches:
    "Work through many images: the same operations at short addresses, with a token that is soon over.",
  delivery: "Images as visitors get them: by an address, fitted and in the best format.",
  cache: "Images that were computed are kept: remove them, or have them computed ahead of their visitors.",
  variants: "Named sets of options that images are delivered with.",
  "signing keys": "Keys that sign addresses of private images.",
  webhooks: "Where your own server is told of direct uploads, and what came of it.",
  settings: "What an account has set for itself.",
  tokens: "Credentials of an account, each with a scope and, if you like, an end.",
  accounts: "The accounts of this server, which its operator adds and removes.",
  server: "Who asks, what this server takes, and how it does.",
} as const;

export type Tag = keyof typeof TAGS;

/** Every variable segment of the addresses, by its name. */
export const PATH_PARAMETERS = {
  hash: string("The account: its `hash`.", { examples: ["$HASH"] }),
  uploadToken: string("What the address ends in that was asked for.", {
    examples: ["a-token-of-22-letters"],
  }),
  options: string(
    "Name of a variant; or, where the account has flexible variants on or the address is signed, transform options such as `width=400,fit=cover`.",
    { examples: ["public"] },
  ),
  account: string("Id of the account.", { examples: ["$ACCOUNT"] }),
  image: string("Id of the image. A slash in it may stand as it is or as `%2F`.", {
    examples: ["summer/flower.jpg"],
  }),
  variant: string("Name of the variant.", { examples: ["card"] }),
  key: string("Name of the signing key.", { examples: ["default"] }),
  webhook: string("Id of the webhook.", { examples: ["0123456789abcdef0123456789abcdef"] }),
  token: string("Id of the token.", { examples: ["0123456789abcdef0123456789abcdef"] }),
} as const satisfies Members;

export type PathParameter = keyof typeof PATH_PARAMETERS;

/** An answer in the envelope. */
export const result = (of: Schema): Answer => ({ result: of, paged: false });

/** One that looks otherwise for clients of the beta: those that send `X-Auth-Key` and nothing of today's clients. */
export const resultOrBeta = (of: Schema, beta: Schema): Answer => ({ result: of, paged: false, beta });

/** An answer in the envelope that is one of several pages, which `result_info` counts. */
export const pagedResult = (of: Schema, beta?: Schema): Answer => ({
  result: of,
  paged: true,
  ...(beta !== undefined && { beta }),
});

/** JSON without an envelope. */
export const plainAnswer = (schema: Schema, doc: string): Answer => ({
  types: ["application/json"],
  doc,
  schema,
});

export const fileAnswer = (types: readonly string[], doc: string): Answer => ({ types, doc });

/**
 * A body of JSON with these members; others are refused.
 * @param example Made of those of the members, where it is left out.
 */
export const jsonBody = (members: Members, example?: object): Body =>
  bodyOf(["application/json"], members, example);

/** A form with these fields; others are refused. */
export const formBody = (members: Members, example?: object): Body =>
  bodyOf(["multipart/form-data"], members, example);

/** Fields as a form or as JSON. */
export const formOrJsonBody = (members: Members, example?: object): Body =>
  bodyOf(["multipart/form-data", "application/json"], members, example);

const bodyOf = (types: Body["types"], members: Members, example?: object): Body => ({
  types,
  schema: closed(members, undefined, example && { examples: [example] }),
  optional: false,
});

export const optionalBody = (body: Body): Body => ({ ...body, optional: true });

export const needed = (of: Schema): Needed => ({ ...of, needed: true });

/** Parameters that `pageOf` reads. */
export const PAGE_QUERY = {
  page: integer("Which page.", { minimum: 1, maximum: MOST_PAGES, default: 1 }),
  per_page: integer("How many on a page.", {
    minimum: 1,
    maximum: MAX_PER_PAGE,
    default: DEFAULT_PER_PAGE,
  }),
} as const satisfies Parameters;
