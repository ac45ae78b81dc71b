/** Another program listens on a port that was asked for. */
export class PortInUseError extends Error {
  override readonly name = "PortInUseError";
  /** A setting that would choose another port, as a shell takes it, such as `PORT=8788`. */
  readonly elsewhere: string;

  constructor({ host, port, elsewhere }: ListenPlace, options: ErrorOptions) {
    super(`Port ${port} is in use on ${host}.`, options);
    this.elsewhere = elsewhere;
  }
}

/** Where a server was asked to listen, and how to ask for another place. */
export interface ListenPlace extends Pick<PortInUseError, "elsewhere"> {
  readonly host: string;
  readonly port: number;
}
