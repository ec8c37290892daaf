import type { StockTake } from '../documents/stock-take.ts';
import type { Counted } from './count.ts';
import type { DifferenceLine } from './differences.ts';

export type TakeState = 'counting' | 'review' | 'approved' | 'posted' | 'cancelled';

/** Where a take stands. A signature holds, whatever a tablet that was away calls off later. */
export function takeState({
  posted,
  approved,
  cancelled,
  review,
}: Pick<StockTake, 'posted' | 'approved' | 'cancelled' | 'review'>): TakeState {
  if (posted) return 'posted';
  if (approved) return 'approved';
  if (cancelled) return 'cancelled';
  return review ? 'review' : 'counting';
}

export const isOpen = (take: Parameters<typeof takeState>[0]): boolean => ['counting', 'review'].includes(takeState(take));

/** What a person should know before signing; `blocks`: signing is not possible until it is settled. */
export interface Obstacle {
  readonly kind: 'empty' | 'contested' | 'unknown' | 'doubt' | 'undone';
  readonly count: number;
  readonly blocks: boolean;
}

/** `undone`: zones that nobody said are counted to their end. */
export function obstaclesOf(counted: Counted, lines: readonly DifferenceLine[], undone: number): Obstacle[] {
  const contested = [...counted.zones.values()].filter((zone) => zone.contested).length;
  const found: Obstacle[] = [
    { kind: 'empty', count: counted.articles.size === 0 ? 1 : 0, blocks: true },
    { kind: 'contested', count: contested, blocks: true },
    { kind: 'unknown', count: counted.unknown.length, blocks: false },
    { kind: 'doubt', count: lines.filter(({ doubt }) => doubt !== null).length, blocks: false },
    { kind: 'undone', count: undone, blocks: false },
  ];
  return found.filter(({ count }) => count > 0);
}
