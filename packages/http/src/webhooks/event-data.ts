import type { Metadata, OriginalAnswer } from "../answers.ts";
import type { EventType, TEST_EVENT } from "./event-types.ts";

/** `data` of each event, but for {@link AddedData}. */
export interface EventData {
  readonly "image.uploaded": {
    readonly account: string;
    readonly id: string;
    readonly filename: string;
    /** RFC 3339. */
    readonly uploaded: string;
    readonly original: OriginalAnswer;
  };
  readonly "image.upload_failed": {
    readonly account: string;
    /** The id that the image would have. */
    readonly id: string;
    readonly error: { readonly code: number; readonly reason: string; readonly message: string };
  };
  readonly [TEST_EVENT]: { readonly account: string; readonly webhook: string };
}

/** What the store adds to events of images, as it is at the moment of the event. */
export interface AddedData {
  readonly creator: string | null;
  readonly meta: Metadata;
  readonly requireSignedURLs: boolean;
}

/** `data` as it is sent. */
export type SentData<Type extends keyof EventData> = Type extends EventType
  ? EventData[Type] & AddedData
  : EventData[Type];
