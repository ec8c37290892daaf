import { canonicalJson } from '../canonical-json.ts';
import type { Order, OrderEvent } from '../documents/order.ts';
import { eventsWithoutPerson } from '../orders/without-person.ts';
import { merge } from './merge.ts';

/**
 * Two revisions of an order: the union of their events. No event is ever lost, not even one of two that bear the same id (a device whose
 * clock was set back); replay flags what could not happen (`design/folds/order.ts`). Where one of them has forgotten the person, both do.
 */
export function mergeOrders(a: Order, b: Order): Order {
  const { events: mine, ...one } = a;
  const { events: theirs, ...other } = b;
  const { stamps: _, ...fixed } = merge({ ...one, stamps: {} }, { ...other, stamps: {} });
  const bare = (events: readonly OrderEvent[]) => (fixed.erased ? eventsWithoutPerson(events) : events);
  return { ...fixed, events: unionOf(bare(mine), bare(theirs)) };
}

/** In the order of their stamps; equal ids by their text, so that every replica lists them alike. Linear but for the sorting. */
export function unionOf(...lists: readonly (readonly OrderEvent[])[]): OrderEvent[] {
  const known = new Map<string, OrderEvent[]>();
  for (const event of lists.flat()) {
    const same = known.get(event.id);
    if (!same) known.set(event.id, [event]);
    else if (!same.some((one) => isSame(one, event))) same.push(event);
  }
  const ids = [...known].sort(([a], [b]) => (a < b ? -1 : 1));
  return ids.flatMap(([, events]) => (events.length === 1 ? events : events.sort(byText)));
}

const byText = (a: OrderEvent, b: OrderEvent): number => (canonicalJson(a) < canonicalJson(b) ? -1 : 1);

/** Two replicas hold mostly the same events: the canonical text is made only where a walk through both finds a difference. */
const isSame = (a: OrderEvent, b: OrderEvent): boolean => isEqual(a, b) || canonicalJson(a) === canonicalJson(b);

function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b))
    return false;
  const [one, other] = [a as Record<string, unknown>, b as Record<string, unknown>];
  let more = 0;
  for (const key in one) {
    if (!isEqual(one[key], other[key])) return false;
    more += 1;
  }
  for (const _ in other) more -= 1;
  return more === 0;
}
