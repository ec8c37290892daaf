import type { HistoryModel } from '$lib/app.model.ts';
import { filtered, isFiltered, NO_FILTER, totalsOf, type HistoryFilter } from '$lib/history/history-filter.ts';
import { receiptOf, ROWS } from './fake-data.ts';

export function fakeHistory(has: (word: string) => boolean): HistoryModel {
  let filter = $state.raw<HistoryFilter>(NO_FILTER);
  const rows = has('empty') ? [] : ROWS;
  return {
    rows: has('loading') ? [] : rows,
    state: has('loading') ? 'loading' : 'ready',
    day: '2026-11-21',
    get filter() {
      return filter;
    },
    get shown() {
      return filtered(rows, filter);
    },
    get totals() {
      return totalsOf(filtered(rows, filter));
    },
    get isFiltered() {
      return isFiltered(filter);
    },
    cashiers: rows.map(({ cashier }) => cashier).filter((one, at, all) => all.indexOf(one) === at),
    narrow(change) {
      filter = change === null ? NO_FILTER : { ...filter, ...change };
    },
    load: () => Promise.resolve(),
    receipt: () => Promise.resolve(receiptOf('delivered', 2_539_000)),
    printCopy: () => Promise.resolve(null),
    findReceipt: () => Promise.resolve({ state: 'offline' }),
  };
}
