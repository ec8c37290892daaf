import type { PairView } from '../folds/order-pair.ts';
import type { OrderView } from '../folds/order.ts';

export interface Job {
  /** `order:…` */
  readonly order: string;
  readonly view: OrderView;
  readonly pair: PairView;
}

/** What waits at a bench, in the order to take it: the place that a person gave it, haste, the promised day, who came first. */
export function benchQueue(orders: Iterable<readonly [string, OrderView]>, bench: string): Job[] {
  const jobs: Job[] = [];
  for (const [order, view] of orders) {
    if (view.state !== 'confirmed' && view.state !== 'production') continue;
    for (const pair of view.pairs) if (pair.bench === bench) jobs.push({ order, view, pair });
  }
  return jobs.sort(byTurn);
}

const LAST = '9999';
const byTurn = (a: Job, b: Job): number =>
  (a.pair.rank ?? Infinity) - (b.pair.rank ?? Infinity) ||
  Number(b.pair.details?.rush ?? false) - Number(a.pair.details?.rush ?? false) ||
  compare(a.view.promised ?? LAST, b.view.promised ?? LAST) ||
  (a.view.reached.confirmed ?? 0) - (b.view.reached.confirmed ?? 0) ||
  compare(a.order, b.order) ||
  compare(a.pair.pair, b.pair.pair);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** ms that were worked at a pair until now, running clocks included. @param now epoch ms */
export const workedUntil = ({ worked, running }: Pick<PairView, 'worked' | 'running'>, now: number): number =>
  running.reduce((sum, { since }) => sum + Math.max(0, now - since), worked);

export type ReadyDoubt = 'LENS_NOT_HERE' | 'FRAME_NOT_HERE' | 'NOT_CHECKED' | 'CHECK_FAILED' | 'TIMER_RUNNING';

/**
 * What speaks against calling a pair ready. The machine does not ask (a workshop without these habits works as before); the screen does.
 */
export function readyDoubts({ od, os, frame, quality, running }: PairView): ReadyDoubt[] {
  return [
    ...([od, os].some(({ status }) => status === 'needed' || status === 'ordered') ? (['LENS_NOT_HERE'] as const) : []),
    ...(frame === 'from-supplier' ? (['FRAME_NOT_HERE'] as const) : []),
    ...(quality === null ? (['NOT_CHECKED'] as const) : quality.passed ? [] : (['CHECK_FAILED'] as const)),
    ...(running.length > 0 ? (['TIMER_RUNNING'] as const) : []),
  ];
}
