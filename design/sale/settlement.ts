import type { AgreedLine, SaleLine } from '../documents/facts.ts';
import { allocate, lineAmount, type Kopecks } from '../money/kopecks.ts';
import { baseVatRate, isVatRate, VAT_TABLE, vatOn, type VatRate } from '../money/vat.ts';
import { cartTotal, type CartLine } from './cart.ts';

/**
 * How money and goods meet in one receipt (tag 1214, fiscal rules §4.4). `full`: the goods go with the customer; `full-prepayment` and
 * `prepayment` are paid before, whole or in part; `advance` names no goods; `credit`: the goods go, `now` is paid and the rest is owed;
 * `credit-payment` pays off what is owed for `sale`. Kopecks.
 */
export type Settlement =
  | { readonly kind: 'full' }
  | { readonly kind: 'full-prepayment' }
  | { readonly kind: 'prepayment'; readonly amount: Kopecks }
  | { readonly kind: 'advance'; readonly amount: Kopecks }
  | { readonly kind: 'credit'; readonly now: Kopecks }
  | { readonly kind: 'credit-payment'; readonly sale: string; readonly amount: Kopecks };
export type SettlementKind = Settlement['kind'];

export const FULL: Settlement = { kind: 'full' };

/** A line of the cart, or one that was paid in advance and is handed over now: `of` names where. */
export type PaidLine = CartLine & { readonly of?: { readonly sale: string; readonly line: number } };

/** What the receipt comes to; of credit this is everything, what is owed included. */
export function receiptTotal(lines: readonly CartLine[], settlement: Settlement): Kopecks {
  switch (settlement.kind) {
    case 'prepayment':
    case 'advance':
    case 'credit-payment':
      return settlement.amount;
    default:
      return cartTotal({ lines });
  }
}

/** What stays owed: tag 1216. */
export const creditOf = (lines: readonly CartLine[], settlement: Settlement): Kopecks =>
  settlement.kind === 'credit' ? cartTotal({ lines }) - settlement.now : 0;

/** Is there something to make a receipt of? A prepayment is less than the whole, or it is one of 100 %. */
export function isPayable(lines: readonly CartLine[], settlement: Settlement): boolean {
  const total = cartTotal({ lines });
  switch (settlement.kind) {
    case 'full':
    case 'full-prepayment':
      return total > 0;
    case 'prepayment':
      return settlement.amount > 0 && settlement.amount < total;
    case 'credit':
      return settlement.now >= 0 && settlement.now < total;
    default:
      return settlement.amount > 0;
  }
}

const CALCULATED: Partial<Record<VatRate, VatRate>> = {
  '5': '5/105',
  '7': '7/107',
  '10': '10/110',
  '20': '20/120',
  '22': '22/122',
};

/** Of money taken before the goods the tax is a calculated one (tax code, art. 164 p. 4); exempt stays exempt. */
export const calculatedVat = (rate: VatRate): VatRate => CALCULATED[rate] ?? rate;

/** The rate that a calculated one was made of, for the hand-over. */
export const plainVat = (rate: VatRate): VatRate => {
  const plain = rate.split('/')[0];
  return isVatRate(plain) ? plain : rate;
};

/** An advance names no goods: the highest rate of those it may become, or, where nobody knows, the base rate of the day. */
export function advanceVat(rates: readonly VatRate[], day: string): VatRate {
  const part = (rate: VatRate): number => VAT_TABLE[rate].numerator / VAT_TABLE[rate].denominator;
  const highest = rates.reduce<VatRate | null>((high, rate) => (high === null || part(rate) > part(high) ? rate : high), null);
  return calculatedVat(plainVat(highest ?? baseVatRate(day)));
}

/** The SKUs under which money that names no goods stands on a receipt. */
export const ADVANCE_SKU = 'ADVANCE';
export const CREDIT_PAYMENT_SKU = 'CREDIT-PAYMENT';
/** Tag 1030 holds 128 characters. */
const named = (name: string): string => name.slice(0, 128);

