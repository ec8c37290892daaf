import type { OrderView } from '../folds/order.ts';
import type { OrderState } from '../machines/manufacturing-order.machine.ts';
import { localDate } from '../time/local-time.ts';
import { daysBetween } from './calendar.ts';

/** Requirements D-44: these can be late; a delivered order never is. */
const OPEN: readonly OrderState[] = ['confirmed', 'production', 'ready'];

/** Days past the promised one, 0 on that day itself and where nothing is promised. Computed live, never stored (requirements M-21). @param now epoch ms */
export function daysLate({ state, promised }: Pick<OrderView, 'state' | 'promised'>, now: number, timeZone: string): number {
  if (promised === null || !OPEN.includes(state)) return 0;
  return Math.max(0, daysBetween(promised, localDate(now, timeZone)));
}
export const isLate = (view: Pick<OrderView, 'state' | 'promised'>, now: number, timeZone: string): boolean =>
  daysLate(view, now, timeZone) > 0;

export interface DayLoad {
  readonly orders: number;
  readonly pairs: number;
  /** Of bench work, as the orders' work lines say. */
  readonly minutes: number;
}

/** What the workshop has promised, by day; what is ready no longer weighs. Orders without a promise stand under `null`'s key, ''. */
export function loadByDay(views: Iterable<Pick<OrderView, 'state' | 'promised' | 'pairs'>>): ReadonlyMap<string, DayLoad> {
  const days = new Map<string, DayLoad>();
  for (const { state, promised, pairs } of views) {
    if (state !== 'confirmed' && state !== 'production') continue;
    const now = days.get(promised ?? '') ?? { orders: 0, pairs: 0, minutes: 0 };
    const minutes = pairs.flatMap(({ details }) => details?.work ?? []).reduce((sum, work) => sum + work.minutes, 0);
    days.set(promised ?? '', {
      orders: now.orders + 1,
      pairs: now.pairs + Math.max(1, pairs.length),
      minutes: now.minutes + minutes,
    });
  }
  return days;
}
