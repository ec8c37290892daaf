import type { HeldOrder } from '$lib/orders/orders.model.ts';
import { isLate } from '$design/workshop/late.ts';
import { normalise } from '$design/search/fold.ts';

export const ORDER_FILTERS = ['open', 'ready', 'late', 'draft', 'done', 'cancelled', 'all'] as const;
export type OrderFilter = (typeof ORDER_FILTERS)[number];

export interface NamedOrder extends HeldOrder {
  readonly clientName: string;
}

export interface OrderSieve {
  readonly only: OrderFilter;
  readonly text: string;
  /** Epoch ms. */
  readonly now: number;
  readonly timeZone: string;
}

function fits({ view }: HeldOrder, { only, now, timeZone }: OrderSieve): boolean {
  switch (only) {
    case 'all':
      return true;
    case 'open':
      return ['confirmed', 'production', 'ready'].includes(view.state);
    case 'late':
      return isLate(view, now, timeZone);
    case 'done':
      return view.state === 'delivered';
    default:
      return view.state === only;
  }
}

/** Orders by number or client: whoever types finds them in any state. Otherwise those of the filter: the most urgent first, what is over latest first. */
export function sieve(orders: readonly NamedOrder[], asked: OrderSieve): NamedOrder[] {
  const words = normalise(asked.text).split(/\s+/).filter(Boolean);
  const found = orders.filter((one) => {
    if (words.length === 0) return fits(one, asked);
    const text = normalise(`${one.order.number ?? ''} ${one.clientName}`);
    return words.every((word) => text.includes(word));
  });
  const urgent = ['open', 'ready', 'late'].includes(asked.only) && words.length === 0;
  const day = ({ view }: HeldOrder) => view.promised ?? '9999';
  return found.sort((a, b) => (urgent && day(a) !== day(b) ? (day(a) < day(b) ? -1 : 1) : a.order._id < b.order._id ? 1 : -1));
}
