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

/** What of a variant may change. */
export type VariantSettings = Pick<VariantRecord, "options" | "neverRequireSignedURLs" | "browserTtl">;

/** The variants of accounts. Names are equal when their code points are. */
export interface VariantStore {
  /**
   * Keeps a new variant, unless the account has one of that name or has `most` variants already.
   * @returns what happened.
   */
  insertVariant(variant: VariantRecord, most: number): Promise<"inserted" | "taken" | "full">;
  /** Keeps a variant whether or not there is one of that name. */
  putVariant(variant: VariantRecord): Promise<void>;
  /**
   * Changes what is given of a variant, so that two changes of different settings at once both hold. Where there
   * is none of that name, keeps one of the settings `otherwise` with the changes; without them, nothing.
   * @returns the variant as it is now, or undefined when there is none.
   */
  changeVariant(
    key: Pick<VariantRecord, "account" | "name">,
    changes: Partial<VariantSettings>,
    otherwise?: VariantSettings,
  ): Promise<VariantRecord | undefined>;
  getVariant(account: string, name: string): Promise<VariantRecord | undefined>;
  /** All of an account's, by name in order of code points. */
  listVariants(account: string): Promise<readonly VariantRecord[]>;
  /** @returns the removed variant, or undefined when there was none. */
  deleteVariant(account: string, name: string): Promise<VariantRecord | undefined>;
}
