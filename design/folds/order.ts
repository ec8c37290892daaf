import type { OrderDetails, OrderEvent } from '../documents/order.ts';
import { nextOrderState, type OrderState } from '../machines/manufacturing-order.machine.ts';

export type IllegalWhy = 'NOT_IN_THIS_STATE' | 'DETAILS_MISSING' | 'SAME_ID';

/** What an order is, from its events alone. */
export interface OrderView {
  readonly state: OrderState;
  readonly details: OrderDetails;
  /** `YYYY-MM-DD` that the client was told. */
  readonly promised: string | null;
  /** When it came to each state last, epoch ms; a reopened order forgets its former steps (requirements D-41). */
  readonly reached: Readonly<Partial<Record<OrderState, number>>>;
  /** kopecks taken less kopecks given back, whatever the order's state: money that was taken was taken. */
  readonly paid: number;
  /** Events that could not happen where they stand, in order: they stay in the document, for a person. */
  readonly illegal: readonly { readonly id: string; readonly why: IllegalWhy }[];
}

const EMPTY: OrderDetails = { prescription: null, lens: null, frame: null };

/** Replays the events in the order of their stamps. Total: whatever is in the list, there is an answer. */
export function replayOrder(events: readonly OrderEvent[]): OrderView {
  let state: OrderState = 'draft';
  let details = EMPTY;
  let promised: string | null = null;
  let reached: Partial<Record<OrderState, number>> = {};
  let paid = 0;
  let last: string | null = null;
  const illegal: { id: string; why: IllegalWhy }[] = [];
  for (const event of [...events].sort(byId)) {
    if (event.id === last) illegal.push({ id: event.id, why: 'SAME_ID' });
    last = event.id;
    if (event.kind === 'payment' || event.kind === 'repayment') {
      paid += event.kind === 'payment' ? event.amount : -event.amount;
      continue;
    }
    const next = nextOrderState(state, event.kind);
    // Requirements D-42: nothing goes to the workshop without a prescription and a lens.
    const incomplete = event.kind === 'confirm' && (details.prescription === null || details.lens === null);
    if (next === null || incomplete) {
      illegal.push({ id: event.id, why: next === null ? 'NOT_IN_THIS_STATE' : 'DETAILS_MISSING' });
      continue;
    }
    if (event.kind === 'details') details = { ...details, ...event.set };
    else if (event.kind === 'promise') promised = event.day;
    else if (event.kind === 'reopen') reached = {};
    if (next !== state) reached = { ...reached, [next]: event.at };
    state = next;
  }
  return { state, details, promised, reached, paid, illegal };
}

const byId = (a: OrderEvent, b: OrderEvent): number => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
