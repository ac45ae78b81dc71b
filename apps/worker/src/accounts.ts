import { ConfigError, createAccounts, deriveAccountHash, SETTINGS, type Accounts, type Config } from "@darkroom/http";

const DEFAULT_EMAIL = "owner@darkroom.local";

/**
 * The account of this Worker, from its variables and secrets: a Worker has no place where it could keep what
 * it makes up. Throws a `ConfigError` that names what is not set.
 */
export async function openAccounts(config: Config): Promise<Accounts> {
  const { account: tag, authKey: key, apiToken: token } = config;
  if (tag === undefined || key === undefined || token === undefined) {
    const required = { account: tag, authKey: key, apiToken: token };
    throw new ConfigError(
      Object.entries(required)
        .filter(([, value]) => value === undefined)
        .map(([name]) => {
          const { name: variable, expected } = SETTINGS[name as keyof typeof required];
          return `\`${variable}\` is not set. Expected ${expected}.`;
        }),
    );
  }
  const hash = config.accountHash ?? (await deriveAccountHash(tag));
  return createAccounts({ tag, hash, email: config.authEmail ?? DEFAULT_EMAIL, key, token });
}
