import type {
  AccountAnswer,
  BatchTokenAnswer,
  ConfigAnswer,
  DetailedImageAnswer,
  DirectUploadAnswer,
  FailureAnswer,
  ImageAnswer,
  ImagePageAnswer,
  Metadata,
  NewTokenAnswer,
  OriginalAnswer,
  OverviewAnswer,
  OwnTokenAnswer,
  PlaceholderAnswer,
  PermissionGroupAnswer,
  PolicyAnswer,
  PrewarmAnswer,
  PrewarmFailureAnswer,
  PurgeAnswer,
  SessionAnswer,
  SigningKeyAnswer,
  StatsAnswer,
  TokenAnswer,
  VariantAnswer,
  NewWebhookAnswer,
  WebhookAnswer,
  WebhookDeliveryAnswer,
} from "../answers.ts";
import { ALL_EVENT_TYPES, EVENT_TYPES } from "../webhooks/event-types.ts";
import {
  anything,
  constant,
  boolean,
  list,
  map,
  named,
  nullable,
  object,
  optional,
  string,
  timestamp,
  integer,
  words,
  type MembersOf,
} from "./schema.ts";

/** The `result` of the API's answers, in the words of the reference. */

const ID = string("Id of the image: a UUID, unless the upload gave another.", {
  examples: ["summer/flower.jpg"],
});
/** An event that a webhook may ask for. */
export const EVENT_TYPE = words(
  ALL_EVENT_TYPES,
  Object.entries(EVENT_TYPES)
    .map(([type, { doc }]) => `\`${type}\`: ${doc}`)
    .join(" "),
);
const META = map(anything<Metadata[string]>("Any JSON."), "What a user keeps with the image.", {
  examples: [{ album: "summer" }],
});
const CREATOR = nullable(string("Whom the user of the API says the image is of.", { examples: ["user-7"] }));

export const IMAGE_MEMBERS: MembersOf<ImageAnswer> = {
  id: ID,
  filename: string("Name of the file as it was uploaded.", { examples: ["flower.jpg"] }),
  uploaded: timestamp("When it was uploaded."),
  requireSignedURLs: boolean("Whether its addresses work only with a signature."),
  creator: CREATOR,
  meta: META,
  variants: list(string("Address.", { format: "uri" }), "One delivery address for each variant.", {
    examples: [["https://images.example/RunsOnYourOwnMachine-1/summer/flower.jpg/public"]],
  }),
  draft: optional(constant(true, "Only of an image whose upload is awaited.")),
};

export const IMAGE = named("Image", object<ImageAnswer>(IMAGE_MEMBERS));

/** A draft has no file yet. */
export const DRAFT = named(
  "Draft",
  object(
    {
      id: ID,
      uploaded: timestamp("When the upload address was asked for."),
      requireSignedURLs: IMAGE_MEMBERS.requireSignedURLs,
      creator: CREATOR,
      meta: META,
      metadata: META,
      variants: IMAGE_MEMBERS.variants,
      draft: constant(true, "The upload is awaited."),
    },
    "An image whose direct upload is awaited.",
  ),
);

const BETA_VARIANTS = list(
  object({ name: string("Name of the variant."), url: string("Address.", { format: "uri" }) }),
  "One delivery address for each variant.",
);

export const BETA_UPLOAD = named(
  "BetaUpload",
  object({ filename: IMAGE_MEMBERS.filename, id: ID, variants: BETA_VARIANTS }),
);

export const BETA_IMAGE = named("BetaImage", object({ ...IMAGE_MEMBERS, variants: BETA_VARIANTS }));

const PLACEHOLDER = named(
  "Placeholder",
  object<PlaceholderAnswer>(
    {
      thumbHash: string("A ThumbHash (https://evanw.github.io/thumbhash/): some 25 bytes in base64.", {
        examples: ["IAgGDIAEh2iMd3iFiIcad5CxBw=="],
      }),
      color: string("The dominant colour.", { pattern: "^#[0-9a-f]{6}$", examples: ["#898687"] }),
    },
    "What stands in the place of a picture until it is there; null where there is none.",
  ),
);

