import { ConfigError, SETTINGS, type Config } from "@darkroom/http";

/** Throws a `ConfigError` for a port of its own, which a Worker cannot open. */
export function assertNoMetricsPort({ metricsPort }: Config): void {
  if (metricsPort === undefined) return;
  throw new ConfigError([
    `\`${SETTINGS.metricsPort.name}\` is set, but a Worker opens no ports. Ask for /metrics with the operator's token.`,
  ]);
}
