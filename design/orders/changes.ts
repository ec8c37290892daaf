import type { OrderView } from '../folds/order.ts';
import { nextOrderState } from '../machines/manufacturing-order.machine.ts';
import type { PairLetter } from './words.ts';

/** What a person may do about an order that turned out wrong, as the state has it. */
export type ChangeWay = 'edit' | 'remake' | 'warranty' | 'reopen';
export type ChangeDoubt = 'LENS_ORDERED' | 'PAID' | 'CLIENT_WAS_TOLD';

export interface ChangeAdvice {
  readonly way: ChangeWay;
  /** What the person should know before: the supplier is on it, money was taken for what is to change. */
  readonly doubts: readonly ChangeDoubt[];
}

/** Before production an order is edited, in the workshop and ready it is made anew, handed over it is a warranty case (optics.md §1.5). */
export function changeAdvice(view: OrderView, pair: PairLetter = 'A'): ChangeAdvice {
  const { state, pairs, paid, told } = view;
  const lenses = pairs.filter((one) => one.pair === pair).flatMap(({ od, os }) => [od.status, os.status]);
  const doubts: ChangeDoubt[] = [
    ...(lenses.some((status) => status === 'ordered' || status === 'received') ? (['LENS_ORDERED'] as const) : []),
    ...(paid > 0 ? (['PAID'] as const) : []),
    ...(told.ready !== undefined ? (['CLIENT_WAS_TOLD'] as const) : []),
  ];
  if (nextOrderState(state, 'pair') !== null) return { way: 'edit', doubts };
  if (state === 'cancelled') return { way: 'reopen', doubts };
  return { way: state === 'delivered' ? 'warranty' : 'remake', doubts };
}
