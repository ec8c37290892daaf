import type { DayRollup } from '../documents/chain.ts';
import type { Correction, FiscalResult, Recovery, Refund, Sale, SaleVoid } from '../documents/facts.ts';
import { keyOfId, typeOfId } from '../ids.ts';
import { MINUTE } from '../time/clock.ts';
import { dayRange } from '../time/day-range.ts';
import { formatHlc } from '../time/hlc.ts';
import { localDateTime } from '../time/local-time.ts';
import { handsOver, paidInAdvance } from './open-deposits.ts';

export type DayFact = Sale | Refund | Correction | FiscalResult | SaleVoid | Recovery;

export const DAY_FACT_TYPES = ['sale', 'refund', 'correction', 'fiscal-result', 'sale-void', 'recovery'] as const;
export const isDayFact = (doc: { type?: unknown }): doc is DayFact =>
  typeof doc.type === 'string' && (DAY_FACT_TYPES as readonly string[]).includes(doc.type);

export const isDayFactId = (id: string): boolean => (DAY_FACT_TYPES as readonly string[]).includes(typeOfId(id));

/** Key of the sale, refund or correction that a fact is about: facts of one receipt share it. */
export const receiptKeyOf = (fact: DayFact): string => keyOfId('sale' in fact ? fact.sale : fact._id);

/** Which way the money of a registered receipt goes: 1 to the shop, −1 to the customer. */
export const signOf = ({ operation, direction }: Pick<FiscalResult, 'operation' | 'direction'>): 1 | -1 =>
  (operation === 'correction' ? direction : operation) === 'refund' ? -1 : 1;

export const rollupId = (store: string, day: string): string => `day-rollup:${store}:${day}`;

/** What is known of one receipt. */
export interface Receipt {
  document?: Sale | Refund | Correction;
  result?: FiscalResult;
  recovery?: Recovery;
  voided?: boolean;
}

export interface DayOfShop {
  readonly store: string;
  readonly day: string;
  readonly timeZone: string;
}

/**
 * A shop's day, from its facts in any order and with repeats. A receipt counts on the day of its fiscal result; a result whose sale has
 * not arrived yet counts in revenue, receipts and hour only. What has neither result nor void is `pending` on the day of the sale and in
 * no sum. Refunds count negative everywhere but in `refunds`; corrections by the way their money goes, and in `corrections` instead of
 * receipts and refunds: nobody came for them. `unsent` names tills that may hold more (unsent-tills.ts); a till whose
 * results are here without their sales does hold more: both are `syncing`. Revenue is what was sold: goods count when they go with the
 * customer, not when a deposit is paid nor when a credit is paid off; `byPayment` is all money, tags 1215 and 1216 included. Facts of other days and shops are passed over.
 * `by*.count`: pieces by product, kind and VAT, receipts (refunds −1) by cashier, payment and hour. Sums are gross, kopecks.
 */
export function rollupDay(
  facts: Iterable<DayFact>,
  { store, day, timeZone, unsent = [] }: DayOfShop & { unsent?: readonly string[] },
): DayRollup {
  const { from, to } = dayRange(day, timeZone);
  const within = (at: number): boolean => from <= at && at < to;
  const totals = { revenue: 0, receipts: 0, refunds: 0, pending: 0, recovered: 0 };
  const by = { cashier: tally(), kind: tally(), product: tally(), payment: tally(), vat: tally(), hour: tally() };
  const before = moneyApart();
  let corrections = 0;
  const syncing = new Set(unsent);
  const hourOf = hours(timeZone);
  let hlc = formatHlc({ wall: from, counter: 0, device: 0 });

  for (const { document, result, recovery, voided } of byReceipt(facts, store).values()) {
    if (!result) {
      if (document && !voided && within(document.at)) totals.pending += 1;
      continue;
    }
    if (!within(result.at)) continue;
    const sign = signOf(result);
    const sold = document ? soldBy(document) : result.total;
    totals.revenue += sign * sold;
    if (result.operation === 'correction') corrections += 1;
    else totals[sign > 0 ? 'receipts' : 'refunds'] += 1;
    if (recovery) totals.recovered += 1;
    for (const seen of [document, result, recovery]) if (seen && seen.hlc > hlc) hlc = seen.hlc;
    by.hour.add(hourOf(result.at), sign, sign * sold);
    if (!document) {
      if (result.pos !== null) syncing.add(result.pos);
      continue;
    }
    by.cashier.add(document.cashier.name, sign, sign * sold);
    before.add(document, sign);
    for (const { method, amount } of document.payments) by.payment.add(method, sign, sign * amount);
    for (const { sku, kind, vat, qty, amount } of document.lines.filter(handsOver)) {
      by.product.add(sku, sign * qty, sign * amount);
      by.kind.add(kind, sign * qty, sign * amount);
      by.vat.add(vat, sign * qty, sign * amount);
    }
  }
  return {
    _id: rollupId(store, day),
    type: 'day-rollup',
    schema: 1,
    hlc,
    by: null,
    pos: null,
    store,
    day,
    ...totals,
    ...(corrections > 0 && { corrections }),
    ...before.sums(),
    average: totals.receipts > 0 ? Math.round(totals.revenue / totals.receipts) : 0,
    byCashier: by.cashier.sums(),
    byKind: by.kind.sums(),
    byProduct: by.product.sums(),
    byPayment: by.payment.sums(),
    byVat: by.vat.sums(),
    byHour: by.hour.sums(),
    syncing: [...syncing].sort(),
  };
}

