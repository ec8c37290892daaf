import type { Kopecks } from '$design/money/kopecks.ts';

/** Codes that nobody knew, remembered for the back office until the server has them. */
export interface UnknownCodesModel {
  /** How many codes the server has not heard of yet. */
  readonly waiting: number;
  /** A code was read that neither this device nor the server knows. */
  note(code: string): void;
  /** What the cashier sold under it instead. */
  typed(code: string, name: string, price: Kopecks): void;
}
