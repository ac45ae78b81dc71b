import type { NewEvent } from "@darkroom/storage";
import type { AppDeps } from "../deps.ts";
import type { Problem } from "../errors.ts";
import { presentOriginal } from "../shape.ts";
import type { StoredOriginal } from "../upload.ts";
import type { EventData } from "./event-data.ts";
import { TEST_EVENT } from "./event-types.ts";

type EventDeps = Pick<AppDeps, "now" | "uuid">;

/*
 * What events say. The store adds creator, metadata and access, as they are at the moment of the event. There are no
 * addresses of images: they would name the host that the uploading page asked for, which is for that page to choose.
 */

export function uploadedEvent(
  deps: EventDeps,
  account: string,
  id: string,
  stored: StoredOriginal,
): NewEvent {
  return newEvent(deps, "image.uploaded", {
    account,
    id,
    filename: stored.filename,
    uploaded: new Date(stored.uploaded).toISOString(),
    original: presentOriginal(stored),
  });
}

export function uploadFailedEvent(
  deps: EventDeps,
  account: string,
  id: string,
  { api, code, message }: Pick<Problem, "api" | "code" | "message">,
): NewEvent {
  const error = { code: api, reason: code, message };
  return newEvent(deps, "image.upload_failed", { account, id, error });
}

export function testEvent(deps: EventDeps, account: string, webhook: string): NewEvent {
  return newEvent(deps, TEST_EVENT, { account, webhook });
}

function newEvent<Type extends keyof EventData>(
  { now, uuid }: EventDeps,
  type: Type,
  data: EventData[Type],
): NewEvent {
  const id = `msg_${uuid().replaceAll("-", "")}`;
  // Interfaces have no index signature, which JSON's objects have.
  return { id, account: data.account, type, created: now(), data: data as unknown as NewEvent["data"] };
}
