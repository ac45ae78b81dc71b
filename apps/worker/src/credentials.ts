import { ConfigError, SETTINGS, type Config, type CredentialStore } from "@darkroom/http";

const REQUIRED = ["account", "authKey", "apiToken"] as const satisfies readonly (keyof typeof SETTINGS)[];

/** Throws a `ConfigError` that names each setting without which a Worker would be nobody's. */
export function assertOwned(config: Config): void {
  const missing = REQUIRED.filter((name) => config[name] === undefined).map(
    (name) => `\`${SETTINGS[name].name}\` is not set. Expected ${SETTINGS[name].expected}.`,
  );
  if (missing.length > 0) throw new ConfigError(missing);
}

/** A Worker has no place of its own where it could keep what it makes up. */
export const NOTHING_KEPT: CredentialStore = {
  read: () => Promise.resolve(undefined),
  write: () => Promise.resolve(),
};
