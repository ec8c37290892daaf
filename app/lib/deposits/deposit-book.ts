import type { SettlementFact } from '$design/folds/open-deposits.ts';
import type { FoundReceipt } from '$design/receipt-lookup.ts';

/** Facts of deposits and debts by id. It is replaced, never changed in place: screens follow the whole. */
export type DepositBook = ReadonlyMap<string, SettlementFact>;
export const copyOf = (book: DepositBook): Map<string, SettlementFact> => new Map(book);
export const EMPTY_BOOK: DepositBook = new Map();

/** Deposits and debts that were asked for in the chain, as it answered, by their documents. */
export const askedDeposits = (): Map<string, FoundReceipt> => new Map();
