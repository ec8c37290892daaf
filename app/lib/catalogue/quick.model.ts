/** What is sold from this till with one press, kept on this device. SKUs: the catalogue says what they are and cost now. */
export interface QuickModel {
  /** Pinned by hand, in their order. */
  readonly pinned: readonly string[];
  /** Added last at this till, the newest first. */
  readonly recent: readonly string[];
  readonly mostPinned: number;
  isPinned(sku: string): boolean;
  /** Pins, or lets go. `false`: there is no room. */
  toggle(sku: string): boolean;
  /** Moves a pinned article among the pinned ones. */
  move(sku: string, by: 1 | -1): void;
  /** Was added to a cart. */
  used(sku: string): void;
}
