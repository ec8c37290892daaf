import type { KnownProduct, ReadRow } from '../checked-row.ts';
import type { Finding } from '../finding.ts';
import { finding, roublesText } from './context.ts';

/** E-37: a price that moves by more than a fifth of the old one; exactly a fifth does not. Kopecks. */
export const isJump = (old: number, now: number): boolean => Math.abs(now - old) * 5 > old;

/** E-36: is sold below what it costs. Kopecks; `null`: not known. */
export function costOverPrice(row: ReadRow, price: number | null, cost: number | null): Finding[] {
  if (price === null || cost === null || cost <= price) return [];
  return [finding(row, 'COST_OVER_PRICE', 'cost', roublesText(cost), roublesText(price))];
}

/** A price of nought: on price lists it means «on request», on a till it would give the article away. */
export const noPrice = (row: ReadRow, price: number | null): Finding[] =>
  price === 0 ? [finding(row, 'PRICE_ZERO', 'price', roublesText(0))] : [];

/**
 * E-38, one article from two suppliers: the lower purchase cost wins, where either is not known the lower price; the present supplier keeps
 * a draw. Answers `null` where the article has no other supplier, else whether the file's supplier is the one to take.
 */
export function cheaperOfTwo(
  row: ReadRow,
  known: KnownProduct,
  supplier: string | null,
): { taken: boolean; told: Finding } | null {
  if (supplier === null || known.supplier === null || known.supplier === supplier || known.archived) return null;
  const byCost = row.cost !== null && known.cost !== null;
  const [field, ours, theirs] = byCost ? (['cost', row.cost, known.cost] as const) : (['price', row.price, known.price] as const);
  const taken = ours !== null && theirs !== null && ours < theirs;
  const value = ours === null ? null : roublesText(ours);
  const old = `${theirs === null ? '' : roublesText(theirs)}, ${known.supplier}`;
  return { taken, told: finding(row, taken ? 'SUPPLIER_CHANGED' : 'CHEAPER_ELSEWHERE', field, value, old) };
}
