import { BuildError, isBuildError } from "../errors.ts";

/** An answer of a server that says no: its status, its codes, and its reasons in the sentence. */
export class ServerRefusal extends BuildError {
  readonly status: number;
  /** The codes of the envelope's errors. */
  readonly codes: readonly number[];
  /** What the server said, without who it is. */
  readonly reason: string;

  constructor(
    origin: string,
    answer: { readonly status: number; readonly codes: readonly number[]; readonly reason: string },
  ) {
    super("server_refused", `${origin} refused: ${answer.reason}`);
    this.status = answer.status;
    this.codes = answer.codes;
    this.reason = answer.reason;
  }
}

export function isServerRefusal(error: unknown): error is ServerRefusal {
  return error instanceof ServerRefusal;
}

/** Credentials that are wrong or too small, an account that is full; a server that wants no more requests. */
const FINAL_STATUSES: ReadonlySet<number> = new Set([401, 403, 429]);

/** Whether what comes next would fail as this did: it is about the server or the credential, not about one image. */
export function endsAll(error: unknown): boolean {
  if (isServerRefusal(error)) return FINAL_STATUSES.has(error.status);
  return !isBuildError(error) || error.code === "server_unusable";
}