function lineOf(line: PaidLine, day: string): SaleLine {
  const { entry, qty, price, discount, amount, list, reasons, override, note, group, part, entered, mark, of } = line;
  return {
    sku: entry.sku,
    name: entry.name,
    kind: entry.kind,
    qty,
    price,
    discount,
    amount,
    vat: vatOn(entry, day),
    subject: entry.subject,
    method: 'full',
    mark,
    ...(list !== price && { list }),
    ...(reasons.length > 0 && { reasons: reasons.map((reason) => ({ ...reason })) }),
    ...(override && { override }),
    ...(note !== null && { note }),
    ...(group !== null && { group, part }),
    ...(entered && { entered }),
    ...(of && { of }),
  };
}

/**
 * A line paid in advance: the receipt says what is paid for it now, `agreed` what it will cost. The price is the paid share a piece,
 * rounded up; the kopecks beyond are its discount, as a register cannot divide 100 ₽ by three.
 */
function inAdvance(line: SaleLine, paid: Kopecks): SaleLine {
  const { qty, price, discount, amount, vat } = line;
  const agreed: AgreedLine = { qty, price, discount, amount, vat };
  // No mark code: it belongs to the piece that is handed over.
  const whole = { ...line, vat: calculatedVat(vat), mark: null, agreed };
  if (paid === amount) return { ...whole, method: 'full-prepayment' };
  const share = Math.ceil((paid * 1000) / Math.round(qty * 1000));
  return { ...whole, method: 'prepayment', price: share, discount: lineAmount(share, qty) - paid, amount: paid };
}

const moneyLine = (sku: string, name: string, amount: Kopecks, vat: VatRate): SaleLine => ({
  sku,
  name: named(name),
  kind: 'service',
  qty: 1,
  price: amount,
  discount: 0,
  amount,
  vat,
  subject: 'payment',
  method: sku === ADVANCE_SKU ? 'advance' : 'credit-payment',
  mark: null,
});

/**
 * The lines of the receipt. Sums are those of `receiptTotal` to the kopeck. `day`: `YYYY-MM-DD` in the shop's zone. `rates`: what an advance
 * may become where the cart is empty.
 */
export function settledLines(
  lines: readonly PaidLine[],
  settlement: Settlement,
  given: { readonly day: string; readonly order: string | null; readonly rates?: readonly VatRate[] },
): SaleLine[] {
  const whole = lines.map((line) => lineOf(line, given.day));
  switch (settlement.kind) {
    case 'full':
      return whole;
    case 'full-prepayment':
      return whole.map((line) => ({ ...inAdvance(line, line.amount), method: 'full-prepayment' }));
    case 'prepayment': {
      const shares = allocate(
        settlement.amount,
        whole.map((line) => line.amount),
      );
      // Whatever share falls on a line, the receipt as a whole is a part of the price.
      return whole.map((line, i) => ({ ...inAdvance(line, shares[i]!), method: 'prepayment' }));
    }
    case 'advance': {
      const name = given.order ? `Аванс по заказу ${given.order}` : 'Аванс';
      const rates = lines.length > 0 ? whole.map(({ vat }) => vat) : (given.rates ?? []);
      return [moneyLine(ADVANCE_SKU, name, settlement.amount, advanceVat(rates, given.day))];
    }
    case 'credit':
      return whole.map((line) => ({ ...line, method: settlement.now > 0 ? 'partial' : 'credit' }));
    case 'credit-payment': {
      // The tax was charged when the goods were handed over.
      const name = given.order ? `Погашение долга по заказу ${given.order}` : 'Погашение долга';
      return [{ ...moneyLine(CREDIT_PAYMENT_SKU, name, settlement.amount, 'none'), of: { sale: settlement.sale, line: 0 } }];
    }
  }
}
