import type { Payment, SettledDeposit } from '../documents/facts.ts';
import type { Kopecks } from '../money/kopecks.ts';
import type { CartLine } from './cart.ts';
import { creditOf, receiptTotal, type Settlement } from './settlement.ts';

/** One part of a split payment; a deposit says which document it is. Kopecks. */
export type Tender =
  | { readonly method: 'cash' | 'card' | 'other'; readonly amount: Kopecks }
  | { readonly method: 'prepaid'; readonly amount: Kopecks; readonly sale: string; readonly owner: string };

/** What the rest is paid by. `other`: by bank transfer and the like, nothing that this till takes. */
export const REST_METHODS = ['cash', 'card', 'other'] as const;
export type RestMethod = (typeof REST_METHODS)[number];

/** Most parts of one payment: the gateway takes ten. */
export const MOST_TENDERS = 8;

export interface PaymentPlan {
  readonly settlement: Settlement;
  /** Parts agreed on so far. */
  readonly tenders: readonly Tender[];
  /** What the rest is paid by. */
  readonly method: RestMethod;
  /** Cash handed over for the rest; `null`: exactly. */
  readonly tendered: Kopecks | null;
}

const sumOf = (tenders: readonly Tender[], method?: Tender['method']): Kopecks =>
  tenders.reduce((sum, tender) => sum + (method === undefined || tender.method === method ? tender.amount : 0), 0);

/** What is still to be paid after the parts and what stays owed. */
export const restOf = (
  lines: readonly CartLine[],
  { settlement, tenders }: Pick<PaymentPlan, 'settlement' | 'tenders'>,
): Kopecks => receiptTotal(lines, settlement) - creditOf(lines, settlement) - sumOf(tenders);

/** Cash to give back of what was handed over for the rest. */
export const changeFor = (rest: Kopecks, { method, tendered }: Pick<PaymentPlan, 'method' | 'tendered'>): Kopecks =>
  method === 'cash' ? Math.max(0, (tendered ?? rest) - rest) : 0;

/** May a part be added? It leaves the rest at nothing or above; an advance names no goods, so it cannot be paid by another deposit. */
export function mayTender(
  lines: readonly CartLine[],
  plan: Pick<PaymentPlan, 'settlement' | 'tenders'>,
  tender: Tender,
): boolean {
  const { kind } = plan.settlement;
  const fits = Number.isSafeInteger(tender.amount) && tender.amount > 0 && tender.amount <= restOf(lines, plan);
  const offsets = tender.method !== 'prepaid' || kind === 'full' || kind === 'credit';
  const twice = tender.method === 'prepaid' && plan.tenders.some((one) => one.method === 'prepaid' && one.sale === tender.sale);
  return fits && offsets && !twice && plan.tenders.length < MOST_TENDERS;
}

/**
 * The payments of the receipt: cash in one sum, each card for itself, deposits together (tag 1215), what stays owed last (tag 1216). They
 * add up to the receipt's total.
 */
export function paymentsOf(lines: readonly CartLine[], plan: PaymentPlan): Payment[] {
  const rest = restOf(lines, plan);
  const parts: readonly Tender[] = rest > 0 ? [...plan.tenders, { method: plan.method, amount: rest }] : plan.tenders;
  const payments: Payment[] = [];
  const put = (method: Payment['method'], amount: Kopecks) => {
    if (amount > 0) payments.push({ method, amount });
  };
  put('cash', sumOf(parts, 'cash'));
  for (const { method, amount } of parts) if (method === 'card') put('card', amount);
  put('other', sumOf(parts, 'other'));
  put('prepaid', sumOf(parts, 'prepaid'));
  put('credit', creditOf(lines, plan.settlement));
  return payments;
}

/** The deposits used up; they add up to what is paid as `prepaid`. */
export const settledBy = (tenders: readonly Tender[]): SettledDeposit[] =>
  tenders.flatMap((tender) =>
    tender.method === 'prepaid' ? [{ sale: tender.sale, amount: tender.amount, owner: tender.owner }] : [],
  );

/** Cash that the customer handed over in all, `null` where no cash is in the payment. */
export function tenderedCash(lines: readonly CartLine[], plan: PaymentPlan): Kopecks | null {
  const rest = restOf(lines, plan);
  const given = plan.method === 'cash' && rest > 0 ? (plan.tendered ?? rest) : 0;
  const cash = sumOf(plan.tenders, 'cash') + given;
  return cash > 0 ? cash : null;
}
