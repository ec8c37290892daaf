import { describe, expect, it } from 'vitest';
import { baseVatRate, isVatRate, VAT_RATES, VAT_TABLE, vatInForce, vatOn, vatWithin } from './vat.ts';

describe('VAT table', () => {
  it('changes the base rate from 20 % to 22 % on 2026-01-01', () => {
    expect(baseVatRate('2025-12-31')).toBe('20');
    expect(baseVatRate('2026-01-01')).toBe('22');
    expect(vatInForce('20', '2026-01-01')).toBe(false);
    expect(vatInForce('20', '2025-12-31')).toBe(true);
    expect(vatInForce('22', '2025-12-31')).toBe(false);
  });

  it('keeps "none" and "0" apart', () => {
    expect(VAT_TABLE.none.tag).toBe(6);
    expect(VAT_TABLE['0'].tag).toBe(5);
  });

  it('gives every rate its own tag 1199 (1–12)', () => {
    expect(VAT_RATES.map((r) => VAT_TABLE[r].tag).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('computes the VAT within a gross sum (22 % of 12 345,00 ₽ is 2 226,15 ₽)', () => {
    expect(vatWithin(1_234_500, '22')).toBe(222_615);
    expect(vatWithin(1_234_500, 'none')).toBe(0);
    expect(vatWithin(-1_234_500, '22')).toBe(-222_615);
  });

  it('knows its rates', () => {
    expect(isVatRate('22')).toBe(true);
    expect(isVatRate('18')).toBe(false);
    expect(isVatRate(22)).toBe(false);
  });

  it('sells an article at the rate planned for the day, "none" and "0" being two rates (E-34)', () => {
    const article = {
      vat: 'none',
      vatPlan: [
        { from: '2026-12-01', vat: '0' },
        { from: '2027-01-01', vat: '10' },
      ],
    } as const;
    expect(vatOn(article, '2026-11-30')).toBe('none');
    expect(vatOn(article, '2026-12-01')).toBe('0');
    expect(vatOn(article, '2026-12-31')).toBe('0');
    expect(vatOn(article, '2027-01-01')).toBe('10');
    expect(vatOn({ vat: '22', vatPlan: [] }, '2027-01-01')).toBe('22');
  });

  it('sells at the new base rate from the day of the law, whatever the catalogue still says', () => {
    expect(vatOn({ vat: '20' }, '2025-12-31')).toBe('20');
    expect(vatOn({ vat: '20' }, '2026-01-01')).toBe('22');
    expect(vatOn({ vat: 'none', vatPlan: [{ from: '2025-06-01', vat: '20' }] }, '2026-01-01')).toBe('22');
  });
});
