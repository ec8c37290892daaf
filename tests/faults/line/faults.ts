import { pick } from '../seeded.ts';

/** What may become of one request. "The answer" is the server's; what a proxy says in its place is an answer of its own. */
export const FAULTS = [
  // Cut.
  'cut before it is sent',
  'reset before it is sent',
  'cut while it is sent',
  'answer lost',
  'answer lost by a reset',
  'answer cut',
  'answer cut in chunks',
  // Silent: the connection stays open, and nothing comes any more.
  'silent before',
  'silent after',
  'silent in the answer',
  // The answer ends well and is not whole.
  'answer shortened',
  'answer shortened in chunks',
  // Slow or twice.
  'delayed',
  'dribbled',
  'sent twice',
  'sent twice at once',
  // Somebody else answers.
  '401 with JSON',
  '401 with a page',
  '403 with JSON',
  '403 with a page',
  '404 with a page',
  '413 with JSON',
  '413 with a page',
  '429 with JSON',
  '429 with a page',
  '500 with JSON',
  '500 with a page',
  '502 with a page',
  '503 with a page',
  '504 with a page',
  '200 with a page',
  '302 to a page',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface Asked {
  /** The n-th request since the line went bad, from 1. */
  readonly n: number;
  readonly method: string;
  readonly path: string;
}
/** What becomes of a request; `null`: it passes. */
export type Plan = (asked: Asked) => Fault | null;

/** Where a bad line likes to break. */
const PLACES = [
  '/api/session',
  '/api/feed',
  '_revs_diff',
  '_bulk_docs',
  '_changes',
  '_bulk_get',
  '_local',
  '/api/homes',
] as const;

/** One bad line: every n-th request, some at random, or one kind of request, with few or many kinds of fault; it tires after `most`. */
export function randomPlan(random: () => number, most: number): Plan {
  const kinds = random() < 0.4 ? [pick(random, FAULTS)] : FAULTS;
  let left = most;
  const strike = (): Fault | null => {
    if (left <= 0) return null;
    left -= 1;
    return pick(random, kinds);
  };
  const shape = random();
  if (shape < 0.35) {
    const every = 2 + Math.floor(random() * 5);
    return ({ n }) => (n % every === 0 ? strike() : null);
  }
  if (shape < 0.7) {
    const chance = 0.1 + random() * 0.4;
    return () => (random() < chance ? strike() : null);
  }
  const place = pick(random, PLACES);
  return ({ path }) => (path.includes(place) && random() < 0.7 ? strike() : null);
}

/** The n-th request alone. */
export const onlyAt =
  (at: number, fault: Fault): Plan =>
  ({ n }) =>
    n === at ? fault : null;

/** The first `times` requests whose path holds `part`. */
export function firstAt(part: string, times: number, fault: Fault): Plan {
  let left = times;
  return ({ path }) => (path.includes(part) && (left -= 1) >= 0 ? fault : null);
}
