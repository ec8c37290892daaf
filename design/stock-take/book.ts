import { resultIdOf } from '../databases.ts';
import type { StockMovement } from '../documents/facts.ts';
import type { Balance } from '../documents/opening.ts';
import { articlesOf, stockOfReceipt, SALES_FLOOR, thousandths, type Receipt } from '../folds/movement.ts';
import type { StockFact, StockFold } from '../folds/stock-count.ts';

/** Why the books changed while a shop was being counted. */
export type MoveReason = 'sold' | 'returned' | 'received' | 'sent' | 'adjusted';
export interface Move {
  readonly at: number;
  /** Thousandths of a piece. */
  readonly by: number;
  readonly reason: MoveReason;
}

/**
 * What the books of one place say at each instant since a stock-take began: the opening and every fact before it as one sum, what came
 * later with its time. Facts are told in any order and more than once; a receipt counts at the instant it was made, once its fiscal
 * result is known (as in `movementOf`). All instants are epoch ms by the server's clock.
 */
export class BookLedger implements StockFold {
  private readonly base = new Map<string, number>();
  private readonly moves = new Map<string, Move[]>();
  private readonly seen = new Set<string>();
  private readonly results = new Set<string>();
  private readonly waiting = new Map<string, Receipt>();
  private readonly place: string;
  private readonly since: number;

  constructor(place: string, since: number) {
    this.place = place;
    this.since = since;
  }

  begin(stock: Balance['stock']): void {
    for (const [sku, sum] of Object.entries(stock[this.place] ?? {})) this.base.set(sku, (this.base.get(sku) ?? 0) + sum);
  }

  take(fact: StockFact): void {
    if (this.seen.has(fact._id)) return;
    this.seen.add(fact._id);
    if (fact.type === 'stock-movement') this.movement(fact);
    else if (this.results.has(resultIdOf(fact._id))) this.receipt(fact);
    else this.waiting.set(resultIdOf(fact._id), fact);
  }

  takeResult(id: string): void {
    if (this.results.has(id)) return;
    this.results.add(id);
    const receipt = this.waiting.get(id);
    this.waiting.delete(id);
    if (receipt) this.receipt(receipt);
  }

  /** Pieces that should lie there at an instant. */
  at(sku: string, instant: number): number {
    const later = (this.moves.get(sku) ?? []).reduce((sum, { at, by }) => (at <= instant ? sum + by : sum), 0);
    return ((this.base.get(sku) ?? 0) + later) / 1_000;
  }

  /** What changed an article after `from`, up to and with `to`. */
  between(sku: string, from: number, to: number): readonly Move[] {
    return (this.moves.get(sku) ?? []).filter(({ at }) => at > from && at <= to);
  }

  /** Every article that the books know of there. */
  skus(): string[] {
    return [...new Set([...this.base.keys(), ...this.moves.keys()])].sort();
  }

  private movement(fact: StockMovement): void {
    const counted = fact.document?.kind === 'adjustment';
    for (const { sku, qty } of articlesOf(fact)) {
      if (fact.from === this.place) this.move(sku, fact.at, -thousandths(qty), counted ? 'adjusted' : 'sent');
      if (fact.to === this.place) this.move(sku, fact.at, thousandths(qty), counted ? 'adjusted' : 'received');
    }
  }

  private receipt(receipt: Receipt): void {
    if (this.place !== SALES_FLOOR) return;
    for (const [sku, by] of stockOfReceipt(receipt)) this.move(sku, receipt.at, by, by < 0 ? 'sold' : 'returned');
  }

  private move(sku: string, at: number, by: number, reason: MoveReason): void {
    if (at <= this.since) {
      this.base.set(sku, (this.base.get(sku) ?? 0) + by);
      return;
    }
    const moves = this.moves.get(sku);
    if (moves) moves.push({ at, by, reason });
    else this.moves.set(sku, [{ at, by, reason }]);
  }
}
