import type { FiscalResult, Sale } from '$design/documents/facts.ts';
import type { ErrorCode } from '$design/errors.ts';
import { receiptMarks } from '$design/fiscal/receipt-marks.ts';
import { owedAtFirst, paidInAdvance } from '$design/folds/open-deposits.ts';
import { isCorrected } from '$design/refund/returns.ts';
import { NOT_TOLD, together, wordOf, type KnownReceipts } from '../refund/known-receipts.ts';
import type { ServerClient } from '../sync/server.client.ts';

export interface StandingDeps {
  readonly known: Pick<KnownReceipts, 'refundsOf' | 'depositRest' | 'debtOf'>;
  readonly server: Pick<ServerClient, 'receipt'>;
  /** Awaitable pause, ms. */
  readonly wait: (ms: number) => Promise<void>;
}

/** How long the chain is waited for, ms: what it does not say in time the gateway or the server's report will. */
const PATIENCE = 3_000;

/**
 * May a wrong receipt still be taken back whole? Not twice, and not where a part of it went back, was set off or was paid off already:
 * the two together would give back more than was sold. `null`: it may.
 */
export async function standingOf(
  { known, server, wait }: StandingDeps,
  { sale, result }: { readonly sale: Sale; readonly result: Pick<FiscalResult, 'fn' | 'fd' | 'fp' | 'at'> },
): Promise<ErrorCode | null> {
  const asked = server.receipt(receiptMarks(result)).then(wordOf, () => NOT_TOLD);
  const word = await Promise.race([asked, wait(PATIENCE).then(() => NOT_TOLD)]);
  const returned = together(await known.refundsOf(sale, result), word.refunds);
  if (isCorrected(returned)) return 'RECEIPT_CORRECTED';
  const rest = await known.depositRest(sale, word);
  const debt = await known.debtOf(sale, word);
  const isTouched =
    returned.length > 0 ||
    (rest !== null && rest < paidInAdvance(sale)) ||
    (debt !== null && debt.left !== owedAtFirst(sale)) ||
    (debt?.payoffs.length ?? 0) > 0;
  return isTouched ? 'CORRECTION_TOO_LATE' : null;
}
