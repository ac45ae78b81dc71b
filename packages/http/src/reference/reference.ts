import type { Route } from "../routes/route.ts";
import { createDocument, type ApiDocument } from "./document.ts";
import { OPEN_OPERATIONS } from "./open-operations.ts";
import { operationsOf } from "./operation.ts";

/** What a server tells of itself. */
export interface Reference {
  /** @param origin Scheme and host of the server. */
  document(origin: string): ApiDocument;
}

/** Describes the routes of the API, and what stands beside it. Nothing is made before it is asked for. */
export function createReference(routes: readonly Route[]): Reference {
  let made: ApiDocument | undefined;
  return {
    document(origin) {
      made ??= createDocument([...operationsOf(routes, "/client/v4/"), ...OPEN_OPERATIONS]);
      return { ...made, servers: [{ url: origin }] };
    },
  };
}
