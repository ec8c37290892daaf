import type { Context } from '../context.ts';

/**
 * First thing after a start, before any request: what a crash left half done. What was stored and never begun is parked (its till will
 * ask again); what was begun becomes uncertain until the drive has been asked; documents that were being sent may have arrived.
 */
export async function recover({ journal, stores, clock, log }: Context): Promise<void> {
  const found = await journal.commit(() => {
    const now = clock.now();
    const stored = stores.receipts.byStage('stored');
    for (const row of stored) {
      stores.receipts.move(row, 'NOT_EXECUTED', now);
      stores.copy.append({ kind: 'receipt-parked', receipt: row.id, key: row.key }, now);
      stores.log.append(now, 'WARN', 'receipt_parked', row.id, 'записан, регистрация не начата');
    }
    const begun = stores.receipts.byStage('registering');
    for (const row of begun) {
      stores.receipts.move(row, 'OUTCOME_UNKNOWN', now, 'OUTCOME_UNKNOWN');
      stores.log.append(now, 'WARN', 'receipt_uncertain', row.id, 'программа остановилась во время регистрации');
    }
    return { parked: stored.length, uncertain: begun.length, sending: stores.documents.recoverSyncing(now) };
  });
  if (found.parked + found.uncertain + found.sending > 0) log.warn('recovered_after_crash', found);
}
