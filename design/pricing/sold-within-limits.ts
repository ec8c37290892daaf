import type { SaleLine } from '../documents/facts.ts';
import { lineAmount } from '../money/kopecks.ts';
import { limitOfSignature } from './manual.ts';

/**
 * Does a sold line keep to what may be taken off by hand? The server asks it of each sale: what a till's screen and pricing have
 * let through is stored, it is money, but a person is to look at it. Lines of earlier programs, which do not explain their discount, pass.
 */
export function soldWithinLimits({ list, override, reasons, agreed, ...line }: SaleLine): boolean {
  if (list === undefined || reasons === undefined) return true;
  const { price, qty } = agreed ?? line;
  const gross = lineAmount(list, qty);
  const byHand = reasons.filter(({ kind }) => kind === 'line' || kind === 'receipt');
  const off = Math.max(0, gross - lineAmount(price, qty)) + byHand.reduce((sum, { amount }) => sum + amount, 0);
  const signatures = [override?.signed ?? null, ...byHand.map(({ signed }) => signed)];
  // A price is rounded a piece: a line may differ from its limit by half a kopeck a piece.
  return off <= (gross * Math.max(...signatures.map(limitOfSignature))) / 100_00 + Math.ceil(qty);
}
