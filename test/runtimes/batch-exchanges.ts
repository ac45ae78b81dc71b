import { fixture } from "../harness/fixtures.ts";
import type { Exchange } from "./exchanges.ts";

const OPERATOR = { authorization: "Bearer a-token-from-the-environment" };
const BATCH = { authorization: "Bearer {batch}" };
const JSON_TYPE = { "content-type": "application/json" };

/** A batch token, and the addresses that take it; afterwards all is as before. */
export const BATCH_EXCHANGES: readonly Exchange[] = [
  {
    what: "ask for a batch token",
    path: "{api}/batch_token",
    headers: OPERATOR,
    keep: { batch: /"token":"(darkroom_batch_[\w.-]+)"/ },
  },
  { what: "ask for one without a credential", path: "{api}/batch_token" },
  {
    what: "upload in a batch",
    method: "POST",
    path: "/images/v1",
    headers: BATCH,
    async body() {
      const data = new FormData();
      data.append("id", "batch/one");
      data.append("file", new Blob([await fixture("png/basn0g08.png")]), "one.png");
      return data;
    },
  },
  { what: "details in a batch", path: "/images/v1/batch%2Fone", headers: BATCH },
  {
    what: "change in a batch",
    method: "PATCH",
    path: "/images/v1/batch/one",
    headers: { ...BATCH, ...JSON_TYPE },
    body: async () => '{"creator":"batch"}',
  },
  { what: "list in a batch", path: "/images/v2?creator=batch", headers: BATCH },
  {
    what: "ask for an upload address in a batch",
    method: "POST",
    path: "/images/v2/direct_upload",
    headers: { ...BATCH, ...JSON_TYPE },
    keep: { upload: /"uploadURL":"[^"]*\/([\w-]{22})"/ },
    body: async () => '{"id":"batch/two"}',
  },
  { what: "delete a draft in a batch", method: "DELETE", path: "/images/v1/batch/two", headers: BATCH },
  { what: "delete in a batch", method: "DELETE", path: "/images/v1/batch/one", headers: BATCH },
  { what: "what is not in batches", path: "/images/v1/stats", headers: BATCH },
  { what: "what is another method in batches", path: "/images/v1", headers: BATCH },
  { what: "a batch with another token", path: "/images/v2", headers: OPERATOR },
  { what: "a batch without a token", path: "/images/v2" },
  { what: "another address with a batch token", path: "{api}", headers: BATCH },
];
