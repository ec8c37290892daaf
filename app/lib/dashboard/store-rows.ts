import type { DashboardStoreRow } from '../app.model.ts';
import type { Settings } from '$design/documents/catalogue.ts';
import { NO_FIGURES, type PeriodFigures } from '$design/folds/period-figures.ts';

/** Whole kopecks; 0 where nothing was sold. */
export const averageOf = (revenue: number, receipts: number): number => (receipts === 0 ? 0 : Math.round(revenue / receipts));

/** A row a shop in the order of their settings; shops known by their figures alone follow. One without a receipt has zeroes. Pure. */
export function storeRows(
  shops: readonly Pick<Settings, 'store' | 'name'>[],
  figures: ReadonlyMap<string, PeriodFigures>,
  before: ReadonlyMap<string, PeriodFigures>,
): DashboardStoreRow[] {
  const names = new Map(shops.flatMap((shop) => (shop.store === null ? [] : [[shop.store, shop.name] as const])));
  for (const store of figures.keys()) if (!names.has(store)) names.set(store, store);
  return [...names].map(([store, name]) => {
    const { revenue, receipts, pending, recovered, byHour, syncing } = figures.get(store) ?? NO_FIGURES;
    const previous = before.get(store)?.revenue ?? null;
    return {
      store,
      name,
      revenue,
      receipts,
      average: averageOf(revenue, receipts),
      pending,
      recovered,
      byHour,
      syncing,
      previous,
    };
  });
}
