import { nextStage } from '../../design/machines/fiscal-receipt.machine.ts';
import type { Context } from '../context.ts';
import type { DocumentRow } from '../journal/documents.store.ts';
import type { OfdTicket } from '../register/register.ts';
import { LeaseLost } from './lease.ts';
import type { Held, SenderLease, Trigger } from './lease.ts';

/** A batch shares the fsync of a receipt that comes within this time, ms: while tills sell, phase 2 adds none of its own. */
const TAKE_WITHIN = 15;

export interface Opening {
  readonly held: Held;
  readonly batch: readonly DocumentRow[];
}

/**
 * What the sender writes. Every mark shows the fence of its lease: a sender that was overtaken (paused, clock moved) writes nothing.
 * Deliveries are not waited for one by one: they share the fsync of whatever the journal writes next, and a crash before it only means
 * that the operator is asked.
 */
export function createMarks({ journal, stores, clock, events, log, crash, metrics }: Context, lease: SenderLease) {
  const checked =
    <T>(fence: number, work: () => T) =>
    (): T => {
      lease.guard(fence);
      return work();
    };
  const guarded = <T>(fence: number, work: () => T): Promise<T> => journal.commit(checked(fence, work));

  /** Delivered, but the disk did not take it: to be asked about before anything is sent again. */
  const unwritten = new Map<string, number>();
  const keyOf = ({ fn, fd }: DocumentRow): string => `${fn}-${fd}`;
  const lost = (document: DocumentRow, error: unknown): void => {
    // What an overtaken sender could not write is the other's to find out.
    if (error instanceof LeaseLost) return;
    unwritten.set(keyOf(document), clock.now());
    log.error('mark_not_written', { fd: document.fd, message: String(error) });
  };

  function receiptMoved(document: DocumentRow, event: 'DELIVERED' | 'OFD_REFUSED', at: number): void {
    const { receipt: id } = document;
    const stage = id === null ? null : stores.receipts.stageOf(id);
    if (id !== null && stage !== null && nextStage(stage, event) !== null) stores.receipts.move({ id, stage }, event, at);
  }

  /** A document bound after it was taken into the batch is read again: its receipt must hear of the delivery. */
  const current = (document: DocumentRow): DocumentRow => stores.documents.get(document.fn, document.fd) ?? document;

  function takeBatch(limit: number): DocumentRow[] {
    const batch = stores.documents.queue(limit);
    const now = clock.now();
    for (const document of batch) stores.documents.markSyncing(document, now);
    return batch;
  }

  function tell({ receipt, fd, at }: DocumentRow, status: 'synced' | 'failed'): void {
    if (receipt === null) return;
    metrics.receipt(status);
    const fields = { trace_id: stores.receipts.traceOf(receipt) ?? undefined, receipt_id: receipt, fd };
    if (status === 'synced') log.info('receipt_synced', { ...fields, total_duration_ms: clock.now() - at });
    else log.error('receipt_failed', fields);
  }

  const announce = (document: DocumentRow): void => {
    if (document.receipt !== null) events.emit({ type: 'receipt', id: document.receipt });
    events.emit({ type: 'buffer' });
    events.emit({ type: 'copy' });
  };

  return {
    /** Lease and first documents in one commit, durable before anything leaves; `null` where another sender sends. */
    open: (trigger: Trigger, limit: number): Promise<Opening | null> =>
      journal.commitLater(() => {
        const held = lease.take(trigger);
        return held && { held, batch: takeBatch(limit) };
      }, TAKE_WITHIN),
    /** Since when the operator may hold it, epoch ms: then it is asked before anything is sent. `null`: it does not. */
    doubtSince: (document: DocumentRow): number | null =>
      document.doubtful === 1 ? (document.sent_at ?? 0) : (unwritten.get(keyOf(document)) ?? null),
    /** The next documents, marked as being sent; the lease starts anew. An empty batch writes nothing. */
    take: (fence: number, limit: number): Promise<DocumentRow[]> =>
      journal.commitLater(() => {
        lease.guard(fence);
        const batch = takeBatch(limit);
        if (batch.length > 0) lease.extend(fence);
        return batch;
      }, TAKE_WITHIN),
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
      journal.commitLater(work).then(
        (row) => {
          crash('after-ofd-mark');
          tell(row, 'synced');
          announce(row);
          unwritten.delete(keyOf(row));
        },
        (error: unknown) => lost(document, error),
      );
    },
    dead: (document: DocumentRow, fence: number, message: string): Promise<void> =>
      guarded(fence, () => {
        const now = clock.now();
        const row = current(document);
        stores.documents.markDead(row, now, message);
        stores.deadLetters.enter(row, now, message);
        receiptMoved(row, 'OFD_REFUSED', now);
        stores.copy.append(
          { kind: 'alert', receipt: row.receipt, fn: row.fn, fd: row.fd, details: { code: 'OFD_REFUSED', message } },
          now,
        );
        stores.log.append(now, 'ERROR', 'receipt_failed', row.receipt, `ФД ${row.fd}: ${message}`);
        return row;
      }).then((row) => {
        tell(row, 'failed');
        announce(row);
      }),
    doubtful: (document: DocumentRow, fence: number, message: string) =>
      guarded(fence, () => stores.documents.markDoubtful(document, clock.now(), message)),
    async absent(document: DocumentRow, fence: number): Promise<void> {
      await guarded(fence, () => stores.documents.clearDoubt(document));
      unwritten.delete(keyOf(document));
    },
    failed: (document: DocumentRow, fence: number, message: string) =>
      guarded(fence, () => stores.documents.noteError(document, message)),
    /** What is left of a batch goes back into the queue. */
    release: (fence: number) => guarded(fence, () => stores.documents.releaseSyncing()),
  };
}
