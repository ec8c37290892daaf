import type { DashboardStoreRow } from '../app.model.ts';
import type { Settings } from '$design/documents/catalogue.ts';
import type { DayRollup } from '$design/documents/chain.ts';

/** Whole kopecks; 0 where nothing was sold. */
export const averageOf = (revenue: number, receipts: number): number => (receipts === 0 ? 0 : Math.round(revenue / receipts));

/** One shop's figures of a day; a shop without a receipt yet has zeroes. Pure. */
function storeRow(store: string, name: string, rollup: DayRollup | undefined): DashboardStoreRow {
  const byHour = Array.from({ length: 24 }, (_, hour) => {
    const sums = rollup?.byHour ?? {};
    return (sums[String(hour)] ?? sums[String(hour).padStart(2, '0')])?.sum ?? 0;
  });
  const { revenue = 0, receipts = 0, average: mean = 0, pending = 0, recovered = 0 } = rollup ?? {};
  return { store, name, revenue, receipts, average: mean, pending, recovered, byHour };
}

/** A row a shop in the order of their settings; shops known by their figures alone follow. */
export function storeRows(
  shops: readonly Pick<Settings, 'store' | 'name'>[],
  rollups: readonly DayRollup[],
  day: string,
): DashboardStoreRow[] {
  const names = new Map(shops.flatMap((shop) => (shop.store === null ? [] : [[shop.store, shop.name] as const])));
  for (const { store } of rollups) if (!names.has(store)) names.set(store, store);
  return [...names].map(([store, name]) =>
    storeRow(
      store,
      name,
      rollups.find((one) => one.store === store && one.day === day),
    ),
  );
}
