/** A variant that an account has made, or a built-in one that it has changed. */
export interface VariantRecord {
  readonly account: string;
  readonly name: string;
  /** As `optionsToJson` of the core gives them; what reads them parses them. */
  readonly options: { readonly [option: string]: unknown };
  /** Whether the variant delivers private images to everybody. */
  readonly neverRequireSignedURLs: boolean;
  /** Seconds that browsers may keep an image of the variant; null where the account's setting holds. */
  readonly browserTtl: number | null;
}

/** The variants of accounts. Names are equal when their code points are. */
export interface VariantStore {
  /**
   * Keeps a new variant, unless the account has one of that name or has `most` variants already.
   * @returns what happened.
   */
  insertVariant(variant: VariantRecord, most: number): Promise<"inserted" | "taken" | "full">;
  /** Keeps a variant whether or not there is one of that name. */
  putVariant(variant: VariantRecord): Promise<void>;
  /** Changes a variant, and keeps nothing where there is none of that name. @returns whether there was one. */
  replaceVariant(variant: VariantRecord): Promise<boolean>;
  getVariant(account: string, name: string): Promise<VariantRecord | undefined>;
  /** All of an account's, by name in order of code points. */
  listVariants(account: string): Promise<readonly VariantRecord[]>;
  /** @returns the removed variant, or undefined when there was none. */
  deleteVariant(account: string, name: string): Promise<VariantRecord | undefined>;
}
