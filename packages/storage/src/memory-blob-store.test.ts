import { describeBlobStore } from "./conformance.ts";
import { createMemoryBlobStore } from "./memory-blob-store.ts";

describeBlobStore("Memory", async () => ({ store: createMemoryBlobStore() }));
