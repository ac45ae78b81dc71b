import type { OriginalAnswer } from "../answers.ts";
import type { SentData, EventData } from "../webhooks/event-data.ts";
import { EVENT_TYPES, TEST_EVENT, type EventType } from "../webhooks/event-types.ts";
import { IMAGE_MEMBERS, ORIGINAL_MEMBERS } from "./answers.ts";
import { writeSchema, type JsonSchema } from "./json-schema.ts";
import { constant, integer, object, string, timestamp, type Schema } from "./schema.ts";

const ACCOUNT = string("Id of the account.");
const { id, filename, uploaded, creator, meta, requireSignedURLs } = IMAGE_MEMBERS;
const ADDED = { creator, meta, requireSignedURLs };

interface EventRow {
  /** Its name in generated code. */
  readonly operation: string;
  readonly doc: string;
  /** `data` of its messages. */
  readonly data: Schema;
}

/** Every message that goes to webhooks. */
const EVENTS = {
  "image.uploaded": {
    operation: "imageUploaded",
    doc: EVENT_TYPES["image.uploaded"].doc,
    data: object<SentData<"image.uploaded">>({
      account: ACCOUNT,
      id,
      filename,
      uploaded,
      original: object<OriginalAnswer>(ORIGINAL_MEMBERS),
      ...ADDED,
    }),
  },
  "image.upload_failed": {
    operation: "imageUploadFailed",
    doc: EVENT_TYPES["image.upload_failed"].doc,
    data: object<SentData<"image.upload_failed">>({
      account: ACCOUNT,
      id,
      error: object<EventData["image.upload_failed"]["error"]>({
        code: integer("Number of the error, as the upload was answered.", { examples: [5455] }),
        reason: string("The permanent code of the error.", { examples: ["image_unrecognised"] }),
        message: string("What was wrong, in a sentence."),
      }),
      ...ADDED,
    }),
  },
  [TEST_EVENT]: {
    operation: "webhookTest",
    doc: "A test that was asked for.",
    data: object<SentData<typeof TEST_EVENT>>({ account: ACCOUNT, webhook: string("Id of the webhook.") }),
  },
} as const satisfies Record<keyof EventData | EventType, EventRow>;

/** The headers of https://www.standardwebhooks.com, version 1.0. */
const HEADERS: Readonly<Record<string, Schema>> = {
  "webhook-id": string("The same at every attempt to send the message."),
  "webhook-timestamp": string("When it was sent, in seconds since 1970."),
  "webhook-signature": string("`v1,` and the HMAC-SHA256 of id, timestamp and body, in base64."),
};

/** Describes what a server sends to webhooks, by the types of events: `webhooks` of a document. */
export function writeWebhooks(components: Map<string, JsonSchema>): JsonSchema {
  const rows = Object.entries<EventRow>(EVENTS).map(([type, row]) => [
    type,
    { post: writeMessage(type, row, components) },
  ]);
  return Object.fromEntries(rows) as JsonSchema;
}

function writeMessage(
  type: string,
  { operation, doc, data }: EventRow,
  components: Map<string, JsonSchema>,
): JsonSchema {
  const message = object({
    type: constant(type, "What happened."),
    timestamp: timestamp("When it happened."),
    data,
  });
  return {
    tags: ["webhooks"],
    operationId: operation,
    summary: doc.replace(/\.$/, ""),
    parameters: Object.entries(HEADERS).map(([name, header]) => {
      const { description, ...schema } = writeSchema(header, components);
      return { name, in: "header", required: true, description, schema };
    }),
    requestBody: {
      required: true,
      content: { "application/json": { schema: writeSchema(message, components) } },
    },
    responses: { "2XX": { description: "It is taken. Any other answer has it sent again." } },
  };
}