export const MADE_PLACEHOLDER = object<Pick<OriginalAnswer, "placeholder">>({
  placeholder: nullable(PLACEHOLDER),
});

export const ORIGINAL_MEMBERS: MembersOf<OriginalAnswer> = {
  bytes: integer("Size of the file, in bytes.", { examples: [184_213] }),
  mediaType: string("Its media type.", { examples: ["image/jpeg"] }),
  sha256: string("SHA-256 of the file, in lower-case hex.", { examples: ["0".repeat(64)] }),
  width: integer("Pixels across, as it is seen: its orientation is applied.", { examples: [1600] }),
  height: integer("Pixels down.", { examples: [1200] }),
  animated: boolean("Whether it moves."),
  placeholder: nullable(PLACEHOLDER),
};

const ORIGINAL = object<OriginalAnswer>(ORIGINAL_MEMBERS);

export const DETAILED_IMAGE = named(
  "DetailedImage",
  object<DetailedImageAnswer>({ ...IMAGE_MEMBERS, original: ORIGINAL }),
);

const CONTINUATION = nullable(
  string("Send it as `continuation_token` for the next page; null on the last one."),
);

export const IMAGE_PAGE = object({ images: list(IMAGE, "The images."), continuation_token: CONTINUATION });
export const BETA_IMAGE_PAGE = object({
  images: list(BETA_IMAGE, "The images."),
  continuation_token: CONTINUATION,
});

export const DETAILED_IMAGE_PAGE = object<ImagePageAnswer>({
  images: list(DETAILED_IMAGE, "The images."),
  continuation_token: CONTINUATION,
});

export const STATS = object<StatsAnswer>({
  count: object<StatsAnswer["count"]>({
    current: integer("Images that there are.", { examples: [1204] }),
    allowed: integer("Images that there may be.", { examples: [100_000] }),
  }),
});

export const BATCH_TOKEN = object<BatchTokenAnswer>({
  token: string("The token, a secret.", { examples: ["darkroom_batch_eyJhY2NvdW50Ijoi….d2h1Y2g…"] }),
  expiresAt: timestamp("Until when it is good."),
});

export const PURGED = object<PurgeAnswer>({
  files: integer("Images that were removed.", { examples: [12] }),
  bytes: integer("Bytes of them together.", { examples: [345_678] }),
});

export const PREWARMED = object<PrewarmAnswer>({
  computed: integer("Images that were computed and kept.", { examples: [8] }),
  cached: integer("Images that were there already.", { examples: [4] }),
  failed: list(
    object<PrewarmFailureAnswer>({
      image: string("Id of the image."),
      variant: string("Name of the variant."),
      code: string("Permanent code of the error.", { examples: ["image_corrupt"] }),
      message: string("What went wrong."),
    }),
    "What could not be computed, and was passed over.",
  ),
  spentMs: integer("Milliseconds of work.", { examples: [2300] }),
  continuation_token: nullable(string("Sent with the same question, goes on; null when all is done.")),
});

export const DIRECT_UPLOAD = named(
  "DirectUpload",
  object<DirectUploadAnswer>({
    id: ID,
    uploadURL: string("Where one image may be sent, without a credential.", {
      format: "uri",
      examples: ["https://images.example/upload/RunsOnYourOwnMachine-1/a-token-of-22-characters"],
    }),
  }),
);

const OPTIONS = map(anything("Value of the option."), "Transform options; `browser_ttl` may be among them.", {
  examples: [{ width: 400, height: 300, fit: "cover" }],
});

export const VARIANT = named(
  "Variant",
  object<VariantAnswer>({
    id: string("Its name, as addresses have it.", { examples: ["card"] }),
    options: OPTIONS,
    neverRequireSignedURLs: boolean("Whether it delivers private images, too, without a signature."),
    devices: optional(map(OPTIONS, "Of `default`: the options of each kind of device.")),
  }),
);

