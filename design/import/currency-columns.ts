import type { Columns } from './read-row.ts';
import { meaningsOf, plainTitle } from './title-meaning.ts';

/** Where the currency of each price stands; absent: nowhere. */
export type CurrencyColumns = Readonly<Partial<Record<'price' | 'cost', number>>>;

/** «Валюта (Закупочная цена)» → `закупочнаяцена`; `null`: a title of another sort. */
function pricedBy(title: string): string | null {
  const inside = /\(([^()]*\p{L}[^()]*)\)\s*$/u.exec(title)?.[1];
  return inside !== undefined && meaningsOf(title).some(({ field }) => field === 'currency') ? plainTitle(inside) : null;
}

/**
 * Which column says in what money a price is. Programs that keep several prices write a currency for each («Закупочная цена», «Валюта
 * (Закупочная цена)»): roubles of the one say nothing of the other. A column that names no price («Валюта») is that of both, as is one that a
 * person has chosen.
 */
export function currencyColumns(titles: readonly string[], columns: Columns): CurrencyColumns {
  const common = columns.currency;
  const paired = titles.map(pricedBy);
  const isOfOne = (column: number): boolean =>
    paired[column] != null && titles.some((title, i) => i !== column && plainTitle(title).endsWith(paired[column]!));
  const all = common === undefined || isOfOne(common) ? undefined : common;
  const of = (field: 'price' | 'cost'): CurrencyColumns => {
    const column = columns[field];
    const title = column === undefined ? '' : plainTitle(titles[column] ?? '');
    const own = paired.findIndex((priced, i) => priced !== null && i !== column && title.endsWith(priced));
    const found = all ?? (own < 0 ? undefined : own);
    return found === undefined ? {} : { [field]: found };
  };
  return { ...of('price'), ...of('cost') };
}
