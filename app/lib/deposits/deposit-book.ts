import type { Kopecks } from '$design/money/kopecks.ts';
import type { SettlementFact } from '$design/folds/open-deposits.ts';

/** Facts of deposits and debts by id. It is replaced, never changed in place: screens follow the whole. */
export type DepositBook = ReadonlyMap<string, SettlementFact>;
export const copyOf = (book: DepositBook): Map<string, SettlementFact> => new Map(book);
export const EMPTY_BOOK: DepositBook = new Map();

/** Deposits that were asked for in the chain: what it said is left, and what this till had used of it then. */
export interface AskedDeposit {
  readonly left: Kopecks;
  readonly usedHere: Kopecks;
}
export const askedDeposits = (): Map<string, AskedDeposit> => new Map();
