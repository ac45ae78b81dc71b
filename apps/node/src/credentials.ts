import { randomBytes } from "node:crypto";
import { mkdir, open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { createAccounts, deriveAccountHash, type Accounts, type Config } from "@darkroom/http";

/** Where the credentials of the account are kept: files that only the owner may read. */
export interface CredentialFiles {
  readonly key: string;
  readonly email: string;
  readonly token: string;
}

interface Credential {
  readonly file: string;
  readonly given: string | undefined;
  readonly make: () => string;
}

/**
 * The account of this server: what the environment gives, else what an earlier run made, else made now and
 * kept in `folder`. A value from the environment is not written down.
 */
export async function openAccounts(
  config: Config,
  folder: string,
): Promise<{ accounts: Accounts; files: CredentialFiles }> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const tag = await keep(folder, {
    file: "account",
    given: config.account,
    make: () => randomBytes(16).toString("hex"),
  });
  const email = await keep(folder, {
    file: "email",
    given: config.authEmail,
    make: () => "owner@darkroom.local",
  });
  const key = await keep(folder, { file: "key", given: config.authKey, make: randomSecret });
  const token = await keep(folder, { file: "token", given: config.apiToken, make: randomSecret });
  const hash = config.accountHash ?? (await deriveAccountHash(tag));
  return {
    accounts: createAccounts({ tag, hash, email, key, token }),
    files: { key: join(folder, "key"), email: join(folder, "email"), token: join(folder, "token") },
  };
}

async function keep(folder: string, { file, given, make }: Credential): Promise<string> {
  if (given !== undefined) return given;
  const path = join(folder, file);
  const kept = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (kept !== undefined && kept.trim() !== "") return kept.trim();
  const made = make();
  const handle = await open(path, "w", 0o600);
  try {
    await handle.writeFile(`${made}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  return made;
}

function randomSecret(): string {
  return randomBytes(24).toString("base64url");
}
