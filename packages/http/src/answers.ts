/** The `result` of the API's answers in today's shape, for clients: types only. */

type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export type Metadata = { readonly [key: string]: JsonValue };

/** Details of an image, the result of its upload, and the element of lists. */
export interface ImageAnswer {
  readonly id: string;
  readonly filename: string;
  /** RFC 3339, UTC. */
  readonly uploaded: string;
  readonly requireSignedURLs: boolean;
  readonly creator: string | null;
  readonly meta: Metadata;
  /** One delivery address a variant. */
  readonly variants: readonly string[];
  /** Only of an image whose upload is awaited. */
  readonly draft?: true;
}

/** What `darkroom/v1` tells of an original besides. */
export interface OriginalAnswer {
  readonly bytes: number;
  readonly mediaType: string;
  /** Hex SHA-256 of the bytes. */
  readonly sha256: string;
  /** As it is seen: orientation applied. */
  readonly width: number;
  readonly height: number;
  readonly animated: boolean;
  /** Null where there is none: not yet, or never, as of an SVG. */
  readonly placeholder: PlaceholderAnswer | null;
}

/** What stands in the place of a picture until it is there. */
export interface PlaceholderAnswer {
  /** A ThumbHash in base64. */
  readonly thumbHash: string;
  /** The dominant colour, `#rrggbb`. */
  readonly color: string;
}

export interface DetailedImageAnswer extends ImageAnswer {
  readonly original: OriginalAnswer;
}

/** A page of `GET …/darkroom/v1/images`. */
export interface ImagePageAnswer {
  readonly images: readonly DetailedImageAnswer[];
  /** For the next page; null on the last one. */
  readonly continuation_token: string | null;
}

export type ScopeAnswer = "read" | "edit" | "admin";

/** `GET …/darkroom/v1/session`: who asks, and what this server takes. */
export interface SessionAnswer {
  readonly account: { readonly id: string; readonly hash: string };
  readonly scope: ScopeAnswer;
  /** Whether the credential is the operator's, which is good for every account. */
  readonly operator: boolean;
  readonly limits: {
    /** Largest file, in bytes. */
    readonly uploadBytes: number;
    /** Most pixels a side, and in all. */
    readonly side: number;
    readonly pixels: number;
  };
}

export interface AccountAnswer {
  readonly id: string;
  readonly name: string;
  readonly type: "standard";
  readonly hash: string;
  /** RFC 3339, UTC; not of the first account. */
  readonly created_on?: string;
}

export interface VariantAnswer {
  readonly id: string;
  /** As JSON; `browser_ttl` in seconds may stand among them. */
  readonly options: { readonly [option: string]: unknown };
  readonly neverRequireSignedURLs: boolean;
  /** Of `default`: the options of each kind of device. */
  readonly devices?: { readonly [device: string]: { readonly [option: string]: unknown } };
}

export interface TokenAnswer {
  readonly id: string;
  readonly name: string;
  readonly status: "active" | "disabled" | "expired";
  readonly scope: ScopeAnswer;
  readonly issued_on: string;
  readonly modified_on: string;
  readonly expires_on?: string;
  readonly last_used_on?: string;
  readonly policies: readonly PolicyAnswer[];
}

/** A scope as Cloudflare's tokens say it. */
export interface PolicyAnswer {
  readonly id: string;
  readonly effect: "allow";
  readonly permission_groups: readonly { readonly id: string; readonly name: string }[];
  readonly resources: { readonly [resource: string]: string };
}

/** What a caller learns of the token that it sends. */
export interface OwnTokenAnswer {
  readonly id: string;
  readonly status: TokenAnswer["status"];
  readonly expires_on?: string;
}

export interface PermissionGroupAnswer {
  readonly id: string;
  readonly name: string;
  readonly category: string;
  readonly scopes: readonly string[];
}

/** Only the answer to its making shows a token's secret. */
export interface NewTokenAnswer extends TokenAnswer {
  readonly value: string;
}

export interface SigningKeyAnswer {
  readonly name: string;
  readonly value: string;
}

export interface ConfigAnswer {
  readonly flexible_variants: boolean;
  /** Seconds; null for the server's default. */
  readonly browser_ttl: number | null;
  /** What is computed of each image after its upload; null for nothing. */
  readonly prewarm: {
    readonly variants: readonly string[];
    readonly formats: readonly string[];
  } | null;
}

export interface DirectUploadAnswer {
  readonly id: string;
  readonly uploadURL: string;
}

/** `GET …/images/v1/batch_token`. */
export interface BatchTokenAnswer {
  readonly token: string;
  /** RFC 3339, UTC. */
  readonly expiresAt: string;
}

/** `POST …/darkroom/v1/purge`: derived images that were removed. */
export interface PurgeAnswer {
  readonly files: number;
  readonly bytes: number;
}

/** `POST …/darkroom/v1/prewarm`: what was computed ahead of its visitors. */
export interface PrewarmAnswer {
  readonly computed: number;
  /** What was there already. */
  readonly cached: number;
  readonly failed: readonly PrewarmFailureAnswer[];
  readonly spentMs: number;
  /** To go on; null when all is done. */
  readonly continuation_token: string | null;
}

export interface PrewarmFailureAnswer {
  readonly image: string;
  readonly variant: string;
  /** Permanent code of the error, such as `image_corrupt`. */
  readonly code: string;
  readonly message: string;
}

export interface StatsAnswer {
  readonly count: { readonly current: number; readonly allowed: number };
}

