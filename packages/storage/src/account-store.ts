/** An account that was added to the server; the first one comes from its environment and is not here. */
export interface AccountRecord {
  readonly tag: string;
  /** 22 base64url characters: the account in delivery addresses. */
  readonly hash: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly created: number;
}

/** What an account has set for itself. */
export interface AccountConfig {
  /** Whether options may stand in delivery addresses in place of a variant's name. */
  readonly flexibleVariants: boolean;
  /** Seconds that browsers may keep an image; null for the server's default. */
  readonly browserTtl: number | null;
  /** What is computed of each image after its upload; null for nothing. */
  readonly prewarm: PrewarmConfig | null;
}

/** Names that the store does not look into. */
export interface PrewarmConfig {
  readonly variants: readonly string[];
  readonly formats: readonly string[];
}

/** What holds for an account that has set nothing. */
export const DEFAULT_ACCOUNT_CONFIG: AccountConfig = {
  flexibleVariants: false,
  browserTtl: null,
  prewarm: null,
};

export interface AccountStore {
  /** @returns false when the tag or the hash is taken. */
  insertAccount(account: AccountRecord): Promise<boolean>;
  getAccount(tag: string): Promise<AccountRecord | undefined>;
  getAccountByHash(hash: string): Promise<AccountRecord | undefined>;
  /** All, in order of their making. */
  listAccounts(): Promise<readonly AccountRecord[]>;
  /**
   * Removes an account with its tokens, keys, variants and settings.
   * @returns false, and removes nothing, when there is none or it still has images or drafts.
   */
  deleteAccount(tag: string): Promise<boolean>;
  /** `DEFAULT_ACCOUNT_CONFIG` for an account that has set nothing. */
  getAccountConfig(tag: string): Promise<AccountConfig>;
  /** Changes what is given. @returns all of it, as it is now. */
  updateAccountConfig(tag: string, changes: Partial<AccountConfig>): Promise<AccountConfig>;
}
