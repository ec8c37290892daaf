import type { FiscalResult, Receipt, Sale, StockMovement } from '../../design/documents/facts.ts';
import type { StockTake } from '../../design/documents/stock-take.ts';
import { codesFor } from '../../design/stock/piece-code.ts';
import { transferId } from '../../design/stock/transfers.ts';
import { MINUTE } from '../../design/time/clock.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import { pick } from '../faults/seeded.ts';
import { makeRefund, makeResult, makeSale } from './receipts.ts';
import { makePaper } from './stock.ts';

export type WorldFact = Receipt | FiscalResult | StockMovement;
export const SHOPS = ['demo-1', 'demo-2'] as const;
export type Shop = (typeof SHOPS)[number];
/** A drop that nobody tells from another, and a frame of which each piece has a code. */
export const DROPS = 'CARE';
export const FRAME = 'RB-1';

interface Box {
  readonly id: string;
  readonly number: string;
  readonly from: Shop;
  readonly to: Shop;
  drops: number;
  frames: string[];
}
interface Shelf {
  drops: number;
  /** Codes of the frames that really stand there. */
  readonly frames: Set<string>;
  readonly held: Set<string>;
}

/**
 * Two shops as they are, by hand and without any of the code under test: what really lies where, and what their tills write about it, each
 * into a box of its own that reaches the server when the till does.
 */
export class StockWorld {
  readonly shelves: Readonly<Record<Shop, Shelf>> = { 'demo-1': emptyShelf(), 'demo-2': emptyShelf() };
  readonly outboxes: Record<string, WorldFact[]> = {};
  readonly boxes: Box[] = [];
  /** Pieces that were sold under the code of another: nobody can know but by a conflict, or by a count. */
  readonly mislabelled = new Map<string, string>();
  private readonly sales: { readonly shop: Shop; readonly sale: Sale; readonly frame: string | null }[] = [];
  private readonly random: () => number;
  private step = 0;
  private papers = 0;
  private readonly begun: number;

  constructor(random: () => number, begun: number) {
    this.random = random;
    this.begun = begun;
  }

  get now(): number {
    return this.begun + this.step * MINUTE;
  }

  /** Something happens in one of the shops. */
  live(): void {
    this.step += 1;
    const shop = pick(this.random, SHOPS);
    // What happens often stands here often.
    const acts: (() => void)[] = [
      () => this.receive(shop),
      () => this.sell(shop),
      () => this.sell(shop),
      () => this.sell(shop),
      () => this.giveBack(shop),
      () => this.send(shop),
      () => this.accept(shop),
      () => this.recall(shop),
      () => this.writeOff(shop),
      () => this.hold(shop),
      () => this.release(shop),
      () => this.steal(shop),
      () => this.neverMade(shop),
      () => this.sellAsAnother(shop),
    ];
    pick(this.random, acts)();
  }

  /** Whatever is under way arrives, or comes back. */
  settle(): void {
    for (const box of this.boxes) {
      this.step += 1;
      if (this.random() < 0.5) this.unpack(box, 'accepted');
      else this.unpack(box, 'recalled');
    }
  }

  /** Somebody counts a shop to its end and a manager signs. */
  count(store: Shop): StockTake {
    this.step += 1;
    const at = this.now + MINUTE / 2;
    const hlc = formatHlc({ wall: at, counter: SHOPS.indexOf(store), device: 7 });
    const { drops, frames } = this.shelves[store];
    const lines = [
      { sku: DROPS, counted: drops },
      { sku: FRAME, counted: frames.size },
    ];
    return {
      ...{ _id: `stock-take:${hlc}`, type: 'stock-take', schema: 1, hlc, by: 'staff:1', pos: null, store, number: '3-001' },
      ...{ name: 'Весь магазин', place: 'floor', scope: { kind: 'all' }, blind: true, begun: at - 1, review: null },
      ...{ missingAreNone: true, cancelled: null, posted: null, stamps: { approved: hlc } },
      approved: {
        ...{ at, by: 'staff:1', signed: { by: 'staff:1', name: 'И', role: 'manager' } },
        lines: lines.map((line) => ({ ...line, expected: 0, at, price: null })),
      },
    };
  }

  private write(shop: Shop, fact: WorldFact): void {
    (this.outboxes[`${shop} ${1 + Math.floor(this.random() * 3)}`] ??= []).push(fact);
  }
  private paper(shop: Shop, paper: Parameters<typeof makePaper>[0]): void {
    this.write(shop, makePaper(paper, { store: shop, at: this.now }));
  }
  private number(): string {
    this.papers += 1;
    return `3-2611-${String(this.papers).padStart(3, '0')}`;
  }
  private someFrame(from: ReadonlySet<string>): string | null {
    return from.size === 0 ? null : pick(this.random, [...from].sort());
  }

  private receive(shop: Shop): void {
    const [shelf, number] = [this.shelves[shop], this.number()];
    const lines = [
      { sku: DROPS, qty: 1 + Math.floor(this.random() * 5) },
      { sku: FRAME, qty: 1 + Math.floor(this.random() * 3) },
    ];
    const codes = codesFor(lines, number, (sku) => sku === FRAME);
    shelf.drops += lines[0]!.qty;
    for (const { code } of codes) shelf.frames.add(code);
    this.paper(shop, { kind: 'receipt', number, party: 'П', from: 'supplier', to: 'floor', lines, codes });
  }

