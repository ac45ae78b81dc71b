import { deriveAccountHash, type Owner } from "./account.ts";
import type { Config } from "./config.ts";

/** The credentials of an account that a first run makes and later runs find again. */
export type CredentialName = "account" | "email" | "key" | "token";

/** Where made credentials are kept, readable by the operator only. */
export interface CredentialStore {
  /** @returns undefined when there is none yet. */
  read(name: CredentialName): Promise<string | undefined>;
  /** Keeps a value durably. */
  write(name: CredentialName, value: string): Promise<void>;
}

/**
 * The first account of this server and its operator: what the environment gives, else what an earlier run made, else made now and
 * kept in `store`. A value from the environment is not written down.
 * @param randomBytes Fills an array with bytes that nobody can predict.
 */
export async function openOwner(
  config: Pick<Config, "account" | "accountHash" | "authEmail" | "authKey" | "apiToken">,
  store: CredentialStore,
  randomBytes: (length: number) => Uint8Array,
): Promise<Owner> {
  const secret = (): string => randomBytes(24).toBase64({ alphabet: "base64url" });

  async function keep(name: CredentialName, given: string | undefined, make: () => string): Promise<string> {
    if (given !== undefined) return given;
    const kept = (await store.read(name))?.trim();
    if (kept !== undefined && kept !== "") return kept;
    const made = make();
    await store.write(name, made);
    return made;
  }

  const tag = await keep("account", config.account, () => randomBytes(16).toHex());
  const email = await keep("email", config.authEmail, () => "owner@darkroom.local");
  const key = await keep("key", config.authKey, secret);
  const token = await keep("token", config.apiToken, secret);
  const hash = config.accountHash ?? (await deriveAccountHash(tag));
  return { account: { tag, hash }, operator: { email, key, token } };
}
