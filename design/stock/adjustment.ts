import type { Signature, StockMovement } from '../documents/facts.ts';
import { docId } from '../ids.ts';
import type { OwnPlace } from './places.ts';

/** What a count found of one article at one place. */
export interface CountedDifference {
  readonly sku: string;
  readonly place: OwnPlace;
  /** Pieces: counted − what the books said when it was counted; thousandths at the finest. */
  readonly difference: number;
  /** When it was counted, epoch ms; absent: the head's instant. From then on the books say what lay there. */
  readonly at?: number;
}

/**
 * What the adjustments of one count have in common. `key`: the count's own name (the key of the stock-take, `reconcile-<store>-<day>`): with
 * article and place it makes the id, so that a count is posted once, however many devices do it; they write the very same bytes where
 * `hlc`, `at`, `by`, `pos` and `signed` come from the count too, and not from whoever writes.
 */
export interface AdjustmentHead extends Pick<StockMovement, 'store' | 'at' | 'hlc' | 'by' | 'pos'> {
  readonly key: string;
  readonly number: string | null;
  /** Id of the document that says what was counted. */
  readonly of: string | null;
  /** `stock_take`, `daily_reconciliation` (requirement C-40) or what a person wrote. */
  readonly because: string;
  readonly signed?: Signature;
}

const COUNT = 'count';
/** Ids of the shop's databases may have 256 characters. */
const LONGEST_NAME = 150;

/** The id of the fact that puts one article at one place right after one count. */
export const adjustmentId = (key: string, place: OwnPlace, sku: string): string =>
  docId('stock-movement', `${key}:${`${place}:${sku}`.slice(0, LONGEST_NAME)}`);

/**
 * Facts that put the books right after a count: one for each article and place that differs, from `count` to the shelf or back. Adding them
 * twice changes nothing (ids); an article that is named twice at one place is summed up. In the order of their ids.
 */
export function adjustmentFacts(head: AdjustmentHead, differences: readonly CountedDifference[]): StockMovement[] {
  const { key, number, of, because, signed, store, at, hlc, by, pos } = head;
  const sums = new Map<string, { sku: string; place: OwnPlace; thousandths: number; counted: number }>();
  for (const { sku, place, difference, at: counted = at } of differences) {
    const name = `${place}:${sku}`;
    const before = sums.get(name);
    const thousandths = (before?.thousandths ?? 0) + Math.round(difference * 1_000);
    sums.set(name, { sku, place, thousandths, counted: Math.max(before?.counted ?? 0, counted) });
  }
  return [...sums]
    .filter(([, { thousandths }]) => thousandths !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { sku, place, thousandths, counted }]): StockMovement => ({
      ...{ _id: adjustmentId(key, place, sku), type: 'stock-movement', schema: 1 },
      ...{ hlc, by, pos, store, sku, qty: Math.abs(thousandths) / 1_000 },
      ...(thousandths > 0 ? { from: COUNT, to: place } : { from: place, to: COUNT }),
      ...{ at: counted, because, document: { kind: 'adjustment', number, party: null, of } },
      ...(signed ? { signed } : {}),
    }));
}
