import type { Route } from "../routes/route.ts";
import { createDocument, type ApiDocument } from "./document.ts";
import { OPEN_OPERATIONS } from "./open-operations.ts";
import { batchOperationsOf, operationsOf } from "./operation.ts";
import { referencePage } from "./page/page.ts";

/** What a server tells of itself; `origin` is its scheme and host. */
export interface Reference {
  document(origin: string): ApiDocument;
  page(origin: string): string;
}

/** Describes the routes of the API, and what stands beside it. Nothing is made before it is asked for. */
export function createReference(routes: readonly Route[]): Reference {
  const operations = [...operationsOf(routes, "/client/v4/"), ...OPEN_OPERATIONS];
  let document: ApiDocument | undefined;
  let page: ((origin: string) => string) | undefined;
  return {
    document(origin) {
      // The page says it once for all of them.
      document ??= createDocument([...operations, ...batchOperationsOf(routes)]);
      return { ...document, servers: [{ url: origin }] };
    },
    page(origin) {
      page ??= referencePage(operations);
      return page(origin);
    },
  };
}
