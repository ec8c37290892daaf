import type { StockMovement } from '../documents/facts.ts';
import type { Order, OrderEvent } from '../documents/order.ts';
import type { PairView, WorkshopEvent } from '../folds/order-pair.ts';
import { replayOrder } from '../folds/order.ts';
import { docId, keyOfId } from '../ids.ts';
import { stockKey } from '../orders/reservations.ts';
import { SIDES, type BreakageCause, type DamagedPart, type DefectCause } from '../orders/words.ts';

/**
 * Goods that the workshop moved: a lens that came from its supplier for an order, was not there after all, was spoilt, or went back to the
 * supplier whose fault it was. A lens out of our drawer is an article in a power, one that was ordered its family, as the receipt at the
 * hand-over names them (`order-cart.ts`).
 */
export interface OrderGoods {
  /** Of the event and of what it moved: where an earlier word changes what that was, it is another move. */
  readonly name: string;
  readonly what: 'received' | 'unreceived' | 'spoilt' | 'returned';
  readonly sku: string;
  readonly at: number;
  readonly by: string | null;
  readonly because: string;
  /** Of a frame: which piece of it. */
  readonly piece?: string;
}

/** Ids of the shop's databases may have 256 characters. */
const LONGEST_SKU = 100;

const CAUSES: Readonly<Record<BreakageCause | DefectCause, string>> = {
  edging: 'обточка',
  mounting: 'сборка',
  handling: 'неосторожность',
  material: 'материал',
  transport: 'перевозка',
  client: 'клиент',
  power: 'не та сила',
  axis: 'не та ось',
  centration: 'центровка',
  prism: 'призма',
  coating: 'покрытие',
  tint: 'окраска',
  scratch: 'царапина',
  chip: 'скол',
  size: 'не тот размер',
  frame: 'оправа',
  'wrong-article': 'не тот товар',
  other: 'другое',
};

/** What the events of an order moved, as far as they have an effect; in their order. */
export function orderGoods(events: readonly OrderEvent[]): OrderGoods[] {
  const goods: OrderGoods[] = [];
  replayOrder(events, (now, next, event) => goods.push(...moved(now, next, event)));
  return goods;
}

function moved(now: PairView, next: PairView, event: WorkshopEvent): OrderGoods[] {
  const { details } = now;
  if (!details) return [];
  const one = (part: DamagedPart, what: OrderGoods['what'], sku: string, because: string): OrderGoods => {
    return { name: `${event.id}-${part}-${what}-${sku.slice(0, LONGEST_SKU)}`, what, sku, at: event.at, by: event.by, because };
  };
  if (event.kind === 'step') {
    return SIDES.flatMap((eye) => {
      const [before, after, lens] = [now[eye].status === 'received', next[eye].status === 'received', details[eye]];
      return before === after || !lens ? [] : one(eye, after ? 'received' : 'unreceived', lens.sku, '');
    });
  }
  if ((event.kind !== 'breakage' && event.kind !== 'defect') || event.again === 'no') return [];
  const because = [CAUSES[event.cause], event.note ?? ''].filter((text) => text !== '').join(': ');
  const { part } = event;
  if (part === 'frame') {
    const { frame } = details;
    if (frame?.whose !== 'ours') return [];
    const spoilt = one(part, 'spoilt', frame.sku, because);
    // What came in its place is another piece, which nobody has named.
    return [frame.piece && now.frame === 'fine' ? { ...spoilt, piece: frame.piece } : spoilt];
  }
  const [lens, { status }] = [details[part], now[part]];
  if (!lens || (status !== 'stock' && status !== 'received')) return [];
  if (status === 'stock') return [one(part, 'spoilt', stockKey(lens.sku, lens.power, part), because)];
  return [one(part, event.fault === 'supplier' ? 'returned' : 'spoilt', lens.sku, because)];
}

const WAYS = {
  received: { kind: 'receipt', from: 'supplier', to: 'floor' },
  unreceived: { kind: 'supplier-return', from: 'floor', to: 'supplier' },
  spoilt: { kind: 'write-off', from: 'floor', to: 'write-off' },
  returned: { kind: 'supplier-return', from: 'floor', to: 'supplier' },
} as const;

/** Ids of the facts of one order begin with this. */
export const goodsPrefix = (order: string): string => docId('stock-movement', `order-${keyOfId(order)}-`);
const goodsId = (order: string, name: string, turn: number): string => `${goodsPrefix(order)}${name}~${turn}`;

/**
 * Facts that are missing in the books for an order. A move whose event lost its effect, because another tablet's event came in before it,
 * is turned back by a fact of its own; `~1`, `~2`… count the turns. Told again with what was written it adds nothing.
 * @param written every fact of the order
 * @param since what happened before this instant (epoch ms) is not entered any more
 */
export function missingGoods(
  order: Pick<Order, '_id' | 'number' | 'store' | 'events'>,
  written: readonly StockMovement[],
  { since, stamp }: { readonly since: number; readonly stamp: () => string },
): StockMovement[] {
  const goods = new Map(orderGoods(order.events).map((one) => [one.name, one]));
  const turns = new Map<string, StockMovement[]>();
  const prefix = goodsPrefix(order._id);
  for (const fact of written) {
    const name = fact._id.slice(prefix.length).replace(/~\d+$/, '');
    turns.set(name, [...(turns.get(name) ?? []), fact]);
  }
  const head = { type: 'stock-movement', schema: 1, pos: null, store: order.store, qty: 1 } as const;
  const paper = { number: order.number ?? null, party: null, of: order._id };
  const missing = [...goods.values()].flatMap(({ name, what, sku, at, by, because, piece }): StockMovement[] => {
    const done = turns.get(name)?.length ?? 0;
    if (done % 2 === 1 || (done === 0 && at < since)) return [];
    const { kind, from, to } = WAYS[what];
    const _id = goodsId(order._id, name, done + 1);
    const codes = piece === undefined ? {} : { codes: [{ sku, code: piece }] };
    return [{ ...head, _id, hlc: stamp(), by, sku, from, to, at, because, document: { kind, ...paper, ...codes } }];
  });
  const undone = [...turns].flatMap(([name, facts]): StockMovement[] => {
    if (goods.has(name) || facts.length % 2 === 0) return [];
    const { sku, from, to, at, by } = facts[0]!;
    const _id = goodsId(order._id, name, facts.length + 1);
    const { codes } = facts[0]!.document ?? {};
    const document = { kind: 'adjustment', ...paper, ...(codes ? { codes } : {}) } as const;
    return [{ ...head, _id, hlc: stamp(), by, sku, from: to, to: from, at, because: 'order_changed', document }];
  });
  return [...missing, ...undone];
}
