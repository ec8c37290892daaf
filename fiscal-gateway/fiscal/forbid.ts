import { DomainError } from '../../design/errors.ts';
import { isRegistered } from '../../design/machines/fiscal-receipt.machine.ts';
import type { Context } from '../context.ts';
import type { ReceiptRow } from '../journal/receipts.store.ts';
import type { Claims } from './claims.ts';
import type { Drive } from './drive.ts';
import type { Executor } from './executor.ts';
import type { Flights } from './flights.ts';

export interface Forbidden {
  /** `unknown`: begun, and the register cannot be asked now. */
  readonly outcome: 'never-registered' | 'unknown';
  readonly row: ReceiptRow | null;
}

export interface Forbid {
  /**
   * "Do not register" (design §6): a supervisor moves a sale to another register, and this gateway never takes its key again, whether it
   * knew it or not. A receipt in doubt is asked about first. Throws RECEIPT_NOT_PARKED where it is registered here already,
   * OUTCOME_NEEDS_PERSON where a person has to choose among documents, REQUEST_IN_PROGRESS while it is under work.
   */
  forbid(key: string, by: string, reason: string): Promise<Forbidden>;
  /** Throws KEY_FORBIDDEN. */
  demand(key: string): void;
}

export interface ForbidParts {
  readonly executor: Executor;
  readonly drive: Drive;
  readonly claims: Pick<Claims, 'lost'>;
  readonly flights: Flights;
}

export function createForbid({ journal, stores, clock, events }: Context, parts: ForbidParts): Forbid {
  const { executor, drive, claims, flights } = parts;

  /** A receipt in doubt, or a key that this journal may have lost: the drive decides. False where it cannot be asked. */
  async function asked(key: string): Promise<boolean> {
    const row = stores.receipts.byKey(key);
    if (row !== null && row.stage !== 'uncertain') return true;
    return executor
      .run('high', () => drive.ready())
      .then(
        () => true,
        () => false,
      );
  }

  async function end(key: string, by: string, reason: string): Promise<Forbidden> {
    const answered = await asked(key);
    const row = stores.receipts.byKey(key);
    const fd = row && isRegistered(row.stage) ? row.fd : claims.lost(key)?.fd;
    if (fd) throw new DomainError('RECEIPT_NOT_PARKED', { receipt_id: key, fd });
    if (row?.stage === 'uncertain' && answered) throw new DomainError('OUTCOME_NEEDS_PERSON', { receipt_id: row.id });
    await journal.commit(() => {
      const now = clock.now();
      if (!stores.forbiddenKeys.add(key, now, by, reason)) return;
      const over = row?.stage === 'parked' || row?.stage === 'rejected';
      if (over) stores.receipts.move(row, 'VOID', now);
      const details = { by, reason, stage: row?.stage ?? null };
      stores.copy.append({ kind: over ? 'receipt-voided' : 'key-forbidden', receipt: row?.id ?? null, key, details }, now);
      stores.log.append(now, 'WARN', 'key_forbidden', row?.id ?? null, `${by}: чек передан на другую кассу`);
    });
    if (row) events.emit({ type: 'receipt', id: row.id });
    events.emit({ type: 'copy' });
    return { outcome: answered ? 'never-registered' : 'unknown', row: stores.receipts.byKey(key) };
  }

  return {
    forbid: (key, by, reason) => flights.run(key, null, () => end(key, by, reason)),
    demand(key) {
      if (stores.forbiddenKeys.has(key)) throw new DomainError('KEY_FORBIDDEN');
    },
  };
}
