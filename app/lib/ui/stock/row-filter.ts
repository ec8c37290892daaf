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
  return sieveTexts(rows.filter(FITS[only]), text, ({ name, sku }) => `${name} ${sku}`);
}

/** Things of which every word of `text` stands in what they say. */
export function sieveTexts<T>(all: readonly T[], text: string, textOf: (one: T) => string): readonly T[] {
  const words = normalise(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return all;
  return all.filter((one) => {
    const said = normalise(textOf(one));
    return words.every((word) => said.includes(word));
  });
}
