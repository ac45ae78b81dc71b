/** How far images have come that are moved. */
export interface TransferProgress {
  /** Images dealt with so far. */
  readonly done: number;
  readonly total: number;
  /** What was dealt with last. */
  readonly path: string;
}
