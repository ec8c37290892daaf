import type { ShiftEvent, ShiftTotals } from '../../design/documents/facts.ts';
import { reportText } from '../../design/fiscal/report-text.ts';
import type { ReportAnswer } from '../../design/fiscal/wire.ts';
import { roublesFromKopecks } from '../../design/money/kopecks.ts';
import { localDateTime } from '../../design/time/local-time.ts';
import type { GatewayConfig } from '../config.ts';
import type { ReceiptRow } from '../journal/receipts.store.ts';
import type { ShiftRow } from '../journal/shifts.store.ts';
import { discrepancyOf } from './shift-closing.ts';
import type { Closing } from './shift-closing.ts';

export interface ReportParts {
  readonly kind: 'X' | 'Z';
  readonly shift: Pick<ShiftRow, 'fn' | 'number'>;
  readonly totals: ShiftTotals;
  readonly cashier: string;
  /** Epoch ms. */
  readonly at: number;
  /** The register's closing report; `null` for X and for a close in our books alone. */
  readonly document: { readonly fd: number; readonly fp: string } | null;
  readonly registrationNumber: string;
  readonly offline: boolean;
  readonly closing: Closing | null;
  readonly left: readonly Pick<ReceiptRow, 'id' | 'key' | 'stage'>[];
  readonly event: ShiftEvent | null;
}

const roubles = roublesFromKopecks;

/** X or Z as the till is answered (requirements A-52, K-23): cash + card + other = sales − refunds. */
export function reportAnswerOf({ demo, posId, timeZone }: GatewayConfig, parts: ReportParts): ReportAnswer {
  const { kind, shift, totals, cashier, at, document, registrationNumber, offline, closing, left, event } = parts;
  const { sales, refunds } = totals;
  const datetime = localDateTime(at, timeZone);
  const cash = closing?.cash ?? null;
  const head = { kind, demo, pos: posId, shift: shift.number, datetime, cashier, fn: shift.fn, registrationNumber, document };
  const net = (of: 'cash' | 'card' | 'other' | 'prepaid' | 'credit'): number => roubles((sales[of] ?? 0) - (refunds[of] ?? 0));
  const vatSide = ({ turnover, vat }: { turnover: number; vat: number }) => ({ turnover: roubles(turnover), vat: roubles(vat) });
  return {
    reportType: kind === 'X' ? 1 : 2,
    shiftNumber: shift.number,
    dateTime: datetime,
    fiscalDocumentNumber: document?.fd ?? null,
    fiscalSign: document?.fp ?? null,
    fn: shift.fn,
    cashTotal: net('cash'),
    cardTotal: net('card'),
    otherTotal: net('other'),
    prepaidTotal: net('prepaid'),
    creditTotal: net('credit'),
    totalSales: roubles(sales.total),
    totalRefunds: roubles(refunds.total),
    receipts: sales.count,
    refunds: refunds.count,
    corrections: totals.corrections ?? 0,
    vat: (totals.vat ?? []).map((of) => ({ rate: of.rate, sales: vatSide(of.sales), refunds: vatSide(of.refunds) })),
    cashIn: roubles(totals.cashIn),
    cashOut: roubles(totals.cashOut),
    cashInDrawer: roubles(totals.drawer),
    operatorName: cashier,
    kktRegNumber: registrationNumber,
    offline,
    cashCount: cash && {
      expected: roubles(cash.expected),
      counted: roubles(cash.counted),
      difference: roubles(cash.difference),
      reason: cash.reason,
      collected: roubles(cash.collected),
      discrepancy_percent: discrepancyOf(cash, totals),
    },
    leftOpen: left.map(({ id, key, stage }) => ({ id, key, stage })),
    withoutRegister: kind === 'Z' && document === null,
    text: reportText({ ...head, offline, cash, left: left.length, signed: closing?.signed ?? null }, totals),
    event,
  };
}
