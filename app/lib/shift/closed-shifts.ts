import type { ClosedShift } from './archive.model.ts';
import type { ShiftEvent } from '$design/documents/facts.ts';
import type { ZListed } from '$design/fiscal/wire-shift.ts';

/** Names a shift: its drive and number. */
export const shiftName = ({ fn, number }: { readonly fn: string; readonly number: number }): string => `${fn}-${number}`;

const kopecks = (roubles: number): number => Math.round(roubles * 100);

/** A shift as the document of its close tells it; `null` for an opening. */
export function closedOfEvent({ event, shift, at, pos, cashier, totals, cash, fd }: ShiftEvent): ClosedShift | null {
  if (event !== 'close' || totals === null) return null;
  return {
    fn: shift.fn,
    number: shift.number,
    closedAt: at,
    pos,
    cashier,
    sales: totals.sales.total,
    refunds: totals.refunds.total,
    drawer: totals.drawer,
    difference: cash?.difference ?? null,
    fd,
  };
}

/** A shift as the gateway lists it: it is its own till's. */
export const closedOfGateway = (item: ZListed, pos: string | null): ClosedShift => ({
  fn: item.fn,
  number: item.number,
  closedAt: item.closed_at,
  pos,
  cashier: null,
  sales: kopecks(item.total_sales),
  refunds: kopecks(item.total_refunds),
  drawer: kopecks(item.cash_in_drawer),
  difference: item.difference === null ? null : kopecks(item.difference),
  fd: item.fd,
});

/** Both lists as one, each shift once, the newest first: the gateway's figures count, the document adds who closed. */
export function mergeClosed(own: readonly ClosedShift[], told: readonly ClosedShift[]): ClosedShift[] {
  const rows = new Map(told.map((row) => [shiftName(row), row]));
  for (const row of own) rows.set(shiftName(row), { ...row, cashier: rows.get(shiftName(row))?.cashier ?? row.cashier });
  return [...rows.values()].sort((a, b) => b.closedAt - a.closedAt || b.number - a.number);
}
