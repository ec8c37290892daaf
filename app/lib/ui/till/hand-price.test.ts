import { describe, expect, it } from 'vitest';
import { NO_RULES } from '$design/pricing/rules.ts';
import { tryOut } from '$design/pricing/try-out.ts';
import { addToCart, EMPTY_CART } from '$design/sale/cart.ts';
import { article } from '../../../../tests/factories/promotions.ts';
import { handChange, handValue, outcomeOf, type HandMode } from './hand-price.ts';

const cart = addToCart(EMPTY_CART, article('A', 1_000_00));
const tried = (mode: HandMode, value: number, line: string | null = 'A') => {
  const change = handChange(line, mode, value, 'витрина');
  const result = tryOut(cart, (signed) => change(cart, signed), NO_RULES, 0);
  return [outcomeOf(line, mode, value, result), result.needsSignature];
};

describe('a price by hand', () => {
  it('is typed as people write it', () => {
    expect(['12,5', '10 %', '100', '', '0', '100,01', 'пять'].map((text) => handValue('percent', text))).toEqual([
      12_50,
      10_00,
      100_00,
      null,
      undefined,
      undefined,
      undefined,
    ]);
    expect([handValue('sum', '1 500,50'), handValue('sum', '0'), handValue('price', '0')]).toEqual([1_500_50, undefined, 0]);
  });

  it('says what it comes to, whether somebody has to sign, and where nobody may', () => {
    expect(tried('percent', 10_00)).toEqual([{ after: 900_00, tooMuch: false }, false]);
    expect(tried('percent', 15_00, null)).toEqual([{ after: 850_00, tooMuch: false }, true]);
    // 51 % is refused, not shown as the price at 50 %.
    expect(tried('percent', 51_00)[0]).toEqual({ after: null, tooMuch: true });
    expect(tried('percent', 60_00)[0]).toEqual({ after: null, tooMuch: true });
    expect(tried('sum', 600_00)[0]).toEqual({ after: null, tooMuch: true });
    expect(tried('price', 850_00)).toEqual([{ after: 850_00, tooMuch: false }, true]);
    expect(tried('price', 400_00)[0]).toEqual({ after: null, tooMuch: true });
  });
});
