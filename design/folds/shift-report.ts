import type { ShiftEvent, ShiftTotals } from '../documents/facts.ts';
import { discrepancyPercent } from '../fiscal/shift-check.ts';
import { reportText } from '../fiscal/report-text.ts';
import type { ReportAnswer } from '../fiscal/wire.ts';
import { roublesFromKopecks as roubles } from '../money/kopecks.ts';
import { localDateTime } from '../time/local-time.ts';

type Side = keyof ShiftTotals & ('sales' | 'refunds');

/**
 * The Z of a closed shift as its document tells it, for a till whose gateway does not hold that shift (another till's, another PC's):
 * the same sums in the same words, without the register number, which the document does not carry. `null` for an opening.
 */
export function reportOfClose(event: ShiftEvent, { demo, timeZone }: { demo: boolean; timeZone: string }): ReportAnswer | null {
  const { totals, shift, fn, fd, fp, at, cashier, cash = null, left = [], signed = null } = event;
  if (event.event !== 'close' || totals === null) return null;
  const net = (of: 'cash' | 'card' | 'other' | 'prepaid' | 'credit'): number =>
    roubles((totals.sales[of] ?? 0) - (totals.refunds[of] ?? 0));
  const document = fd !== null && fp !== null ? { fd, fp } : null;
  const datetime = localDateTime(at, timeZone);
  const vatOf = (rate: NonNullable<ShiftTotals['vat']>[number], side: Side) => {
    return { turnover: roubles(rate[side].turnover), vat: roubles(rate[side].vat) };
  };
  const head = { kind: 'Z', demo, pos: event.pos ?? '', shift: shift.number, datetime, cashier, fn, document } as const;
  return {
    reportType: 2,
    shiftNumber: shift.number,
    dateTime: datetime,
    fiscalDocumentNumber: fd,
    fiscalSign: fp,
    fn,
    cashTotal: net('cash'),
    cardTotal: net('card'),
    otherTotal: net('other'),
    prepaidTotal: net('prepaid'),
    creditTotal: net('credit'),
    totalSales: roubles(totals.sales.total),
    totalRefunds: roubles(totals.refunds.total),
    receipts: totals.sales.count,
    refunds: totals.refunds.count,
    corrections: totals.corrections ?? 0,
    vat: (totals.vat ?? []).map((of) => ({ rate: of.rate, sales: vatOf(of, 'sales'), refunds: vatOf(of, 'refunds') })),
    cashIn: roubles(totals.cashIn),
    cashOut: roubles(totals.cashOut),
    cashInDrawer: roubles(totals.drawer),
    operatorName: cashier,
    kktRegNumber: '',
    offline: false,
    cashCount: cash && {
      expected: roubles(cash.expected),
      counted: roubles(cash.counted),
      difference: roubles(cash.difference),
      reason: cash.reason,
      collected: roubles(cash.collected),
      discrepancy_percent: discrepancyPercent(cash.difference, totals),
    },
    leftOpen: [],
    withoutRegister: document === null,
    text: reportText({ ...head, registrationNumber: null, cash, left: left.length, signed }, totals),
    event,
  };
}
