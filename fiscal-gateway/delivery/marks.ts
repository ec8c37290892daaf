import { SENDER_LEASE } from '../../design/fiscal/limits.ts';
import { nextStage } from '../../design/machines/fiscal-receipt.machine.ts';
import type { Context } from '../context.ts';
import type { DocumentRow } from '../journal/documents.store.ts';
import type { LogLevel } from '../journal/log.store.ts';
import type { OfdTicket } from '../register/register.ts';

export class LeaseLost extends Error {}

/**
 * What the sender writes. Every mark shows the fence of its lease: a sender that was overtaken (paused, clock moved) writes nothing.
 * Deliveries are not waited for one by one: they share the fsync of whatever the journal writes next, and a crash before it only means
 * that the operator is asked.
 */
export function createMarks({ journal, stores, clock, events, log, crash }: Context) {
  const checked =
    <T>(fence: number, work: () => T) =>
    (): T => {
      if (stores.leases.find('sender')?.fence !== fence) throw new LeaseLost(`fence ${fence} is not the newest`);
      return work();
    };
  const guarded = <T>(fence: number, work: () => T): Promise<T> => journal.commit(checked(fence, work));

  const lost = (error: unknown): void => log.error('mark_not_written', { message: String(error) });

  function receiptMoved(document: DocumentRow, event: 'DELIVERED' | 'OFD_REFUSED', at: number): void {
    const row = document.receipt === null ? null : stores.receipts.byId(document.receipt);
    if (row && nextStage(row.stage, event) !== null) stores.receipts.move(row, event, at);
  }

  /** A document bound after it was taken into the batch is read again: its receipt must hear of the delivery. */
  const current = (document: DocumentRow): DocumentRow => stores.documents.get(document.fn, document.fd) ?? document;

  const announce = (document: DocumentRow): void => {
    if (document.receipt !== null) events.emit({ type: 'receipt', id: document.receipt });
    events.emit({ type: 'buffer' });
    events.emit({ type: 'copy' });
  };

  return {
    /** The next documents, marked as being sent. Durable before anything leaves. */
    take: (fence: number, limit: number): Promise<DocumentRow[]> =>
      guarded(fence, () => {
        const batch = stores.documents.queue(limit);
        const now = clock.now();
        for (const document of batch) stores.documents.markSyncing(document, now);
        return batch;
      }),
    delivered(document: DocumentRow, fence: number, ticket: OfdTicket | null): void {
      const work = checked(fence, () => {
        const now = clock.now();
        const row = current(document);
        stores.documents.markDelivered(row, now, ticket);
        receiptMoved(row, 'DELIVERED', now);
        stores.copy.append({ kind: 'delivered', receipt: row.receipt, fn: row.fn, fd: row.fd }, now);
        stores.log.append(now, 'INFO', 'receipt_synced', row.receipt, `ФД ${row.fd}`);
        return row;
      });
      journal.commitLater(work).then((row) => {
        crash('after-ofd-mark');
        announce(row);
      }, lost);
    },
    dead: (document: DocumentRow, fence: number, message: string): Promise<void> =>
      guarded(fence, () => {
        const now = clock.now();
        const row = current(document);
        stores.documents.markDead(row, now, message);
        receiptMoved(row, 'OFD_REFUSED', now);
        stores.copy.append(
          { kind: 'alert', receipt: row.receipt, fn: row.fn, fd: row.fd, details: { code: 'OFD_REFUSED', message } },
          now,
        );
        stores.log.append(now, 'ERROR', 'receipt_failed', row.receipt, `ФД ${row.fd}: ${message}`);
        return row;
      }).then(announce),
    doubtful: (document: DocumentRow, fence: number, message: string) =>
      guarded(fence, () => stores.documents.markDoubtful(document, clock.now(), message)),
    absent: (document: DocumentRow, fence: number) => guarded(fence, () => stores.documents.clearDoubt(document)),
    failed: (document: DocumentRow, fence: number, message: string) =>
      guarded(fence, () => stores.documents.noteError(document, message)),
    /** What is left of a batch goes back into the queue. */
    release: (fence: number) => guarded(fence, () => stores.documents.releaseSyncing()),
    /** The lease as it stands while it has time left, else taken anew; renewed in time by `renewLease`. */
    async lease(holder: string): Promise<number> {
      const held = stores.leases.find('sender');
      if (held?.holder === holder && held.until - clock.now() > SENDER_LEASE / 2) return held.fence;
      // The process lock says that no other gateway lives on this data: whatever lease is left is a dead one's.
      const lease = await journal.commit(() => stores.leases.take({ name: 'sender', holder }, clock.now(), SENDER_LEASE, true));
      return lease?.fence ?? 0;
    },
    renewLease: (holder: string, fence: number): Promise<unknown> =>
      guarded(fence, () => stores.leases.take({ name: 'sender', holder }, clock.now(), SENDER_LEASE)),
    releaseLease: (fence: number): Promise<unknown> => journal.commit(() => stores.leases.release('sender', fence)),
    logged(level: LogLevel, event: string, receipt: string | null, message: string): void {
      journal.commitLater(() => stores.log.append(clock.now(), level, event, receipt, message)).catch(lost);
    },
  };
}
