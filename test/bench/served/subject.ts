/** What is compared: a server that delivers pictures in other sizes and formats. */
export interface Subject {
  readonly name: string;
  /** Darkroom's runtimes must give the same bytes; a peer cannot. */
  readonly kind: "darkroom" | "peer";
  /** Formats that it can be asked for. */
  readonly formats: readonly OutputFormat[];
  /** Whether it keeps what it made and answers from there. */
  readonly caches: boolean;
  /** How it was set, for the report. */
  readonly settings: string;
  /** Why it cannot run here; undefined when it can. */
  readonly absence: string | undefined;
  /**
   * Starts it on a folder, which holds what an earlier start left, and resolves when it answers requests.
   * @param prefix Words before its command, such as `taskset -c 0`.
   */
  start(folder: string, prefix: readonly string[]): Promise<RunningSubject>;
}

export type OutputFormat = "jpeg" | "webp" | "avif";

/** A picture to be delivered. */
export interface Picture {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly megapixels: number;
}

/** What a picture is asked for as; each width makes another result. */
export interface Wanted {
  readonly width: number;
  readonly format: OutputFormat;
}

/** A request as the load generator sends it. */
export interface PlainRequest {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: { readonly [name: string]: string };
  readonly body?: Buffer;
}

export interface RunningSubject {
  readonly url: string;
  /** The process that was started; it may have others below it. */
  readonly pid: number;
  /** Makes a picture known, under its name. */
  store(picture: Picture): Promise<void>;
  delivery(picture: Picture, wanted: Wanted): PlainRequest;
  /** A request that stores the picture anew; undefined where there is no such thing. */
  readonly upload?: (picture: Picture) => PlainRequest;
  stop(): Promise<void>;
}

/** The quality that everybody is asked for. */
export const QUALITY = 80;
