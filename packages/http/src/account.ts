import type { AccountRecord, AccountStore } from "@darkroom/storage";

/** An account of this server. */
export interface Account {
  /** The account id in API addresses: `/client/v4/accounts/<tag>/…`. */
  readonly tag: string;
  /** 22 base64url characters: the account in delivery addresses. */
  readonly hash: string;
}

/** Who runs the server: the credentials that the environment or the first run gave, good for every account. */
export interface Operator {
  readonly email: string;
  readonly key: string;
  readonly token: string;
}

/** The account that exists from the start, and its operator. */
export interface Owner {
  readonly account: Account;
  readonly operator: Operator;
}

/** The accounts of a server. The first one also answers the beta's addresses, which name no account. */
export interface Accounts {
  readonly first: Account;
  readonly operator: Operator;
  byTag(tag: string): Promise<Account | undefined>;
  byHash(hash: string): Promise<Account | undefined>;
}

/** The owner's account, answered without a question, and those that were added. */
export function createAccounts(
  { account: first, operator }: Owner,
  added: Pick<AccountStore, "getAccount" | "getAccountByHash">,
): Accounts {
  const known = (record: AccountRecord | undefined): Account | undefined =>
    record && { tag: record.tag, hash: record.hash };
  return {
    first,
    operator,
    byTag: async (tag) => (tag === first.tag ? first : known(await added.getAccount(tag))),
    byHash: async (hash) => (hash === first.hash ? first : known(await added.getAccountByHash(hash))),
  };
}

/** Whether a segment of an address has the form of an account hash; not whether there is such an account. */
export function isAccountHash(segment: string): boolean {
  return /^[A-Za-z0-9_-]{22}$/.test(segment);
}

/** The account hash of an account that is given none: 16 bytes of a SHA-256 of its tag, in base64url. */
export async function deriveAccountHash(tag: string): Promise<string> {
  const digest = await crypto.subtle.digest(
    "SHA-256",
    new TextEncoder().encode(`darkroom account hash\n${tag}`),
  );
  return new Uint8Array(digest).subarray(0, 16).toBase64({ alphabet: "base64url", omitPadding: true });
}
