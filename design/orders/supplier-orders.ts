import type { OrderEvent } from '../documents/order.ts';
import type { SupplierOrder } from '../documents/supplier-order.ts';
import type { OrderView } from '../folds/order.ts';
import type { NewEvent } from '../merge/edit.ts';
import type { LensLine } from './lens-needs.ts';
import type { PairLetter, Side } from './words.ts';

/** A line of a supplier's order. */
export type SupplierLine = SupplierOrder['lines'][number];
type LensOf = Pick<LensLine, 'pair' | 'eye'>;

export const supplierLines = (lines: readonly LensLine[]): SupplierLine[] =>
  lines.map(({ order, number, pair, eye, lens }) => ({ order, number, pair, eye, lens }));

const lensNow = ({ pairs }: Pick<OrderView, 'pairs'>, { pair, eye }: LensOf) =>
  pairs.find((one) => one.pair === pair)?.[eye] ?? null;

const orderedBy = (supplierOrder: string, lines: readonly LensOf[]): NewEvent[] =>
  lines.map(({ pair, eye }) => ({ kind: 'step', step: 'lens-ordered', pair, eye, supplierOrder }));

/**
 * What an order still has to be told of a supplier's order that names its lenses: those that it has not heard of (the device died between
 * the two writes) and that nobody else has seen to since. Said twice it answers none.
 */
export function unsaid(supplierOrder: SupplierOrder, id: string, events: readonly OrderEvent[], view: OrderView): NewEvent[] {
  if (supplierOrder.cancelled) return [];
  if (view.state !== 'confirmed' && view.state !== 'production') return [];
  const said = new Set(
    events.flatMap((event) =>
      event.kind === 'step' && event.supplierOrder === supplierOrder._id ? [`${event.pair ?? 'A'}${event.eye ?? ''}`] : [],
    ),
  );
  const heard = (pair: PairLetter, eye: Side) => said.has(`${pair}${eye}`) || said.has(pair);
  const lines = supplierOrder.lines.filter(({ order, pair, eye }) => order === id && !heard(pair, eye));
  return orderedBy(
    supplierOrder._id,
    lines.filter((line) => lensNow(view, line)?.status === 'needed'),
  );
}

/** The events of lenses that came, as their order stands now: what came already is not taken in twice. */
export function receivedEvents(lines: readonly LensLine[], id: string, view: OrderView): NewEvent[] {
  return lines
    .filter((line) => line.order === id && lensNow(view, line)?.status === 'ordered')
    .map(({ pair, eye, supplierOrder }) => ({ kind: 'step', step: 'received', pair, eye, supplierOrder }));
}

/**
 * How a line stands with its order. `twice`: another supplier's order has it too (two tablets, each offline). `again`: it was ordered, broke
 * and is needed once more. `gone`: its order was cancelled, or has no such lens any more.
 */
export type LineState = 'ordered' | 'received' | 'twice' | 'again' | 'gone';

export function lineState(supplierOrder: string, line: SupplierLine, view: OrderView | null): LineState {
  const lens = view && lensNow(view, line);
  if (!lens || !view || view.state === 'cancelled' || lens.status === 'none') return 'gone';
  if (lens.supplierOrder !== null && lens.supplierOrder !== supplierOrder) return 'twice';
  if (lens.status === 'received') return 'received';
  return lens.status === 'ordered' ? 'ordered' : 'again';
}
