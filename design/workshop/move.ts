import type { OrderView } from '../folds/order.ts';
import type { NewEvent } from '../merge/edit.ts';
import { columnOf, type BoardColumn } from './board.ts';
import { readyDoubts, type ReadyDoubt } from './bench.ts';

/** `START_FIRST`: nothing is skipped. `NOT_BACK`: a step back that the machine does not know. `OFF_BOARD`: delivered or cancelled meanwhile. */
export type MoveRefusal = 'START_FIRST' | 'NOT_BACK' | 'OFF_BOARD';

/** What pulling a card to another column comes to. */
export type Move =
  | { readonly kind: 'none' }
  | { readonly kind: 'events'; readonly events: readonly NewEvent[] }
  | { readonly kind: 'refused'; readonly why: MoveRefusal }
  /** A person decides first: what speaks against calling the glasses ready. */
  | { readonly kind: 'doubt'; readonly doubts: readonly ReadyDoubt[]; readonly events: readonly NewEvent[] }
  /** Glasses that were ready go back: why has to be said. */
  | { readonly kind: 'rework' };

const none: Move = { kind: 'none' };
const refused = (why: MoveRefusal): Move => ({ kind: 'refused', why });

/**
 * Read from the order as it stands at the very moment of the write, so that a card which another tablet has moved is not moved twice.
 * @param reason why glasses that were ready go back
 */
export function moveTo(view: OrderView, to: BoardColumn, reason = ''): Move {
  const from = columnOf(view);
  if (from === null) return refused('OFF_BOARD');
  if (from === to) return none;
  if (to === 'confirmed') return refused('NOT_BACK');
  if (from === 'confirmed') return to === 'production' ? { kind: 'events', events: [{ kind: 'start' }] } : refused('START_FIRST');
  if (to === 'ready') return toReady(view);
  const steps = stepsOf(view, to === 'check' ? 'quality-control' : 'edging');
  if (from !== 'ready') return { kind: 'events', events: steps };
  return reason === '' ? { kind: 'rework' } : { kind: 'events', events: [{ kind: 'rework', reason }, ...steps] };
}

function toReady(view: OrderView): Move {
  const doubts = [...new Set(view.pairs.flatMap(readyDoubts))];
  const events: NewEvent[] = [{ kind: 'ready' }];
  return doubts.length === 0 ? { kind: 'events', events } : { kind: 'doubt', doubts, events };
}

/** A step for each pair that has not taken it; an order of earlier programs has its one pair by name only. */
function stepsOf({ pairs }: OrderView, step: 'quality-control' | 'edging'): NewEvent[] {
  if (pairs.length === 0) return [{ kind: 'step', pair: 'A', step }];
  return pairs.filter((pair) => pair.step !== step).map(({ pair }) => ({ kind: 'step', pair, step }));
}

/** Where a card goes by the key or the button for "on": `null` at the end of the board. */
export function nextColumn(column: BoardColumn, by: 1 | -1): BoardColumn | null {
  const order: readonly BoardColumn[] = ['confirmed', 'production', 'check', 'ready'];
  return order[order.indexOf(column) + by] ?? null;
}
