import type { OrderView } from '../folds/order.ts';
import { nextOrderState } from '../machines/manufacturing-order.machine.ts';
import { changeAdvice } from './changes.ts';
import { refundDue } from './remake.ts';

/** What a person may do with an order on its card, in the order that the buttons stand in; the most likely first. */
export const ORDER_ACTIONS = [
  'confirm',
  'settle',
  'deliver',
  'deposit',
  'start',
  'ready',
  'change',
  'rework',
  'remake',
  'warranty',
  'refund',
  'reopen',
  'cancel',
] as const;
export type OrderAction = (typeof ORDER_ACTIONS)[number];

/** What carries an order on or ends it; all else is asked for seldom and never offered as the next thing to do. */
const ONWARD: ReadonlySet<OrderAction> = new Set(['confirm', 'settle', 'deliver', 'deposit', 'start', 'ready', 'refund']);

/** Of what may be done, the step that comes next as a rule: money before the work, but not twice. `null`: nothing has to be done. */
export function nextAction(actions: readonly OrderAction[], { paid }: Pick<OrderView, 'paid'>): OrderAction | null {
  const onward = actions.filter((action) => ONWARD.has(action));
  return onward.find((action) => action !== 'deposit' || paid === 0) ?? onward[0] ?? null;
}

/** What the person at the screen may do: `sells` takes money, `edits` writes orders, `moves` them through the workshop. */
export interface OrderHand {
  readonly sells: boolean;
  readonly edits: boolean;
  readonly moves: boolean;
  readonly refunds: boolean;
}

/**
 * What may be done now, by the machine, the money and the person. Glasses are handed over by the receipt that settles them (`settle`), and
 * by a press alone (`deliver`) only where nothing is left to pay or set off; an order that took a deposit always has a receipt to come.
 */
export function actionsOf(view: OrderView, hand: OrderHand): OrderAction[] {
  const { state, balance, total, paid, pairs } = view;
  const can = (step: 'confirm' | 'start' | 'ready' | 'deliver' | 'cancel' | 'reopen' | 'rework') =>
    nextOrderState(state, step) !== null;
  const { way } = changeAdvice(view);
  const described = pairs.some(({ details }) => details !== null);
  const may: Readonly<Record<OrderAction, boolean>> = {
    confirm: hand.edits && can('confirm') && described,
    deposit: hand.sells && balance > 0 && ['confirmed', 'production', 'ready'].includes(state),
    start: hand.moves && can('start'),
    ready: hand.moves && can('ready'),
    settle: hand.sells && state === 'ready' && total > 0,
    deliver: (hand.moves || hand.sells) && can('deliver') && total === 0 && paid === 0,
    change: hand.edits && way === 'edit' && described,
    rework: hand.moves && can('rework'),
    remake: hand.edits && way === 'remake' && described,
    warranty: hand.edits && way === 'warranty' && described,
    refund: hand.refunds && refundDue(view).length > 0,
    reopen: hand.edits && can('reopen'),
    cancel: hand.edits && can('cancel'),
  };
  return ORDER_ACTIONS.filter((action) => may[action]);
}
