import type { Owner } from "@darkroom/http";
import type { CredentialFiles } from "./credential-files.ts";

/** A server that has been started, on whatever runtime. */
export interface RunningServer {
  /** The address that it listens on, as a browser takes it. */
  readonly url: string;
  /** The address of the metrics, where they have a port of their own. */
  readonly metricsUrl: string | undefined;
  readonly owner: Owner;
  readonly credentials: Pick<CredentialFiles, "pathOf">;
  /** Takes no new requests, ends those under way, and lets go of the data folder. */
  close(): Promise<void>;
}
