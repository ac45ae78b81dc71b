import { describeBlobStore } from "@darkroom/storage/conformance";
import { reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { createR2BlobStore } from "./r2-blob-store.ts";

describeBlobStore("R2", async () => {
  await reset();
  return { store: createR2BlobStore(env.BLOBS) };
});
