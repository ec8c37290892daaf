import { resultIdOf } from '../databases.ts';
import type { Receipt, StockMovement } from '../documents/facts.ts';
import type { Balance } from '../documents/opening.ts';
import { articlesOf, SALES_FLOOR, stockOfReceipt, thousandths } from './movement.ts';

export type StockFact = Receipt | StockMovement;

/** What is counted up from a sealed opening and the facts since, told in any order and more than once. */
export interface StockFold {
  /** The balance of the opening that facts are added to. */
  begin(stock: Balance['stock']): void;
  take(fact: StockFact): void;
  /** @param id `fiscal-result:<key>`: from then on its receipt counts. */
  takeResult(id: string): void;
}

/**
 * What lies on the sales floor of a shop, counted up from facts as they come: in any order, each once however often it is told. A receipt
 * counts from the moment its fiscal result is known, as in `movementOf`; the result is told by its id alone. Pieces.
 */
export class StockCount implements StockFold {
  private readonly floor = new Map<string, number>();
  private readonly sold = new Map<string, number>();
  private readonly seen = new Set<string>();
  private readonly results = new Set<string>();
  /** Receipts whose result has not come, by the id that it will have. */
  private readonly waiting = new Map<string, Receipt>();
  private kept = false;

  /** The balance of the sealed opening that facts are added to; facts taken before stay counted. */
  begin(stock: Balance['stock']): void {
    for (const [sku, sum] of Object.entries(stock[SALES_FLOOR] ?? {})) {
      this.move(sku, sum);
      // Only what was put somewhere can be left over: a shop without records only ever goes below zero.
      if (sum > 0) this.kept = true;
    }
  }

  take(fact: StockFact): void {
    if (this.seen.has(fact._id)) return;
    this.seen.add(fact._id);
    if (fact.type === 'stock-movement') {
      this.kept = true;
      for (const { sku, qty } of articlesOf(fact)) {
        if (fact.from === SALES_FLOOR) this.move(sku, -thousandths(qty));
        if (fact.to === SALES_FLOOR) this.move(sku, thousandths(qty));
      }
      return;
    }
    const result = resultIdOf(fact._id);
    if (this.results.has(result)) this.count(fact);
    else this.waiting.set(result, fact);
  }

  /** @param id `fiscal-result:<key>` */
  takeResult(id: string): void {
    if (this.results.has(id)) return;
    this.results.add(id);
    const receipt = this.waiting.get(id);
    this.waiting.delete(id);
    if (receipt) this.count(receipt);
  }

  /** Pieces; `null` where this shop keeps no record of stock that this device knows of. */
  of(sku: string): number | null {
    return this.kept ? (this.floor.get(sku) ?? 0) / 1_000 : null;
  }

  /** SKUs of goods by how many receipts sold them, the most first; of equal ones in the order of their names. */
  bestSellers(most: number): string[] {
    return [...this.sold]
      .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
      .slice(0, most)
      .map(([sku]) => sku);
  }

  private count(receipt: Receipt): void {
    for (const [sku, moved] of stockOfReceipt(receipt)) this.move(sku, moved);
    if (receipt.type === 'sale') for (const { sku } of receipt.lines) this.sold.set(sku, (this.sold.get(sku) ?? 0) + 1);
  }

  private move(sku: string, by: number): void {
    this.floor.set(sku, (this.floor.get(sku) ?? 0) + by);
  }
}
