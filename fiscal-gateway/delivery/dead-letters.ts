import { DomainError } from '../../design/errors.ts';
import type { Context } from '../context.ts';
import type { DeadLetterRow } from '../journal/dead-letters.store.ts';
import type { DocumentRow } from '../journal/documents.store.ts';
import type { ReceiptRow } from '../journal/receipts.store.ts';

export interface DeadLetter {
  readonly document: DocumentRow;
  /** Every refusal of it, the first first. */
  readonly history: readonly DeadLetterRow[];
  readonly receipt: ReceiptRow | null;
}

/** The tool for documents that the operator refused (requirements B-31): every decision says who and why, and nothing can be deleted. */
export interface DeadLetters {
  /** The latest refusal of each; `all` with those that somebody has dealt with. */
  list(all: boolean): readonly (DeadLetterRow & { readonly document: DocumentRow | null })[];
  /** Throws NOT_FOUND where the operator never refused this document. */
  inspect(fn: string, fd: number): DeadLetter;
  /** Back into the queue, at its place in the order of its drive's numbers. */
  resend(fn: string, fd: number, by: string, why: string | null): Promise<void>;
  /** It is dealt with otherwise: not counted any more, and kept. */
  resolve(fn: string, fd: number, by: string, why: string): Promise<void>;
}

const LISTED = 500;

export function createDeadLetters({ journal, stores, clock, events }: Context): DeadLetters {
  async function decide(
    { fn, fd }: { readonly fn: string; readonly fd: number },
    how: 'resent' | 'resolved',
    by: string,
    why: string | null,
  ): Promise<void> {
    await journal.commit(() => {
      const now = clock.now();
      const done = how === 'resent' ? stores.documents.resend(fn, fd) : stores.documents.resolve(fn, fd, now, by);
      if (!done) throw new DomainError('NOT_FOUND', { fd });
      stores.deadLetters.decide(fn, fd, { how, at: now, by, why });
      stores.log.append(now, 'WARN', `dead_letter_${how}`, stores.documents.get(fn, fd)?.receipt ?? null, `ФД ${fd}`, {
        fn,
        fd,
        by,
        why,
      });
    });
    for (const type of ['buffer', 'queue'] as const) events.emit({ type });
  }

  return {
    list: (all) =>
      (all ? stores.deadLetters.recent(LISTED) : stores.deadLetters.open()).map((row) => ({
        ...row,
        document: stores.documents.get(row.fn, row.fd),
      })),
    inspect(fn, fd) {
      const document = stores.documents.get(fn, fd);
      const history = stores.deadLetters.of(fn, fd);
      if (document === null || history.length === 0) throw new DomainError('NOT_FOUND', { fd });
      return { document, history, receipt: document.receipt === null ? null : stores.receipts.byId(document.receipt) };
    },
    resend: (fn, fd, by, why) => decide({ fn, fd }, 'resent', by, why),
    resolve: (fn, fd, by, why) => decide({ fn, fd }, 'resolved', by, why),
  };
}
