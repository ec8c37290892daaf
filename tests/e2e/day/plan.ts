import { pick } from '../../faults/seeded.ts';

/** What a customer comes for, or what happens between two of them. */
export const DEEDS = [
  ...['cash', 'with-change', 'card', 'split', 'line-discount', 'receipt-discount', 'coupon', 'price-by-hand'],
  ...['parked', 'glasses', 'entered', 'pieces', 'deposit', 'hand-over', 'advance', 'advance-used', 'credit', 'debt-paid'],
  ...['refund', 'card-refund', 'declined', 'card-lost', 'given-up'],
] as const;
export type Deed = (typeof DEEDS)[number];
export type Event = 'reload' | 'x' | 'cash-in' | 'cash-out' | 'next-cashier' | 'power-cut';
/** How some of them are done. */
export type Deeds = Readonly<Partial<Record<Deed | Event, () => Promise<void>>>>;

const PLAIN: readonly Deed[] = ['cash', 'cash', 'with-change', 'card', 'card', 'pieces'];
/** What needs something done before it. */
const AFTER: Readonly<Partial<Record<Deed, Deed>>> = { 'hand-over': 'deposit', 'advance-used': 'advance', 'debt-paid': 'credit' };
const receiptsOf = (deed: Deed): number => (deed === 'given-up' ? 0 : deed === 'parked' ? 2 : 1);

function shuffled<T>(list: readonly T[], random: () => number): T[] {
  return list
    .map((one) => [random(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}

/** What settles something comes after what it settles. */
function ordered(deeds: readonly Deed[]): Deed[] {
  const day: Deed[] = [];
  const waiting: Deed[] = [];
  const open = new Map<Deed, number>();
  for (const deed of deeds) {
    const first = AFTER[deed];
    if (first !== undefined) {
      const ready = open.get(first) ?? 0;
      (ready > 0 ? day : waiting).push(deed);
      if (ready > 0) open.set(first, ready - 1);
      continue;
    }
    day.push(deed);
    const next = waiting.findIndex((one) => AFTER[one] === deed);
    if (next >= 0) day.push(...waiting.splice(next, 1));
    else open.set(deed, (open.get(deed) ?? 0) + 1);
  }
  return day;
}

/** Every kind at least once in forty, plain sales between them: exactly `receipts` receipts, one of them in a power cut. */
export function planDay(receipts: number, random: () => number): (Deed | Event)[] {
  // Something to give back is sold first.
  const morning: Deed[] = ['cash', 'card'];
  const rounds = Math.max(1, Math.floor(receipts / 40));
  const deeds: Deed[] = Array.from({ length: rounds }, () => DEEDS.filter((deed) => !PLAIN.includes(deed))).flat();
  const made = (list: readonly Deed[]): number => list.reduce((sum, deed) => sum + receiptsOf(deed), 0);
  while (made(deeds) < receipts - made(morning) - 1) deeds.push(pick(random, PLAIN));
  const day: (Deed | Event)[] = [...morning, ...ordered(shuffled(deeds, random))];
  const events: Event[] = ['reload', 'cash-in', 'x', 'next-cashier', 'power-cut', 'cash-out', 'reload'];
  for (const [n, event] of events.entries()) day.splice(Math.round(((n + 1) * day.length) / (events.length + 1)), 0, event);
  return day;
}
