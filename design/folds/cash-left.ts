import type { ShiftEvent } from '../documents/facts.ts';

/** Cash that a close left in the drawer for the next shift, kopecks; `null` for an opening. */
export function cashLeft({ event, cash, totals }: Pick<ShiftEvent, 'event' | 'cash' | 'totals'>): number | null {
  if (event !== 'close') return null;
  return cash ? cash.counted - cash.collected : (totals?.drawer ?? null);
}
