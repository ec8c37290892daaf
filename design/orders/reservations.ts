import type { OrderedPower } from '../documents/order-pair.ts';
import type { PairView } from '../folds/order-pair.ts';
import type { OrderView } from '../folds/order.ts';
import { lensArticle } from '../optics/lens-sku.ts';
import { SIDES, type Side } from './words.ts';

/** `reserved` lies on its shelf, `consumed` is at the bench or in finished glasses. Both are no longer to be had. */
export interface Held {
  readonly reserved: number;
  readonly consumed: number;
}

/**
 * The article under which a lens lies in stock and is written off: one name for one lens however its cylinder was written, and the same
 * that the shop's balances count by (`lensArticle`).
 */
export const stockKey = (sku: string, { sph, cyl, add }: OrderedPower, eye: Side = 'od'): string =>
  lensArticle(sku, { sph, cyl, add }, eye, add !== null);

/** What one pair takes from our stock, by key (frames by their SKU). */
function takenBy({ details, od, os, frame }: PairView): string[] {
  if (!details) return [];
  const lenses = SIDES.flatMap((eye) => {
    const lens = details[eye];
    return lens && { od, os }[eye].status === 'stock' ? [stockKey(lens.sku, lens.power, eye)] : [];
  });
  return details.frame?.whose === 'ours' && frame !== 'from-supplier' ? [...lenses, details.frame.sku] : lenses;
}

/**
 * What orders hold of our stock: reserved from the confirmation, consumed from the start of production, released by a cancellation. With
 * the hand-over its receipt writes the goods off, so a delivered order holds nothing. A fold: any order of orders, each once by its id.
 */
export function heldStock(orders: Iterable<readonly [string, OrderView]>): ReadonlyMap<string, Held> {
  const held = new Map<string, Held>();
  for (const view of new Map(orders).values()) {
    const kind =
      view.state === 'confirmed' ? 'reserved' : view.state === 'production' || view.state === 'ready' ? 'consumed' : null;
    if (kind === null) continue;
    for (const key of view.pairs.flatMap(takenBy)) {
      const now = held.get(key) ?? { reserved: 0, consumed: 0 };
      held.set(key, { ...now, [kind]: now[kind] + 1 });
    }
  }
  return held;
}

/** Pieces that may still be promised; below nothing where two shops' tablets promised the same one. @param floor pieces that the books show */
export function available(floor: number, held: Held | undefined): number {
  return floor - (held?.reserved ?? 0) - (held?.consumed ?? 0);
}
