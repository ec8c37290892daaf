import type { Kopecks } from '../money/kopecks.ts';
import { cartTotal, type CartLine } from '../sale/cart.ts';
import { takeOff } from './manual.ts';

/** Steps that a receipt's total may be rounded down to, kopecks; a setting of the chain (requirement A-33). */
export const ROUNDING_STEPS = [1, 10, 100] as const;
export type RoundingStep = (typeof ROUNDING_STEPS)[number];

/**
 * The total down to a step, in the customer's favour. The kopecks come off as few lines as possible: single pieces first (their price
 * stays one number on paper), the dearest first. A total below one step stays: nothing is given away whole.
 * @param lines in `scanIndependentOrder`
 */
export function roundedDown(lines: readonly CartLine[], step: RoundingStep): CartLine[] {
  const total = cartTotal({ lines });
  let left: Kopecks = total < step ? 0 : total % step;
  const result = [...lines];
  const places = lines.map((_, i) => i).sort((a, b) => lines[b]!.amount - lines[a]!.amount);
  const isSingle = (i: number) => lines[i]!.qty === 1;
  for (const i of [...places.filter(isSingle), ...places.filter((one) => !isSingle(one))]) {
    if (left === 0) break;
    const amount = Math.min(left, result[i]!.amount);
    result[i] = takeOff(result[i]!, { kind: 'rounding', id: null, name: '', amount, signed: null });
    left -= amount;
  }
  return result;
}
