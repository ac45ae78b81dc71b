/** An account that this server serves, with the credentials that the environment or the first run gave it. */
export interface Account {
  /** The account id in API addresses: `/client/v4/accounts/<tag>/…`. */
  readonly tag: string;
  /** 22 base64url characters: the account in delivery addresses. */
  readonly hash: string;
  readonly email: string;
  readonly key: string;
  /** An API token with every right. */
  readonly token: string;
}

/** The accounts of a server. The first one also answers the beta's addresses, which name no account. */
export interface Accounts {
  readonly first: Account;
  byTag(tag: string): Account | undefined;
  byHash(hash: string): Account | undefined;
}

export function createAccounts(first: Account, ...others: readonly Account[]): Accounts {
  const all = [first, ...others];
  return {
    first,
    byTag: (tag) => all.find((account) => account.tag === tag),
    byHash: (hash) => all.find((account) => account.hash === hash),
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
