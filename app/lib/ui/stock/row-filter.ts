import { normalise } from '$design/search/fold.ts';
import type { DeskRow } from '$lib/stock/stock-desk.model.ts';

export const ROW_FILTERS = ['all', 'negative', 'low', 'order', 'transit'] as const;
export type RowFilter = (typeof ROW_FILTERS)[number];

const FITS: Readonly<Record<RowFilter, (row: DeskRow) => boolean>> = {
  all: () => true,
  negative: ({ floor, storeroom, workshop, transit }) => Math.min(floor, storeroom, workshop, transit) < 0,
  low: ({ low }) => low,
  order: ({ order }) => order > 0,
  transit: ({ transit, coming }) => transit !== 0 || coming !== 0,
};

/** Rows of a kind in which every word is found. */
export function sieveRows(rows: readonly DeskRow[], only: RowFilter, text: string): readonly DeskRow[] {
  const words = normalise(text).split(/\s+/).filter(Boolean);
  return rows.filter((row) => FITS[only](row) && words.every((word) => normalise(`${row.name} ${row.sku}`).includes(word)));
}
