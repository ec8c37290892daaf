import { resultIdOf } from '../databases.ts';
import type { Receipt, StockMovement } from '../documents/facts.ts';
import type { Balance } from '../documents/opening.ts';
import { articlesOf, SALES_FLOOR, stockOfReceipt, thousandths } from '../folds/movement.ts';
import { readPowerArticle } from '../optics/lens-sku.ts';
import { PieceLedger } from './pieces.ts';

/** One fact's effect on one article of the sales floor; thousandths of a piece. */
interface FloorEntry {
  readonly id: string;
  readonly at: number;
  readonly pos: string | null;
  readonly moved: number;
  readonly kind: 'sale' | 'write-off' | 'other';
}

/**
 * Why an article is below zero, by the customer's table: C-20 sold although the books showed none · C-21 two tills sold the last piece ·
 * C-22 sold on one side and written off on the other · `piece-taken-twice`: one and the same piece, by its own code, went twice · `taken-from-none`: anything else took more than there was.
 */
type ShortageKind = 'sold-from-none' | 'last-piece-twice' | 'piece-taken-twice' | 'sold-and-written-off' | 'taken-from-none';
export interface Shortage {
  readonly sku: string;
  readonly what: ShortageKind;
  /** Pieces, less than zero; of a piece that was taken twice, whatever the books say. */
  readonly qty: number;
  /** With what it fell below zero, by its own time, and since when. */
  readonly because: FloorEntry;
}

/** The sales floor of a shop, fact by fact: what fell below zero and why. In any order, each fact once; a receipt with its result. */
export class FloorLedger {
  private readonly opening = new Map<string, number>();
  private readonly entries = new Map<string, FloorEntry[]>();
  private readonly seen = new Set<string>();
  private readonly results = new Set<string>();
  private readonly waiting = new Map<string, Receipt>();
  private readonly pieces = new PieceLedger();
  private kept = false;

  begin(stock: Balance['stock']): void {
    for (const [sku, sum] of Object.entries(stock[SALES_FLOOR] ?? {})) {
      this.opening.set(sku, (this.opening.get(sku) ?? 0) + sum);
      if (sum > 0) this.kept = true;
    }
  }

  take(fact: Receipt | StockMovement): void {
    if (this.seen.has(fact._id)) return;
    this.seen.add(fact._id);
    if (fact.type === 'stock-movement') this.pieces.take(fact);
    if (fact.type !== 'stock-movement') {
      if (this.results.has(resultIdOf(fact._id))) this.count(fact);
      else this.waiting.set(resultIdOf(fact._id), fact);
      return;
    }
    this.kept = true;
    const kind = fact.to === 'write-off' ? 'write-off' : 'other';
    for (const { sku, qty } of articlesOf(fact)) {
      const way = Number(fact.to === SALES_FLOOR) - Number(fact.from === SALES_FLOOR);
      if (way !== 0 && qty !== 0) this.add(sku, fact, way * thousandths(qty), kind);
    }
  }

  takeResult(id: string): void {
    if (this.results.has(id)) return;
    this.results.add(id);
    const receipt = this.waiting.get(id);
    this.waiting.delete(id);
    if (receipt) this.count(receipt);
  }

  /** Pieces by the books at an instant; without one, now. */
  at(sku: string, instant = Infinity): number {
    const moved = (this.entries.get(sku) ?? []).reduce((sum, entry) => sum + (entry.at <= instant ? entry.moved : 0), 0);
    return ((this.opening.get(sku) ?? 0) + moved) / 1_000;
  }

  /** What needs counting, by article. A shop without records of stock only ever goes below zero: it is told nothing. */
  shortages(): Shortage[] {
    if (!this.kept) return [];
    const skus = new Set([...this.opening.keys(), ...this.entries.keys()]);
    const twice = new Map(this.pieces.conflicts().map((one) => [one.sku, one.because]));
    return [...skus].sort().flatMap((sku): Shortage[] => {
      const qty = this.at(sku);
      const event = twice.get(sku);
      const entry = event && this.entries.get(sku)?.find(({ id }) => id === event.id);
      if (entry) return [{ sku, qty, what: 'piece-taken-twice', because: entry }];
      const why = qty < 0 ? this.fall(sku) : null;
      return why ? [{ sku, qty, ...why }] : [];
    });
  }

  /** The fact with which the article fell below zero for good, by the facts' own times. */
  private fall(sku: string): Pick<Shortage, 'what' | 'because'> | null {
    const inOrder = [...(this.entries.get(sku) ?? [])].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
    let balance = this.opening.get(sku) ?? 0;
    let before: FloorEntry | null = null;
    let found: Pick<Shortage, 'what' | 'because'> | null = null;
    for (const entry of inOrder) {
      const next = balance + entry.moved;
      if (next >= 0) found = null;
      else if (found === null || balance >= 0) found = { what: kindOf(entry, before), because: entry };
      if (entry.moved < 0) before = entry;
      balance = next;
    }
    return found;
  }

  private count(receipt: Receipt): void {
    this.pieces.take(receipt);
    // A lens family is a matrix of powers: what is made to order and sold under its name never lay on a shelf.
    const isFamily = (sku: string): boolean =>
      receipt.lines.some((line) => line.sku === sku && line.kind === 'lens') && readPowerArticle(sku) === null;
    for (const [sku, moved] of stockOfReceipt(receipt)) if (!isFamily(sku)) this.add(sku, receipt, moved, 'sale');
  }

  private add(sku: string, { _id: id, at, pos }: Receipt | StockMovement, moved: number, kind: FloorEntry['kind']): void {
    const own = this.entries.get(sku);
    const entry = { id, at, pos, moved, kind };
    if (own) own.push(entry);
    else this.entries.set(sku, [entry]);
  }
}

function kindOf(entry: FloorEntry, before: FloorEntry | null): ShortageKind {
  const pair = [entry.kind, before?.kind];
  if (pair.includes('write-off') && pair.includes('sale')) return 'sold-and-written-off';
  if (entry.kind !== 'sale') return 'taken-from-none';
  return before?.kind === 'sale' && before.pos !== entry.pos ? 'last-piece-twice' : 'sold-from-none';
}
