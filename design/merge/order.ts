import { canonicalJson } from '../canonical-json.ts';
import type { Order, OrderEvent } from '../documents/order.ts';
import { merge } from './merge.ts';

/**
 * Two revisions of an order: the union of their events. No event is ever lost, not even one of two that bear the same id (a device whose
 * clock was set back); replay flags what could not happen (`design/folds/order.ts`).
 */
export function mergeOrders(a: Order, b: Order): Order {
  const { events: mine, ...one } = a;
  const { events: theirs, ...other } = b;
  const { stamps: _, ...fixed } = merge({ ...one, stamps: {} }, { ...other, stamps: {} });
  return { ...fixed, events: unionOf(mine, theirs) };
}

/** In the order of their stamps; equal ids by their text, so that every replica lists them alike. */
export function unionOf(...lists: readonly (readonly OrderEvent[])[]): OrderEvent[] {
  const known = new Map<string, OrderEvent>();
  for (const event of lists.flat()) known.set(`${event.id} ${canonicalJson(event)}`, event);
  return [...known].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, event]) => event);
}