export function byReceipt(facts: Iterable<DayFact>, store: string): Map<string, Receipt> {
  const receipts = new Map<string, Receipt>();
  for (const fact of facts) {
    if (fact.store !== store) continue;
    const key = receiptKeyOf(fact);
    let receipt = receipts.get(key);
    if (!receipt) receipts.set(key, (receipt = {}));
    if (fact.type === 'fiscal-result') receipt.result = fact;
    else if (fact.type === 'recovery') receipt.recovery = fact;
    else if (fact.type === 'sale-void') receipt.voided = true;
    else receipt.document = fact;
  }
  return receipts;
}

/** What a receipt sells: the lines whose goods go with the customer, paid now or not. */
const soldBy = ({ lines }: Pick<Sale, 'lines'>): number => lines.filter(handsOver).reduce((sum, { amount }) => sum + amount, 0);

/** Money that came at another time than the goods: deposits taken and set off, credit given and paid off. Nothing where there was none. */
function moneyApart() {
  const deposits = { taken: 0, settled: 0 };
  const credit = { given: 0, paid: 0 };
  return {
    add({ lines, payments }: Pick<Sale, 'lines' | 'payments'>, sign: 1 | -1): void {
      for (const { method, amount } of lines) if (method === 'credit-payment') credit.paid += sign * amount;
      deposits.taken += sign * paidInAdvance({ lines });
      for (const { method, amount } of payments) {
        if (method === 'prepaid') deposits.settled += sign * amount;
        if (method === 'credit') credit.given += sign * amount;
      }
    },
    sums: (): Pick<DayRollup, 'deposits' | 'credit'> => ({
      ...((deposits.taken !== 0 || deposits.settled !== 0) && { deposits }),
      ...((credit.given !== 0 || credit.paid !== 0) && { credit }),
    }),
  };
}

type Sums = Record<string, { count: number; sum: number }>;

function tally() {
  // Counts in thousandths, so that fractions of a quantity add up whatever their order.
  const sums = new Map<string, { count: number; sum: number }>();
  return {
    add(name: string, count: number, sum: number): void {
      let held = sums.get(name);
      if (!held) sums.set(name, (held = { count: 0, sum: 0 }));
      held.count += Math.round(count * 1_000);
      held.sum += sum;
    },
    sums: (): Sums =>
      Object.fromEntries(
        [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { count, sum }]) => [name, { count: count / 1_000, sum }]),
      ),
  };
}

/** Local hour `00`…`23`; offsets of zones are whole quarters of an hour, so one look a quarter is enough. */
function hours(timeZone: string): (at: number) => string {
  const known = new Map<number, string>();
  return (at) => {
    const quarter = Math.floor(at / (15 * MINUTE));
    let hour = known.get(quarter);
    if (hour === undefined) known.set(quarter, (hour = localDateTime(at, timeZone).slice(11, 13)));
    return hour;
  };
}
