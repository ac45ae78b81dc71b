/** What a token may do: `edit` includes `read`, `admin` includes both. */
export type TokenScope = "read" | "edit" | "admin";

/** An API token, without its secret: only the hash of that is kept. */
export interface TokenRecord {
  readonly id: string;
  readonly account: string;
  /** What its maker called it. */
  readonly name: string;
  /** Hex SHA-256 of the secret, which is random and long enough to need no salt. */
  readonly hash: string;
  readonly scope: TokenScope;
  readonly disabled: boolean;
  /** Milliseconds since the epoch, like all times here. */
  readonly issued: number;
  readonly modified: number;
  /** Null: never. */
  readonly expires: number | null;
  /** Null: not yet. */
  readonly lastUsed: number | null;
}

/** The API tokens of accounts. */
export interface TokenStore {
  /** Keeps a new token, unless the account has `most` tokens already. */
  insertToken(token: TokenRecord, most: number): Promise<"inserted" | "full">;
  getToken(account: string, id: string): Promise<TokenRecord | undefined>;
  /** The token with that hash, of whatever account. */
  findToken(hash: string): Promise<TokenRecord | undefined>;
  /** All of an account's, the newest first. */
  listTokens(account: string): Promise<readonly TokenRecord[]>;
  /** Changes what is given. @returns the token as it is now, or undefined when there is none. */
  updateToken(
    account: string,
    id: string,
    changes: Partial<Pick<TokenRecord, "name" | "scope" | "disabled" | "expires" | "modified" | "hash">>,
  ): Promise<TokenRecord | undefined>;
  /** Notes a use, unless one was noted after `unlessSince`. */
  touchToken(id: string, lastUsed: number, unlessSince: number): Promise<void>;
  /** @returns whether there was one. */
  deleteToken(account: string, id: string): Promise<boolean>;
}