export const SIGNING_KEYS = object({
  keys: list(
    object<SigningKeyAnswer>({
      name: string("Its name.", { examples: ["default"] }),
      value: string("The secret that addresses are signed with.", { examples: ["a-secret-that-opens-them"] }),
    }),
    "All keys of the account.",
  ),
});

export const CONFIG = named(
  "Config",
  object<ConfigAnswer>({
    flexible_variants: boolean("Whether addresses may hold options in place of a variant's name."),
    browser_ttl: nullable(
      integer("Seconds that browsers may keep public images; null for the server's default, two days.", {
        examples: [86_400],
      }),
    ),
    prewarm: nullable(
      object<NonNullable<ConfigAnswer["prewarm"]>>({
        variants: list(string("Name of a variant."), "Which variants."),
        formats: list(string("`avif`, `webp` or `original`."), "For which clients."),
      }),
    ),
  }),
);

const POLICY = object<PolicyAnswer>({
  id: string("Id of the token."),
  effect: constant("allow", "The one effect that there is."),
  permission_groups: list(
    object<PolicyAnswer["permission_groups"][number]>({
      id: string("Id of the group.", { examples: ["a53ff6f692eed3743e5583fdca9b8b63"] }),
      name: string("Its name.", { examples: ["Images Read"] }),
    }),
    "The group that is the token's scope.",
  ),
  resources: map(string("`*`"), "The account.", {
    examples: [{ "com.cloudflare.api.account.$ACCOUNT": "*" }],
  }),
});

const TOKEN_MEMBERS: MembersOf<TokenAnswer> = {
  id: string("Id of the token, which is no secret.", { examples: ["0123456789abcdef0123456789abcdef"] }),
  name: string("What a person called it.", { examples: ["website"] }),
  status: words(["active", "disabled", "expired"], "Whether it works."),
  scope: words(["read", "edit", "admin"], "What it may do; each includes those before it."),
  issued_on: timestamp("When it was made."),
  modified_on: timestamp("When it was last changed."),
  expires_on: optional(timestamp("When it ends.")),
  last_used_on: optional(timestamp("When it was last used, to the minute.")),
  policies: list(POLICY, "The scope, as Cloudflare's tokens say it."),
};

export const TOKEN = named("Token", object<TokenAnswer>(TOKEN_MEMBERS));

export const NEW_TOKEN = named(
  "NewToken",
  object<NewTokenAnswer>({
    ...TOKEN_MEMBERS,
    value: string("The secret, which is shown only here.", { examples: ["darkroom_…"] }),
  }),
);

export const OWN_TOKEN = object<OwnTokenAnswer>({
  id: string("Id of the token; `operator` for the operator's credential."),
  status: words(["active", "disabled", "expired"], "Whether it works."),
  expires_on: optional(timestamp("When it ends.")),
});

export const PERMISSION_GROUP = object<PermissionGroupAnswer>({
  id: string("Its id, the same on every server.", { examples: ["a53ff6f692eed3743e5583fdca9b8b63"] }),
  name: string("Its name.", { examples: ["Images Read"] }),
  category: string("What it is about.", { examples: ["media"] }),
  scopes: list(string("A kind of resource."), "What it is for.", {
    examples: [["com.cloudflare.api.account"]],
  }),
});

const WEBHOOK_MEMBERS: MembersOf<WebhookAnswer> = {
  id: string("Id of the webhook.", { examples: ["0123456789abcdef0123456789abcdef"] }),
  url: string("Where messages go.", { format: "uri", examples: ["https://example.com/darkroom"] }),
  events: list(EVENT_TYPE, "The events that are sent there."),
  description: string("For you."),
  enabled: boolean("Whether anything is sent there."),
  disabledReason: nullable(
    words(
      ["request", "failing", "gone"],
      "Why nothing is: you wanted it, nothing arrived for days, or the receiver answered 410.",
    ),
  ),
  failingSince: nullable(timestamp("The first failure since the last success.")),
  created: timestamp("When it was made."),
};
export const WEBHOOK = named("Webhook", object<WebhookAnswer>(WEBHOOK_MEMBERS));