export interface WebhookAnswer {
  readonly id: string;
  readonly url: string;
  readonly events: readonly string[];
  readonly description: string;
  readonly enabled: boolean;
  /** Why it is not enabled: its owner wanted it, nothing arrived for days, or the receiver said that it is gone. */
  readonly disabledReason: "request" | "failing" | "gone" | null;
  /** RFC 3339, UTC: the first failure since the last success. */
  readonly failingSince: string | null;
  /** RFC 3339, UTC. */
  readonly created: string;
}

/** Only the answer to its making shows a webhook's secret. */
export interface NewWebhookAnswer extends WebhookAnswer {
  readonly secret: string;
}

/** A line of a webhook's log. */
export interface WebhookDeliveryAnswer {
  /** Id of the event: the `webhook-id` of its messages. */
  readonly event: string;
  readonly type: string;
  /** RFC 3339, UTC: when it happened. */
  readonly created: string;
  readonly state: "pending" | "delivered" | "given_up";
  /** When it is tried next; null where it is not. */
  readonly nextAttempt: string | null;
  readonly attempts: readonly {
    /** RFC 3339, UTC. */
    readonly at: string;
    readonly milliseconds: number;
    /** Of the answer; null where there was none. */
    readonly status: number | null;
    /** Why there was no answer, in a word. */
    readonly failure: string | null;
  }[];
}

/** A request that failed, as the overview lists it. */
export interface FailureAnswer {
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly method: string;
  /** Without the query, which may hold a signature. */
  readonly path: string;
  readonly status: number;
  /** Permanent code of the error, such as `image_missing`. */
  readonly code: string;
  readonly message: string;
}

/** `GET …/darkroom/v1/overview`. What is counted is counted by one process since it started. */
export interface OverviewAnswer {
  readonly images: { readonly count: number; readonly bytes: number; readonly private: number };
  /** Originals by media type. */
  readonly originals: readonly {
    readonly mediaType: string;
    readonly count: number;
    readonly bytes: number;
  }[];
  /** Of all accounts together. */
  readonly derived: { readonly bytes: number; readonly quota: number | null };
  readonly delivery: {
    /** RFC 3339, UTC. */
    readonly since: string;
    readonly hits: number;
    readonly misses: number;
    /** Answered from the client's own copy (304). */
    readonly unchanged: number;
    readonly bytes: number;
    readonly formats: readonly {
      readonly mediaType: string;
      readonly count: number;
      readonly bytes: number;
    }[];
  };
  /** The newest first. */
  readonly failures: readonly FailureAnswer[];
}

/** What an explanation says of an original: all that a plan looks at. */
export interface ExplainedOriginalAnswer extends OriginalAnswer {
  readonly frames: number;
  /** EXIF orientation, 1 to 8, as it is stored. */
  readonly orientation: number;
  readonly alpha: boolean;
  /** Colour components as stored, without alpha: 1, 3 or 4. */
  readonly components: number;
  readonly bitDepth: number;
  /** Whether it has an embedded profile that has to be applied. */
  readonly colourProfile: boolean;
  readonly progressive: boolean;
}

export interface ExplainedOptionAnswer {
  /** As JSON. */
  readonly value: unknown;
  /** Who gave it: the options of the address, the variant that it names, or nobody. */
  readonly from: "address" | "variant" | "default";
}

export interface ExplainedPlanAnswer {
  /** What is done to the original, a phrase a step, in order. */
  readonly steps: readonly string[];
  readonly output: { readonly mediaType: string; readonly width: number; readonly height: number };
  /** Bytes of memory that it is predicted to take. */
  readonly predictedBytes: number;
}

/** How long it took to compute the image for the explanation, in milliseconds. */
export interface ExplainedRunAnswer {
  /** Size of the image. */
  readonly bytes: number;
  /** In the queue. */
  readonly waitMs: number;
  /** Reading the original. */
  readonly readMs: number;
  /** Computing, the way to another thread and back included. */
  readonly renderMs: number;
  /** Of each step of the plan; null on Workers, whose clock stands still while they compute. */
  readonly stepMs: readonly number[] | null;
}

/**
 * `GET …/darkroom/v1/explain`: what a delivery address does for a client without a credential. Null is what was not
 * reached. Where the image is there but closed to the client, what follows is what a credential would get.
 */
export interface ExplainAnswer {
  /** Path and query, as they were understood. */
  readonly url: string;
  /** What the client is answered with. */
  readonly status: number;
  /** Why it gets no image: the permanent code, the number in `Cf-Resized: err=`, and the sentence of the answer. */
  readonly error: { readonly code: string; readonly number: number; readonly message: string } | null;
  /** Why it may see the image, in a sentence. */
  readonly access: string | null;
  readonly original: ExplainedOriginalAnswer | null;
  /** `device` is null where the variant is the same for all devices. */
  readonly variant: { readonly name: string; readonly device: string | null } | null;
  readonly options: { readonly [option: string]: ExplainedOptionAnswer } | null;
  /** What is delivered, and the reason in a sentence. */
  readonly format: { readonly mediaType: string; readonly reason: string } | null;
  readonly plan: ExplainedPlanAnswer | null;
  /** `bytes` is the size of what is kept; null on a miss. */
  readonly cache: {
    readonly key: string;
    readonly result: "hit" | "miss";
    readonly bytes: number | null;
  } | null;
  /** Of the answer, as far as they depend on image and client. */
  readonly headers: {
    readonly "content-type": string;
    readonly "cache-control": string;
    readonly etag: string;
    readonly vary?: string;
  } | null;
  /** Seconds that browsers may keep the image, were it for everybody. */
  readonly browserTtl: number | null;
  /** Only where it was asked for, and came to an end. */
  readonly run: ExplainedRunAnswer | null;
}
