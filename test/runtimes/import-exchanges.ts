import { fixture } from "../harness/fixtures.ts";
import type { Exchange } from "./exchanges.ts";

const ADMIN = { authorization: "Bearer a-token-from-the-environment" };
const IMAGES = "/client/v4/accounts/acme/darkroom/v1/images";
const UUID = "2cdc28f0-017a-49c4-9ed7-87056c83901f";
const RECORD = {
  id: UUID,
  filename: "Ferien/am Meer.png",
  uploaded: "2021-09-10T15:54:35.123Z",
  requireSignedURLs: true,
  creator: "user-7",
  meta: { nested: { list: [null, "x"] } },
};

function importing(what: string, record: object | string): Exchange {
  return {
    what,
    method: "POST",
    path: IMAGES,
    headers: ADMIN,
    body: async () => {
      const form = new FormData();
      form.append("record", typeof record === "string" ? record : JSON.stringify(record));
      form.append("file", new Blob([await fixture("png/basn0g08.png")]), "file");
      return form;
    },
  };
}

/** An image that another service had. */
export const IMPORT_EXCHANGES: readonly Exchange[] = [
  importing("import an image", RECORD),
  importing("import it again", RECORD),
  importing("import a record that is no JSON", "{"),
  importing("import a record with an unknown field", { ...RECORD, draft: true }),
  importing("import a record of a day that there is not", { ...RECORD, uploaded: "2021-02-30T00:00:00Z" }),
  importing("import another file than the record tells of", { ...RECORD, sha256: "0".repeat(64) }),
  { what: "details of what was imported", path: `${IMAGES}/${UUID}`, headers: ADMIN },
  { what: "delivery of what was imported", path: `/{hash}/${UUID}/public` },
  { what: "delete what was imported", method: "DELETE", path: `{api}/${UUID}`, headers: ADMIN },
];
