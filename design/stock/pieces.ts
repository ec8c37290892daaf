import type { Receipt, StockMovement } from '../documents/facts.ts';
import type { StockDocumentKind } from '../documents/stock-document.ts';
import { handsOver } from '../folds/open-deposits.ts';
import { articleOfPiece, nearestPieces, pieceOfLine } from './piece-code.ts';

/** What happened to one piece. `id`: of the fact. */
export interface PieceEvent {
  readonly at: number;
  readonly id: string;
  readonly pos: string | null;
  readonly what: StockDocumentKind | 'sold' | 'returned';
  readonly number: string | null;
}
export type PieceState = 'here' | 'sold' | 'gone';

const TAKES: readonly PieceEvent['what'][] = ['sold', 'sent', 'delivered', 'write-off', 'supplier-return'];
/** `adjustment`: a write-off whose reason was taken back. */
const BRINGS: readonly PieceEvent['what'][] = ['receipt', 'accepted', 'recalled', 'returned', 'adjustment'];

/** The way of every piece that has a code of its own, from the facts that bear it: in any order, each once. */
export class PieceLedger {
  private readonly events = new Map<string, PieceEvent[]>();
  private readonly seen = new Set<string>();
  /** `<sale> <line>`: the piece that it sold. */
  private readonly sold = new Map<string, string>();
  private readonly refunds: Receipt[] = [];

  take(fact: Receipt | StockMovement): void {
    if (this.seen.has(fact._id)) return;
    this.seen.add(fact._id);
    if (fact.type === 'stock-movement') {
      for (const { code } of fact.document?.codes ?? []) this.add(code, fact, fact.document!.kind, fact.document!.number);
    } else if (fact.type === 'sale') {
      for (const [i, line] of fact.lines.entries()) {
        // A deposit names what it is for, and nothing has left the shop yet.
        const code = handsOver(line) ? pieceOfLine(line) : null;
        if (code === null) continue;
        this.sold.set(`${fact._id} ${i}`, code);
        this.add(code, fact, 'sold', null);
      }
    } else if (fact.type === 'refund') this.refunds.push(fact);
  }

  /** Events of a piece in the order of their time. */
  of(code: string): readonly PieceEvent[] {
    const returned = this.refunds.flatMap((refund) =>
      refund.lines.flatMap(({ of }): PieceEvent[] =>
        of && this.sold.get(`${of.sale} ${of.line}`) === code
          ? [{ at: refund.at, id: refund._id, pos: refund.pos, what: 'returned', number: null }]
          : [],
      ),
    );
    return [...(this.events.get(code) ?? []), ...returned].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  /** Codes of an article's pieces that any fact bears, in their order. */
  codes(sku: string): string[] {
    return [...this.events.keys()].filter((code) => articleOfPiece(code) === sku).sort();
  }

  /** Pieces of which somebody may have meant one with a code that names none. */
  near(typed: string): string[] {
    return nearestPieces(typed, this.events.keys());
  }

  stateOf(code: string): PieceState {
    const last = this.of(code).findLast(({ what }) => TAKES.includes(what) || BRINGS.includes(what));
    if (!last || BRINGS.includes(last.what)) return 'here';
    return last.what === 'sold' ? 'sold' : 'gone';
  }

  /** Pieces that went twice without coming back in between: two tills that were apart sold one, or it was sold after it was written off (C-21, C-22). */
  conflicts(): { readonly code: string; readonly sku: string; readonly because: PieceEvent }[] {
    return [...this.events.keys()].sort().flatMap((code) => {
      let gone = false;
      let found: PieceEvent | null = null;
      for (const event of this.of(code)) {
        if (BRINGS.includes(event.what)) [gone, found] = [false, null];
        else if (TAKES.includes(event.what)) {
          // What is delivered was sent before: the same way on.
          if (gone && event.what !== 'delivered') found ??= event;
          gone = true;
        }
      }
      return found ? [{ code, sku: articleOfPiece(code)!, because: found }] : [];
    });
  }

  private add(
    code: string,
    { at, _id: id, pos }: Receipt | StockMovement,
    what: PieceEvent['what'],
    number: string | null,
  ): void {
    if (articleOfPiece(code) === null) return;
    const own = this.events.get(code);
    const event = { at, id, pos, what, number };
    if (own) own.push(event);
    else this.events.set(code, [event]);
  }
}
