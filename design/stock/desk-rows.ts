import type { Sale } from '../documents/facts.ts';
import type { StockMinimum } from '../documents/stock-minimum.ts';
import { stockOfReceipt } from '../folds/movement.ts';
import type { Held } from '../orders/reservations.ts';
import type { StockBook } from './book.ts';
import { SHELF_PLACES } from './places.ts';
import { isLow, reorderQty } from './reorder.ts';
import { transferView, type OpenTransfer } from './transfers.ts';

interface DeskFacts {
  readonly store: string;
  readonly transfers: readonly OpenTransfer[];
  readonly minimums: readonly Pick<StockMinimum, 'sku' | 'minimum' | 'maximum' | 'pack'>[];
  /** Sales of the days whose sales a shop keeps in stock. */
  readonly sales: readonly Sale[];
  readonly held: ReadonlyMap<string, Held>;
  /** Ordered of suppliers and not here yet: article → pieces. */
  readonly ordered?: ReadonlyMap<string, number>;
}

/**
 * What lies in a shop, article by article: every article that lies somewhere, should, comes, is promised, was sold lately or has a minimum. By
 * article.
 */
export function deskRows(book: StockBook, { store, transfers, minimums, sales, held, ordered = new Map() }: DeskFacts) {
  const rules = new Map(minimums.map((one) => [one.sku, one]));
  const sold = new Map<string, number>();
  for (const [sku, moved] of sales.flatMap(stockOfReceipt)) sold.set(sku, (sold.get(sku) ?? 0) - moved / 1_000);
  const coming = new Map(ordered);
  for (const transfer of transfers.filter(({ to }) => to === store))
    for (const { sku, left } of transferView(transfer).lines) coming.set(sku, (coming.get(sku) ?? 0) + Math.max(0, left));
  const lying = SHELF_PLACES.flatMap((place) => [...book.articles(place)].map(([sku]) => sku));
  // What was sold to the last piece, or is promised and not there, is what has to be bought first.
  const skus = new Set([...lying, ...rules.keys(), ...coming.keys(), ...sold.keys(), ...held.keys()]);
  return [...skus].sort().map((sku) => {
    const { minimum = null, maximum = null, pack = 1 } = rules.get(sku) ?? {};
    const places = { floor: book.at('floor', sku), storeroom: book.at('storeroom', sku), workshop: book.at('workshop', sku) };
    const { reserved: promised = 0, consumed = 0 } = held.get(sku) ?? {};
    const facts = {
      ...{ minimum, maximum, pack, sold: sold.get(sku) ?? 0, onHand: places.floor + places.storeroom },
      ...{ held: promised + consumed, coming: coming.get(sku) ?? 0 },
    };
    return {
      ...{ sku, ...places, reserved: book.at('reserved', sku), transit: book.at('transit', sku), coming: facts.coming },
      ...{ held: facts.held, sold: facts.sold, minimum, maximum, pack, low: isLow(facts), order: reorderQty(facts) },
    };
  });
}
