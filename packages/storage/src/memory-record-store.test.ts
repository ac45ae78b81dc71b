import { describeRecordStore } from "./conformance.ts";
import { createMemoryRecordStore } from "./memory-record-store.ts";

describeRecordStore("Memory", async () => ({ store: createMemoryRecordStore() }));
