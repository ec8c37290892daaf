import { DomainError } from '../../design/errors.ts';
import type { Context } from '../context.ts';
import { bodyHash } from './receipt-request.ts';

export interface Once<T> {
  readonly answer: T;
  readonly replayed: boolean;
}

/**
 * Optional idempotency of shift open, Z and cash: the rules of receipts over a table of keys. `note` is kept with the key before `work`
 * begins; after a crash the same key finds it again, so that a repeat does not close the next shift or pay out twice. `work` calls
 * `finish` with its answer inside its own transaction where it has one; else the answer is stored afterwards.
 */
export interface Operations {
  once<T, N>(operation: Operation<T, N>): Promise<Once<T>>;
}

export interface Operation<T, N> {
  readonly key: string | null;
  readonly kind: string;
  readonly body: unknown;
  readonly note: () => N;
  /** `noted`: what is kept with the key, or was just noted where there is none; `again`: an earlier attempt under this key was cut short. */
  readonly work: (noted: N, again: boolean, finish: (answer: T) => void) => Promise<T>;
}

export function createOperations({ journal, stores, clock }: Context): Operations {
  const flights = new Set<string>();

  async function keyed<T, N>(key: string, { kind, body, note, work }: Operation<T, N>): Promise<Once<T>> {
    const hash = bodyHash({ kind, body });
    const known = stores.operations.find(key);
    if (known && known.body_hash !== hash) throw new DomainError('IDEMPOTENCY_KEY_REUSED');
    if (flights.has(key)) throw new DomainError('REQUEST_IN_PROGRESS', {}, 1);
    if (known?.state === 'done') return { answer: JSON.parse(known.answer ?? 'null') as T, replayed: true };
    flights.add(key);
    try {
      const noted = known ? (JSON.parse(known.answer ?? 'null') as N) : note();
      if (!known) await journal.commit(() => stores.operations.begin(key, kind, hash, JSON.stringify(noted), clock.now()));
      let finished = false;
      const answer = await work(noted, known !== null, (value) => {
        stores.operations.finish(key, JSON.stringify(value));
        finished = true;
      });
      if (!finished) await journal.commit(() => stores.operations.finish(key, JSON.stringify(answer)));
      return { answer, replayed: false };
    } finally {
      flights.delete(key);
    }
  }

  return {
    once: async (operation) =>
      operation.key === null
        ? { answer: await operation.work(operation.note(), false, () => undefined), replayed: false }
        : keyed(operation.key, operation),
  };
}
