import { allocate, lineAmount, roundHalfUp, type Kopecks } from '../money/kopecks.ts';
import type { AppliedDiscount, CartLine, ManualDiscount } from '../sale/cart.ts';
import { discountLimit, HARD_LIMIT, SELLER_LIMIT } from './limits.ts';

/** Hundredths of a percent that a price or discount may take off: what the signature gives, the seller's own limit without one. */
export const limitOfSignature = (signed: ManualDiscount['signed']): number =>
  signed === null ? SELLER_LIMIT : Math.min(HARD_LIMIT, discountLimit(signed.role));

/** A part of a sum by hundredths of a percent, to the kopeck. */
export const shareOf = (sum: Kopecks, hundredths: number): Kopecks => roundHalfUp((sum * hundredths) / 100_00);

/** Rounded down, so that a limit is never passed by a kopeck. */
const limitedShare = (sum: Kopecks, hundredths: number): Kopecks => Math.floor((sum * hundredths) / 100_00);

/**
 * The price a piece in force: an override keeps to the limit of whoever answers for it. Above the list price only with a signature (the
 * price tag is an offer, art. 437 of the civil code: asking more than it needs someone who answers for that).
 */
export function priceInForce({ price, list, override }: Pick<CartLine, 'price' | 'list' | 'override'>): Kopecks {
  if (override === null) return list;
  if (override.signed === null && price > list) return list;
  return Math.max(price, list - limitedShare(list, limitOfSignature(override.signed)));
}

/** What all manual reductions of a line may come to together, at its list price. */
const roomOf = (line: CartLine, signed: ManualDiscount['signed']): Kopecks =>
  limitedShare(lineAmount(line.list, line.qty), limitOfSignature(signed));

/** What was taken off a line by hand so far: by another price, and by discounts. */
export function manualOff(line: CartLine): Kopecks {
  const byPrice = Math.max(0, lineAmount(line.list, line.qty) - lineAmount(line.price, line.qty));
  const byDiscount = line.reasons.reduce(
    (sum, { kind, amount }) => (kind === 'line' || kind === 'receipt' ? sum + amount : sum),
    0,
  );
  return byPrice + byDiscount;
}

const wanted = (discount: ManualDiscount, of: Kopecks): Kopecks =>
  discount.unit === 'percent' ? shareOf(of, Math.min(discount.value, 100_00)) : discount.value;

/** The line with one reason more; the very same line where that takes nothing. */
export function takeOff(line: CartLine, reason: AppliedDiscount): CartLine {
  if (reason.amount <= 0) return line;
  return {
    ...line,
    discount: line.discount + reason.amount,
    amount: line.amount - reason.amount,
    reasons: [...line.reasons, reason],
  };
}

const reasonOf = (kind: 'line' | 'receipt', { reason, signed }: ManualDiscount, amount: Kopecks): AppliedDiscount => ({
  kind,
  id: null,
  name: reason,
  amount,
  signed,
});

/** The discount that a person gave on the line, from what promotions left of it. */
export function withLineDiscount(line: CartLine): CartLine {
  if (line.manual === null) return line;
  const room = Math.max(0, Math.min(line.amount, roomOf(line, line.manual.signed) - manualOff(line)));
  return takeOff(line, reasonOf('line', line.manual, Math.min(wanted(line.manual, line.amount), room)));
}

/**
 * The discount on the whole receipt, split over the lines in proportion to what they still cost; where a line is at its limit the others
 * carry its part, as far as their limits go. The parts sum exactly.
 */
export function withReceiptDiscount(lines: readonly CartLine[], discount: ManualDiscount | null): CartLine[] {
  if (discount === null) return [...lines];
  const rooms = lines.map((line) => Math.max(0, Math.min(line.amount, roomOf(line, discount.signed) - manualOff(line))));
  const cost = lines.reduce((sum, line) => sum + line.amount, 0);
  const parts = spread(
    wanted(discount, cost),
    lines.map((line) => line.amount),
    rooms,
  );
  return lines.map((line, i) => takeOff(line, reasonOf('receipt', discount, parts[i]!)));
}

/** Splits a sum by `weights`, no part over its room; what does not fit at all is left out. Kopecks; exact. */
export function spread(sum: Kopecks, weights: readonly Kopecks[], rooms: readonly Kopecks[]): Kopecks[] {
  const whole = rooms.reduce((total, room) => total + room, 0);
  const given = Math.max(0, Math.min(sum, whole));
  if (given === 0) return rooms.map(() => 0);
  const parts = allocate(given, weights).map((part, i) => Math.min(part, rooms[i]!));
  const left = rooms.map((room, i) => room - parts[i]!);
  // Never over the room: the rest is no more than all rooms together.
  const rest = allocate(given - parts.reduce((total, part) => total + part, 0), left);
  return parts.map((part, i) => part + rest[i]!);
}
