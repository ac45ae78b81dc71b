import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SETTINGS, type Config } from "@darkroom/http";

/** The settings that a deployed Worker has to be given, and where they are kept here. */
export interface LocalCredentials {
  /** As variables of the Worker. */
  readonly variables: { readonly [name: string]: string };
  readonly account: string;
  readonly email: string;
  /** Files that only the owner may read. */
  readonly files: { readonly key: string; readonly token: string };
}

/**
 * What the environment gives, else what an earlier run made, else made now and kept in `folder`, under the
 * names that Darkroom uses on every runtime. A value from the environment is not written down.
 */
export function openCredentials(config: Config, folder: string): LocalCredentials {
  const account = keep(join(folder, "account"), config.account, () => randomBytes(16).toString("hex"));
  const email = keep(join(folder, "email"), config.authEmail, () => "owner@darkroom.local");
  const key = keep(join(folder, "key"), config.authKey, randomSecret);
  const token = keep(join(folder, "token"), config.apiToken, randomSecret);
  return {
    variables: {
      [SETTINGS.account.name]: account,
      [SETTINGS.authEmail.name]: email,
      [SETTINGS.authKey.name]: key,
      [SETTINGS.apiToken.name]: token,
    },
    account,
    email,
    files: { key: join(folder, "key"), token: join(folder, "token") },
  };
}

function keep(path: string, given: string | undefined, make: () => string): string {
  if (given !== undefined) return given;
  const kept = readIfThere(path)?.trim();
  if (kept !== undefined && kept !== "") return kept;
  const made = make();
  writeFileSync(path, `${made}\n`, { mode: 0o600, flush: true });
  return made;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function randomSecret(): string {
  return randomBytes(24).toString("base64url");
}
