import fc from 'fast-check';
import { expect, it } from 'vitest';
import { VAT_RATES, vatWithin } from '../money/vat.ts';
import { vatSums, vatSumsAgree } from './vat-sums.ts';

it('sums several rates of one receipt under the tags of the law (requirements A-05)', () => {
  const sums = vatSums([
    { vat: '22', amount: 1_234_500 },
    { vat: 'none', amount: 800_000 },
    { vat: '10', amount: 1_100 },
    { vat: '22', amount: 100 },
    { vat: '0', amount: 50 },
    { vat: '20/120', amount: 600 },
  ]);
  expect(sums).toEqual([
    { rate: 'none', tag: 1105, turnover: 800_000, sum: 800_000 },
    { rate: '0', tag: 1104, turnover: 50, sum: 50 },
    { rate: '10', tag: 1103, turnover: 1_100, sum: 100 },
    { rate: '22', tag: 1115, turnover: 1_234_600, sum: 222_633 },
    { rate: '20/120', tag: 1106, turnover: 600, sum: 100 },
  ]);
});

const lines = fc.array(fc.record({ vat: fc.constantFrom(...VAT_RATES), amount: fc.nat(10_000_000) }), {
  minLength: 1,
  maxLength: 30,
});

it('agrees with itself, with a register that rounds line by line, and with nothing else', () => {
  fc.assert(
    fc.property(lines, fc.nat(), (items, pick) => {
      const sums = vatSums(items);
      expect(vatSumsAgree(items, sums)).toBe(true);
      const byLine = sums.map((one) => {
        const own = items.filter(({ vat }) => vat === one.rate);
        const taxed = one.rate !== 'none' && one.rate !== '0';
        return taxed ? { ...one, sum: own.reduce((sum, { amount, vat }) => sum + vatWithin(amount, vat), 0) } : one;
      });
      expect(vatSumsAgree(items, byLine)).toBe(true);
      const wrong = pick % sums.length;
      const more = sums.map((one, i) => (i === wrong ? { ...one, sum: one.sum + items.length + 2 } : one));
      expect(vatSumsAgree(items, more)).toBe(false);
      expect(vatSumsAgree(items, sums.slice(1))).toBe(false);
      expect(sums.reduce((sum, { turnover }) => sum + turnover, 0)).toBe(items.reduce((sum, { amount }) => sum + amount, 0));
    }),
  );
});
