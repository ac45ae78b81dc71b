/** The address of a server as a browser takes it, by the host and the port that it listens on. */
export function shownAddress(host: string, port: number | string): string {
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = everywhere ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
