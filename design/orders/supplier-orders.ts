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

const isLine = (a: Pick<SupplierLine, 'order' | 'pair' | 'eye'>, b: Pick<SupplierLine, 'order' | 'pair' | 'eye'>): boolean =>
  a.order === b.order && a.pair === b.pair && a.eye === b.eye;
/** Is this lens called off, alone or with the whole order? */
export const isDropped = ({ cancelled, dropped = [] }: SupplierOrder, line: SupplierLine): boolean =>
  Boolean(cancelled) || dropped.some((one) => isLine(one, line));

/**
 * What an order still has to be told of a supplier's order that names its lenses: those that it has not heard of (the device died between
 * the two writes) and that nobody else has seen to since; and those that were called off. Said twice it answers none.
 */
export function unsaid(supplierOrder: SupplierOrder, id: string, events: readonly OrderEvent[], view: OrderView): NewEvent[] {
  if (view.state !== 'confirmed' && view.state !== 'production') return [];
  const { _id } = supplierOrder;
  const said = new Set(
    events.flatMap((event) =>
      event.kind === 'step' && event.supplierOrder === _id ? [`${event.pair ?? 'A'}${event.eye ?? ''}`] : [],
    ),
  );
  const heard = (pair: PairLetter, eye: Side) => said.has(`${pair}${eye}`) || said.has(pair);
  const ours = supplierOrder.lines.filter(({ order }) => order === id);
  const off = ours.filter((line) => isDropped(supplierOrder, line));
  const ordered = ours.filter((line) => !off.includes(line) && !heard(line.pair, line.eye));
  return [
    ...orderedBy(
      _id,
      ordered.filter((line) => lensNow(view, line)?.status === 'needed'),
    ),
    ...off
      .filter((line) => isOwed(_id, lensNow(view, line)))
      .map(({ pair, eye }) => ({ kind: 'step', step: 'lens-ordered', pair, eye, supplierOrder: _id, undo: true }) as const),
  ];
}
const isOwed = (supplierOrder: string, lens: ReturnType<typeof lensNow>): boolean =>
  lens?.status === 'ordered' && lens.supplierOrder === supplierOrder;

/** The events of lenses that came, as their order stands now: what came already is not taken in twice. */
export function receivedEvents(lines: readonly LensLine[], id: string, view: OrderView): NewEvent[] {
  return lines
    .filter((line) => line.order === id && lensNow(view, line)?.status === 'ordered')
    .map(({ pair, eye, supplierOrder }) => ({ kind: 'step', step: 'received', pair, eye, supplierOrder }));
}

/** The events of a lens that was taken in by mistake. */
export function returnedEvents(line: SupplierLine, id: string, view: OrderView): NewEvent[] {
  if (line.order !== id || lensNow(view, line)?.status !== 'received') return [];
  return [{ kind: 'step', step: 'received', pair: line.pair, eye: line.eye, undo: true }];
}

/**
 * How a line stands with its order. `dropped`: called off. `twice`: another supplier's order has it too (two tablets, each offline).
 * `again`: it was ordered, broke and is needed once more. `gone`: its order was cancelled, or has no such lens any more.
 */
export type LineState = 'ordered' | 'received' | 'dropped' | 'twice' | 'again' | 'gone';

export function lineState(supplierOrder: SupplierOrder, line: SupplierLine, view: OrderView | null): LineState {
  if (isDropped(supplierOrder, line)) return 'dropped';
  const lens = view && lensNow(view, line);
  if (!lens || !view || view.state === 'cancelled' || lens.status === 'none') return 'gone';
  if (lens.supplierOrder !== null && lens.supplierOrder !== supplierOrder._id) return 'twice';
  if (lens.status === 'received') return 'received';
  return lens.status === 'ordered' ? 'ordered' : 'again';
}

/** How one of the two letters stands: `none` was wished for, `waiting` also while the server does not know of it. */
export type LetterState = 'none' | 'waiting' | 'sent' | 'failed';
export function letterState(wish: SupplierOrder['send'], outcome: SupplierOrder['mail']): LetterState {
  if (!wish) return 'none';
  return outcome?.wish === wish.at ? outcome.state : 'waiting';
}

/** May the supplier have it, as far as is known here? Then it has to be told of what is called off. After doubt: yes. */
export function mayBeOut({ sent, send, mail }: SupplierOrder): boolean {
  if (sent !== null) return true;
  const state = letterState(send, mail);
  return state === 'waiting' || state === 'sent' || (state === 'failed' && mail?.code === 'SENDING_GAVE_UP');
}
