import type { SaleLine } from '../documents/facts.ts';
import { lineAmount, type Kopecks } from '../money/kopecks.ts';
import { limitOfSignature } from './manual.ts';

/**
 * Does a sold line keep to what may be taken off by hand? The server asks it of each sale: what a till's screen and pricing have
 * let through is stored, it is money, but a person is to look at it. A line without `list` was sold at the list price; a discount that
 * its reasons do not explain was given by hand, by whoever sold.
 */
export function soldWithinLimits({ list, override, reasons = [], agreed, ...line }: SaleLine): boolean {
  const { price, qty, discount } = agreed ?? line;
  const gross = lineAmount(list ?? price, qty);
  const byHand = reasons.filter(({ kind }) => kind === 'line' || kind === 'receipt');
  const unexplained = Math.max(0, discount - sumOf(reasons));
  const off = Math.max(0, gross - lineAmount(price, qty)) + sumOf(byHand) + unexplained;
  const signatures = [override?.signed ?? null, ...byHand.map(({ signed }) => signed)];
  // A price is rounded a piece: a line may differ from its limit by half a kopeck a piece.
  return off <= (gross * Math.max(...signatures.map(limitOfSignature))) / 100_00 + Math.ceil(qty);
}

const sumOf = (amounts: readonly { readonly amount: Kopecks }[]): Kopecks => amounts.reduce((sum, { amount }) => sum + amount, 0);
