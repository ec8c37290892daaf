import type { Kopecks } from './kopecks.ts';
import { roundHalfUp } from './kopecks.ts';

/**
 * VAT rates as the gateway's wire names them. `none` (exempt, art. 149 of the tax code: corrective spectacles, lenses, frames)
 * is not `0` (export and the like). Calculated rates (`x/1xx`) are for advances.
 */
export const VAT_RATES = ['none', '0', '5', '7', '10', '20', '22', '5/105', '7/107', '10/110', '20/120', '22/122'] as const;
export type VatRate = (typeof VAT_RATES)[number];

interface VatPeriod {
  /** Tag 1199 of the fiscal format. */
  readonly tag: number;
  readonly numerator: number;
  readonly denominator: number;
  /** First and last day in force, `YYYY-MM-DD`; `null` = open. */
  readonly from: string | null;
  readonly to: string | null;
}

/**
 * The dated table. Base rate 20 % → 22 % on 2026-01-01; 5 % and 7 % for simplified-tax payers since 2025-01-01.
 * 20 % stays acceptable for refunds of goods sold before (the day of the original decides).
 */
export const VAT_TABLE: Readonly<Record<VatRate, VatPeriod>> = {
  none: { tag: 6, numerator: 0, denominator: 100, from: null, to: null },
  '0': { tag: 5, numerator: 0, denominator: 100, from: null, to: null },
  '5': { tag: 7, numerator: 5, denominator: 105, from: '2025-01-01', to: null },
  '7': { tag: 8, numerator: 7, denominator: 107, from: '2025-01-01', to: null },
  '10': { tag: 2, numerator: 10, denominator: 110, from: null, to: null },
  '20': { tag: 1, numerator: 20, denominator: 120, from: '2019-01-01', to: '2025-12-31' },
  '22': { tag: 11, numerator: 22, denominator: 122, from: '2026-01-01', to: null },
  '5/105': { tag: 9, numerator: 5, denominator: 105, from: '2025-01-01', to: null },
  '7/107': { tag: 10, numerator: 7, denominator: 107, from: '2025-01-01', to: null },
  '10/110': { tag: 4, numerator: 10, denominator: 110, from: null, to: null },
  '20/120': { tag: 3, numerator: 20, denominator: 120, from: '2019-01-01', to: '2025-12-31' },
  '22/122': { tag: 12, numerator: 22, denominator: 122, from: '2026-01-01', to: null },
};

export const isVatRate = (value: unknown): value is VatRate =>
  typeof value === 'string' && (VAT_RATES as readonly string[]).includes(value);

/** Is the rate in force on a day (`YYYY-MM-DD`)? A refund passes the day of its original. */
export function vatInForce(rate: VatRate, day: string): boolean {
  const { from, to } = VAT_TABLE[rate];
  return (from === null || from <= day) && (to === null || day <= to);
}

/** The base rate of a day: 20 before 2026, 22 since. */
export const baseVatRate = (day: string): VatRate => (day < '2026-01-01' ? '20' : '22');

/** A rate that an article bears from a day (`YYYY-MM-DD`, the shop's) on. */
export interface PlannedVat {
  readonly from: string;
  readonly vat: VatRate;
}

/**
 * The rate of an article on a day of the shop: the latest planned one whose day has come; a base rate that the law has replaced by then is
 * the new one. A till that is offline at midnight changes over by itself.
 */
export function vatOn(of: { readonly vat: VatRate; readonly vatPlan?: readonly PlannedVat[] | undefined }, day: string): VatRate {
  const rate = of.vatPlan?.findLast(({ from }) => from <= day)?.vat ?? of.vat;
  return rate === '20' ? baseVatRate(day) : rate;
}

/** VAT contained in a gross amount, kopecks. */
export const vatWithin = (gross: Kopecks, rate: VatRate): Kopecks =>
  VAT_TABLE[rate].numerator === 0 ? 0 : roundHalfUp((gross * VAT_TABLE[rate].numerator) / VAT_TABLE[rate].denominator);