export const NEW_WEBHOOK = named(
  "NewWebhook",
  object<NewWebhookAnswer>({
    ...WEBHOOK_MEMBERS,
    secret: string("What messages are signed with: `whsec_` and base64. Shown this once.", {
      examples: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="],
    }),
  }),
);

export const WEBHOOK_DELIVERY = named(
  "WebhookDelivery",
  object<WebhookDeliveryAnswer>({
    event: string("Id of the event: the `webhook-id` of its messages.", {
      examples: ["msg_9f0c5b1d2a7e4c6f8b3a1d5e7c9f0b2d"],
    }),
    type: string("What happened.", { examples: ["image.uploaded"] }),
    created: timestamp("When it happened."),
    state: words(["pending", "delivered", "given_up"], "What came of it."),
    nextAttempt: nullable(timestamp("When it is tried next.")),
    attempts: list(
      object<WebhookDeliveryAnswer["attempts"][number]>({
        at: timestamp("When it was sent."),
        milliseconds: integer("How long it took."),
        status: nullable(integer("Status of the answer.")),
        failure: nullable(
          string("Why there was no answer, in a word.", { examples: ["unreachable", "slow", "untrusted"] }),
        ),
      }),
      "Every attempt so far, the first one first.",
    ),
  }),
);

export const ACCOUNT = named(
  "Account",
  object<AccountAnswer>({
    id: string("Its id, in addresses of the API.", { examples: ["acme"] }),
    name: string("What a person called it.", { examples: ["Acme"] }),
    type: constant("standard", "The one kind that there is."),
    hash: string("The account in delivery addresses.", { examples: ["RunsOnYourOwnMachine-1"] }),
    created_on: optional(timestamp("When it was added; not of the first account.")),
  }),
);

export const SESSION = object<SessionAnswer>({
  account: object<SessionAnswer["account"]>({
    id: string("Id of the account that is asked for, or that the token belongs to."),
    hash: string("The account in delivery addresses."),
  }),
  scope: TOKEN_MEMBERS.scope,
  operator: boolean("Whether the credential is the operator's, which is good for every account."),
  limits: object<SessionAnswer["limits"]>({
    uploadBytes: integer("Largest file, in bytes.", { examples: [10_485_760] }),
    side: integer("Most pixels a side.", { examples: [12_000] }),
    pixels: integer("Most pixels in all.", { examples: [100_000_000] }),
  }),
});

const COUNTED_TYPE = {
  mediaType: string("Media type.", { examples: ["image/avif"] }),
  count: integer("How many."),
  bytes: integer("Bytes of all of them."),
};

const FAILURE = object<FailureAnswer>({
  at: timestamp("When it was refused."),
  method: string("Its method."),
  path: string("Its path, without the query."),
  status: integer("Status of the answer."),
  code: string("Permanent code of the error.", { examples: ["image_missing"] }),
  message: string("The sentence of the answer."),
});

export const OVERVIEW = named(
  "Overview",
  object<OverviewAnswer>({
    images: object<OverviewAnswer["images"]>({
      count: integer("Images."),
      bytes: integer("Bytes of their originals."),
      private: integer("Those whose addresses need a signature."),
    }),
    originals: list(
      object<OverviewAnswer["originals"][number]>(COUNTED_TYPE),
      "The originals by media type.",
    ),
    derived: object<OverviewAnswer["derived"]>({
      bytes: integer("Bytes of what is derived, of all accounts together."),
      quota: nullable(integer("Bytes that it may come to.")),
    }),
    delivery: object<OverviewAnswer["delivery"]>({
      since: timestamp("When this process began to count."),
      hits: integer("Deliveries from the cache."),
      misses: integer("Deliveries that were computed."),
      unchanged: integer("Answers 304: the client had the bytes."),
      bytes: integer("Bytes delivered."),
      formats: list(
        object<OverviewAnswer["delivery"]["formats"][number]>(COUNTED_TYPE),
        "Deliveries by media type, the most frequent first.",
      ),
    }),
    failures: list(FAILURE, "The last requests that failed, the newest first."),
  }),
);
