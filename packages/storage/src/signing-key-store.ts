/** A key that delivery addresses of private images are signed with. */
export interface SigningKey {
  readonly name: string;
  /** The secret, as text: its UTF-8 bytes are the key of the HMAC. */
  readonly value: string;
}

/** The signing keys of accounts. Once an account has been asked about, it is never without a key. */
export interface SigningKeyStore {
  /**
   * The keys of an account, by name in order of code points. Where there is none, `first` becomes one; of two
   * calls at once both return the same key.
   */
  listSigningKeys(account: string, first: SigningKey): Promise<readonly SigningKey[]>;
  /** Keeps a key, unless the account has `most` others already; one of that name gets the new value. */
  putSigningKey(account: string, key: SigningKey, most: number): Promise<"kept" | "full">;
  /**
   * Removes a key; where it was the last one, `replacement` takes its place in the same step.
   * @returns false when there was none of that name.
   */
  deleteSigningKey(account: string, name: string, replacement: SigningKey): Promise<boolean>;
}
