import type { ShiftState } from '$design/fiscal/wire.ts';
import { MINUTE } from '$design/time/clock.ts';

/** What a person ordered of the shift: kept on the device, key and body, before the gateway hears of it. */
export interface ShiftOrder {
  readonly kind: 'open' | 'close' | 'in' | 'out';
  /** Idempotency key: the same order for ever. */
  readonly key: string;
  /** As it goes over the wire, but for the till's own name; never changed. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Number of the shift that the gateway told of when it was ordered. */
  readonly shift: number;
  /** Epoch ms. */
  readonly at: number;
}

/** Younger orders are repeated by themselves: whoever gave them still stands there. */
export const ORDER_FRESH = 2 * MINUTE;

/**
 * What an order without an answer needs, now that the gateway tells of its shift. `done`: the shift shows that it was carried out, or
 * that it means nothing any more. `repeat`: under its own key, which carries it out once at most. `ask`: a person decides, because the
 * world has moved on meanwhile.
 */
export function orderFate(
  order: ShiftOrder,
  shift: Pick<ShiftState, 'state' | 'number'>,
  now: number,
): 'done' | 'repeat' | 'ask' {
  const running = shift.state !== 'closed';
  if (order.kind === 'open' && (running || shift.number > order.shift)) return 'done';
  if (order.kind === 'close' && (shift.number !== order.shift || !running)) return 'done';
  const sameShift = order.kind === 'open' || shift.number === order.shift;
  return sameShift && now - order.at < ORDER_FRESH && (running || order.kind === 'open') ? 'repeat' : 'ask';
}
