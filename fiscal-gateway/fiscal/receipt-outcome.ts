import type { Context } from '../context.ts';
import type { ReceiptRow } from '../journal/receipts.store.ts';

export interface Outcome {
  readonly row: ReceiptRow;
  /** The answer was there before this request. */
  readonly replayed: boolean;
}

export interface Outcomes {
  /** Everybody who shows this receipt or carries it on looks again. */
  announce(id: string): void;
  /** The receipt as it stands now, announced. */
  settled(id: string, replayed: boolean): Outcome;
}

export function createOutcomes({ stores, events }: Pick<Context, 'stores' | 'events'>): Outcomes {
  const announce = (id: string): void => {
    events.emit({ type: 'receipt', id });
    for (const type of ['buffer', 'queue', 'copy'] as const) events.emit({ type });
  };

  function settled(id: string, replayed: boolean): Outcome {
    const row = stores.receipts.byId(id);
    if (row === null) throw new Error(`receipt ${id} vanished`);
    announce(id);
    return { row, replayed };
  }

  return { announce, settled };
}
