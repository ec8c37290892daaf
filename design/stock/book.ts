import { resultIdOf } from '../databases.ts';
import type { Receipt, StockMovement } from '../documents/facts.ts';
import type { Balance } from '../documents/opening.ts';
import { articlesOf, SALES_FLOOR, stockOfReceipt, thousandths } from '../folds/movement.ts';

/**
 * What lies at every place of a shop, counted up from facts as they come: in any order, each once however often it is told; a receipt from
 * the moment its fiscal result is known. Keeps the stock papers that it saw, for lists. `StockCount` is the same for the till, which asks
 * only for the floor.
 */
export class StockBook {
  private readonly places = new Map<string, Map<string, number>>();
  private readonly seen = new Set<string>();
  private readonly results = new Set<string>();
  private readonly waiting = new Map<string, Receipt>();
  readonly papers: StockMovement[] = [];
  /** Has this shop any record of stock? Without one it only ever goes below zero by what it sells, which says nothing. */
  kept = false;

  begin(stock: Balance['stock']): void {
    for (const [place, skus] of Object.entries(stock)) for (const [sku, sum] of Object.entries(skus)) this.begun(place, sku, sum);
  }

  take(fact: Receipt | StockMovement): void {
    if (this.seen.has(fact._id)) return;
    this.seen.add(fact._id);
    if (fact.type === 'stock-movement') {
      this.papers.push(fact);
      this.kept = true;
      for (const { sku, qty } of articlesOf(fact)) {
        this.move(fact.from, sku, -thousandths(qty));
        this.move(fact.to, sku, thousandths(qty));
      }
    } else if (this.results.has(resultIdOf(fact._id))) this.count(fact);
    else this.waiting.set(resultIdOf(fact._id), fact);
  }

  /** @param id `fiscal-result:<key>` */
  takeResult(id: string): void {
    if (this.results.has(id)) return;
    this.results.add(id);
    const receipt = this.waiting.get(id);
    this.waiting.delete(id);
    if (receipt) this.count(receipt);
  }

  /** Pieces. */
  at(place: string, sku: string): number {
    return (this.places.get(place)?.get(sku) ?? 0) / 1_000;
  }

  /** Articles that lie somewhere, or should: place → article → pieces. */
  *articles(place: string): Iterable<readonly [string, number]> {
    for (const [sku, sum] of this.places.get(place) ?? []) if (sum !== 0) yield [sku, sum / 1_000];
  }

  private begun(place: string, sku: string, sum: number): void {
    this.move(place, sku, sum);
    if (sum > 0) this.kept = true;
  }

  private count(receipt: Receipt): void {
    for (const [sku, moved] of stockOfReceipt(receipt)) this.move(SALES_FLOOR, sku, moved);
  }

  private move(place: string, sku: string, by: number): void {
    let skus = this.places.get(place);
    if (!skus) this.places.set(place, (skus = new Map<string, number>()));
    skus.set(sku, (skus.get(sku) ?? 0) + by);
  }
}
