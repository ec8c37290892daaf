import type { StockMovement } from '../documents/facts.ts';
import { docId } from '../ids.ts';
import type { OwnPlace } from '../stock/places.ts';

/** Pieces of an article that a file says lie in our shop. */
export interface StockSaid {
  readonly sku: string;
  readonly pieces: number;
}

interface ShopStockHead extends Pick<StockMovement, 'store' | 'hlc' | 'at'> {
  /** Key of the job, `IMP-00012`, and the number of the piece: with them a piece is entered once, however often it is done. */
  readonly job: string;
  readonly piece: number;
  /** `IMP/00012` */
  readonly number: string;
  readonly supplier: string | null;
  /** Who confirmed the job. */
  readonly because: string;
  readonly place: OwnPlace;
}

const ID = 'import-job:';
const wayOf = (place: OwnPlace, more: boolean) => (more ? { from: 'count', to: place } : { from: place, to: 'count' });

export const shopStockId = (job: string, piece: number, way: 'more' | 'less', undo = false): string =>
  docId('stock-movement', `${job}-s${String(piece).padStart(6, '0')}-${way}${undo ? '-undo' : ''}`);

/**
 * What puts the books of a shop right by one piece of a file: the differences only, at most two papers (what is more, what is less). The file
 * speaks of the instant at which it came: what was sold since is a fact of its own and stays.
 * @param books pieces by the books at that instant
 */
export function shopStockFacts(
  head: ShopStockHead,
  said: readonly StockSaid[],
  books: (sku: string) => number,
): { readonly facts: StockMovement[]; readonly changed: number } {
  const { job, piece, number, supplier, place, ...rest } = head;
  const lines = said.map(({ sku, pieces }) => ({ sku, by: Math.round(pieces * 1_000) - Math.round(books(sku) * 1_000) }));
  const facts = (['more', 'less'] as const).flatMap((way): StockMovement[] => {
    const own = lines.filter(({ by }) => (way === 'more' ? by > 0 : by < 0));
    const [first, ...more] = own.map(({ sku, by }) => ({ sku, qty: Math.abs(by) / 1_000 }));
    if (!first) return [];
    return [
      {
        ...{ _id: shopStockId(job, piece, way), type: 'stock-movement', schema: 1, by: null, pos: null, ...rest },
        ...{ ...first, ...wayOf(place, way === 'more'), ...(more.length > 0 ? { more } : {}) },
        document: { kind: 'adjustment', number, party: supplier, of: `${ID}${job}` },
      },
    ];
  });
  return { facts, changed: lines.filter(({ by }) => by !== 0).length };
}

/** The same goods the other way. */
export function shopStockBack(
  fact: StockMovement,
  { hlc, at, because }: Pick<StockMovement, 'hlc' | 'at' | 'because'>,
): StockMovement {
  const { _id, from, to } = fact;
  const { _rev: _, ...body } = fact as StockMovement & { _rev?: string };
  return { ...body, _id: `${_id}-undo`, from: to, to: from, hlc, at, because };
}
