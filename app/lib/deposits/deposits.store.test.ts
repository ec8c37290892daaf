import { expect, it } from 'vitest';
import type { FiscalResult, Sale } from '$design/documents/facts.ts';
import { makeResult, makeSale } from '../../../tests/factories/receipts.ts';
import { DepositsStore } from './deposits.store.svelte.ts';

const MONTH = 'sales-demo-1-202611';
const advance = makeSale({ at: Date.UTC(2026, 10, 21, 9), lines: [{ method: 'advance', subject: 'payment' }] });

/** A device to which documents come one after another. */
function device() {
  const docs = new Map<string, Sale | FiscalResult>();
  const find = <T>(id: string) => Promise.resolve((docs.get(id) ?? null) as T | null);
  const store = new DepositsStore({
    databases: { range: () => Promise.resolve([]), get: <T>(_name: string, id: string) => find<T>(id) },
    facts: { names: () => [MONTH], find },
    findReceipt: () => Promise.resolve(null),
    ask: () => Promise.reject(new TypeError('no network')),
    wait: () => Promise.resolve(),
  });
  const comes = async (doc: Sale | FiscalResult): Promise<void> => {
    docs.set(doc._id, doc);
    await store.changed(MONTH, [doc._id]);
  };
  return { store, comes };
}

it('a deposit of another till is shown in whatever order its sale and its fiscal result come', async () => {
  for (const order of [
    [advance, makeResult(advance)],
    [makeResult(advance), advance],
  ]) {
    const { store, comes } = device();
    await store.load();
    for (const doc of order) await comes(doc);
    expect(store.deposits.map(({ sale, left }) => [sale, left])).toEqual([[advance._id, advance.total]]);
  }
});