  private sell(shop: Shop): void {
    const shelf = this.shelves[shop];
    const frame = this.random() < 0.5 ? this.someFrame(shelf.frames) : null;
    if (frame === null && shelf.drops === 0) return;
    if (frame === null) shelf.drops -= 1;
    else shelf.frames.delete(frame);
    this.sales.push({ shop, frame, sale: this.receipt(shop, frame) });
  }

  private receipt(shop: Shop, frame: string | null, made = true): Sale {
    const line = frame === null ? { sku: DROPS } : { sku: FRAME, note: frame };
    const sale = makeSale({ at: this.now, store: shop, device: 1 + SHOPS.indexOf(shop), counter: this.step, lines: [line] });
    this.write(shop, sale);
    // The drive's answer may reach the server by another way, and before the sale.
    if (made) this.write(shop, makeResult(sale));
    return sale;
  }

  private neverMade(shop: Shop): void {
    this.receipt(shop, this.someFrame(this.shelves[shop].frames), false);
  }

  /** The label of a frame that is long gone hangs on another one. */
  private sellAsAnother(shop: Shop): void {
    const real = this.someFrame(this.shelves[shop].frames);
    const gone = this.sales.find(
      ({ shop: where, frame }) => where === shop && frame !== null && ![...this.mislabelled.keys()].includes(frame),
    );
    if (real === null || !gone || this.random() < 0.5) return;
    this.shelves[shop].frames.delete(real);
    this.mislabelled.set(gone.frame!, real);
    this.sales.splice(this.sales.indexOf(gone), 1);
    this.receipt(shop, gone.frame);
  }

  private giveBack(shop: Shop): void {
    const at = this.sales.findIndex((one) => one.shop === shop);
    if (at < 0) return;
    const [{ sale, frame }] = this.sales.splice(at, 1) as [(typeof this.sales)[number]];
    const spec = { at: this.now, store: shop, device: 1 + SHOPS.indexOf(shop), counter: this.step };
    const refund = makeRefund({ ...spec, lines: [{ sku: frame === null ? DROPS : FRAME, of: { sale: sale._id, line: 0 } }] });
    if (frame === null) this.shelves[shop].drops += 1;
    else this.shelves[shop].frames.add(frame);
    this.write(shop, refund);
    this.write(shop, makeResult(refund));
  }

  private send(shop: Shop): void {
    const [shelf, number] = [this.shelves[shop], this.number()];
    const frame = this.someFrame(shelf.frames);
    const drops = Math.min(shelf.drops, Math.floor(this.random() * 3));
    if (frame === null || drops === 0) return;
    shelf.drops -= drops;
    shelf.frames.delete(frame);
    const to = SHOPS.find((one) => one !== shop)!;
    const box = { id: transferId(shop, number), number, from: shop, to, drops, frames: [frame] };
    this.boxes.push(box);
    const what = { kind: 'sent', party: to, from: 'floor', to: 'transit', number, of: box.id } as const;
    this.paper(shop, { ...what, ...contentOf(box) });
  }

  private accept(shop: Shop): void {
    const box = this.boxes.find(({ to }) => to === shop);
    if (box) this.unpack(box, 'accepted');
  }
  private recall(shop: Shop): void {
    const box = this.boxes.find(({ from }) => from === shop);
    if (box) this.unpack(box, 'recalled');
  }
  private unpack(box: Box, kind: 'accepted' | 'recalled'): void {
    const { lines, codes } = contentOf(box);
    if (lines.every(({ qty }) => qty === 0)) return;
    const shop = kind === 'accepted' ? box.to : box.from;
    const shelf = this.shelves[shop];
    shelf.drops += box.drops;
    for (const frame of box.frames) shelf.frames.add(frame);
    Object.assign(box, { drops: 0, frames: [] });
    const from = kind === 'accepted' ? 'other-shop' : 'transit';
    const party = kind === 'accepted' ? box.from : null;
    this.paper(shop, { kind, party, number: box.number, of: box.id, from, to: 'floor', lines, codes });
  }

  private writeOff(shop: Shop): void {
    const frame = this.someFrame(this.shelves[shop].frames);
    if (frame === null) return;
    this.shelves[shop].frames.delete(frame);
    const signed = { by: 'staff:boss', name: 'И', role: 'manager' } as const;
    this.paper(shop, { kind: 'write-off', from: 'floor', to: 'write-off', because: 'брак', signed, ...oneFrame(frame) });
  }
  private hold(shop: Shop): void {
    const { frames, held } = this.shelves[shop];
    const frame = this.someFrame(frames);
    if (frame === null) return;
    frames.delete(frame);
    held.add(frame);
    this.paper(shop, { kind: 'hold', from: 'floor', to: 'reserved', ...oneFrame(frame) });
  }
  private release(shop: Shop): void {
    const { frames, held } = this.shelves[shop];
    const frame = this.someFrame(held);
    if (frame === null) return;
    held.delete(frame);
    frames.add(frame);
    this.paper(shop, { kind: 'release', from: 'reserved', to: 'floor', ...oneFrame(frame) });
  }
  private steal(shop: Shop): void {
    if (this.shelves[shop].drops > 0 && this.random() < 0.3) this.shelves[shop].drops -= 1;
  }
}

function emptyShelf(): Shelf {
  return { drops: 0, frames: new Set(), held: new Set() };
}
const oneFrame = (code: string) => ({ lines: [{ sku: FRAME, qty: 1 }], codes: [{ sku: FRAME, code }] });
const contentOf = ({ drops, frames }: Box) => ({
  lines: [
    { sku: DROPS, qty: drops },
    { sku: FRAME, qty: frames.length },
  ],
  codes: frames.map((code) => ({ sku: FRAME, code })),
});
