import { uprightSize } from "@darkroom/core";
import type { NewEvent } from "@darkroom/storage";
import type { AppDeps } from "../deps.ts";
import type { Problem } from "../errors.ts";
import type { StoredOriginal } from "../upload.ts";
import { TEST_EVENT, type EventType } from "./event-types.ts";

type EventDeps = Pick<AppDeps, "now" | "uuid">;

/*
 * What events say. The store adds creator, metadata and access, as they are at the moment of the event. There are no
 * addresses of images: they would name the host that the uploading page asked for, which is for that page to choose.
 */

export function uploadedEvent(
  deps: EventDeps,
  account: string,
  id: string,
  { filename, uploaded, size, mediaType, facts }: StoredOriginal,
): NewEvent {
  const original = { bytes: size, mediaType, ...uprightSize(facts), animated: facts.frames > 1 };
  const data = { account, id, filename, uploaded: new Date(uploaded).toISOString(), original };
  return newEvent(deps, account, "image.uploaded", data);
}

export function uploadFailedEvent(
  deps: EventDeps,
  account: string,
  id: string,
  { api, code, message }: Pick<Problem, "api" | "code" | "message">,
): NewEvent {
  const data = { account, id, error: { code: api, reason: code, message } };
  return newEvent(deps, account, "image.upload_failed", data);
}

export function testEvent(deps: EventDeps, account: string, webhook: string): NewEvent {
  return newEvent(deps, account, TEST_EVENT, { account, webhook });
}

function newEvent(
  { now, uuid }: EventDeps,
  account: string,
  type: EventType | typeof TEST_EVENT,
  data: NewEvent["data"],
): NewEvent {
  return { id: `msg_${uuid().replaceAll("-", "")}`, account, type, created: now(), data };
}
