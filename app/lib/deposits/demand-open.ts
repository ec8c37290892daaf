import { resultIdOf } from '$design/databases.ts';
import type { FiscalResult } from '$design/documents/facts.ts';
import { receiptMarks } from '$design/fiscal/receipt-marks.ts';
import type { SettlementFact } from '$design/folds/open-deposits.ts';
import { leftOf } from '$design/folds/settlement-uses.ts';
import { keyOfId } from '$design/ids.ts';
import { SaleFailure } from '$design/machines/sale.machine.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import type { FoundReceipt, ReceiptQuery } from '$design/receipt-lookup.ts';
import type { DepositBook } from './deposit-book.ts';

export interface DemandDeps {
  readonly book: DepositBook;
  /** What the chain told when they were found. */
  readonly fetched: ReadonlyMap<string, FoundReceipt>;
  readonly ask: (query: ReceiptQuery) => Promise<FoundReceipt>;
  /** Awaitable pause, ms. */
  readonly wait: (ms: number) => Promise<void>;
}

/** A part of a deposit or a debt that a sale is about to take. */
export interface Demanded {
  readonly code: 'DEPOSIT_USED' | 'DEBT_PAID';
  /** The document that took the money in, or left it owed. */
  readonly sale: string;
  readonly amount: Kopecks;
}

/** How long the chain is waited for, ms: a sale never waits for the network longer than a customer notices. */
const PATIENCE = 2_000;

/** Facts and uses as an answer of the chain tells them. */
export function toldBy(found: FoundReceipt | null) {
  const refunds = found?.refunds.flatMap(({ refund, result }) => (result ? [refund, result] : [refund])) ?? [];
  const facts: SettlementFact[] = [found?.sale, found?.result, ...refunds].filter((fact) => fact !== null && fact !== undefined);
  return { facts, uses: new Map((found?.uses ?? []).map(({ sale, amount }) => [sale, amount])) };
}

/**
 * Once more before the sale is written: rejects with DEPOSIT_USED or DEBT_PAID where less is left, by this device's facts and by the chain's
 * where it answers in time. Two tills without the network may still use the same money: the server tells a person of that.
 */
export async function demandOpen({ book, fetched, ask, wait }: DemandDeps, wanted: readonly Demanded[]): Promise<void> {
  await Promise.all(
    wanted.map(async ({ code, sale, amount }) => {
      const before = fetched.get(sale) ?? null;
      const result = (book.get(resultIdOf(sale)) as FiscalResult | undefined) ?? before?.result;
      const query = result ? receiptMarks(result) : { key: keyOfId(sale) };
      const asked = ask(query).catch(() => null);
      const now = await Promise.race([asked, wait(PATIENCE).then(() => null)]);
      const [then, told] = [toldBy(before), toldBy(now)];
      const left = leftOf([...then.facts, ...told.facts, ...book.values()], sale, now ? told.uses : then.uses) ?? 0;
      if (amount > left) throw new SaleFailure(code, false, { left: Math.max(0, left), wanted: amount });
    }),
  );
}
