/** THE table of events that a webhook may ask for. */
export const EVENT_TYPES = {
  "image.uploaded": {
    doc: "An image was uploaded to an address for direct uploads.",
  },
  "image.upload_failed": {
    doc: "What was sent to an open address for direct uploads was refused; the address is still good.",
  },
} as const;

export type EventType = keyof typeof EVENT_TYPES;

export const ALL_EVENT_TYPES = Object.keys(EVENT_TYPES) as readonly EventType[];

/** What is sent to a webhook on request, whatever events it asks for. */
export const TEST_EVENT = "webhook.test";
