import type { Kopecks } from '$design/money/kopecks.ts';

/**
 * How an unfinished receipt stands with its cards: `none` are in it; all are charged (`paid`); of one nobody knows (`doubt`): nothing may
 * be charged or registered before it is asked or settled by the slip; or one is still to be charged (`unpaid`).
 */
export interface CardOfItem {
  readonly state: 'none' | 'paid' | 'doubt' | 'unpaid';
  /** Charged and not given back: a void gives it back first. */
  readonly held: Kopecks;
}
