import { VAT_TABLE, type VatRate } from '../../money/vat.ts';
import type { Kopecks } from '../../money/kopecks.ts';
import type { Cell } from '../table.ts';
import { currencyOf, withoutCurrency } from './currency.ts';
import { decimalOf, divideHalfUp } from './decimal.ts';
import { readNumber, type DecimalSign } from './number.ts';
import { isDash, plainText } from './plain-text.ts';

export interface MoneyRules {
  /** What the column writes before its fractions. */
  readonly column: DecimalSign;
  /** The currency column's cell of this row, or what the price's title says; a sign within the cell itself comes first. */
  readonly currency: Cell | undefined;
  /** Roubles in one of the column's units, as a fraction; absent: one (`TitleMoney`). */
  readonly times?: readonly [n: bigint, d: bigint];
  /** Currency → roubles a unit. */
  readonly rates: Readonly<Record<string, number>>;
  /** The rate to add; `null`: the price is with VAT. */
  readonly addVat: VatRate | null;
  /** Pieces that the price is for. */
  readonly units: number;
}

export type MoneyReading =
  | { readonly kopecks: Kopecks | null }
  | { readonly fault: 'NUMBER_INVALID' }
  /** `currency`: the code that a title or another cell tells (`XXX`: a word that is none); `null`: the cell itself names it. */
  | { readonly fault: 'CURRENCY_UNKNOWN'; readonly currency: string | null };

/** The most that a register takes as a price (five bytes of kopecks); what is more is a barcode in the wrong column. */
const MOST_KOPECKS = 9_999_999_999n;

/** Roubles a unit of the currency as an exact fraction; `null`: no rate is set. */
function rateOf(currency: string | null, rates: MoneyRules['rates']): readonly [n: bigint, d: bigint] | null {
  if (currency === null || currency === 'RUB') return [1n, 1n];
  const decimal = Object.hasOwn(rates, currency) ? decimalOf(rates[currency]!) : null;
  return decimal ? [decimal.units, 10n ** BigInt(decimal.scale)] : null;
}

/**
 * A price in kopecks a piece, with VAT: the file's number × rate of its currency × (1 + VAT) ÷ pieces, rounded once, half up.
 * Empty cells and dashes are `kopecks: null`. A currency without a rate is `CURRENCY_UNKNOWN`; every other word is `NUMBER_INVALID`
 * (requirement E-35).
 */
export function readMoney(cell: Cell | undefined, rules: MoneyRules): MoneyReading {
  const text = plainText(cell);
  if (text === '' || isDash(text)) return { kopecks: null };
  const stripped = typeof cell === 'number' ? { rest: '', currency: null } : withoutCurrency(text);
  const decimal = readNumber(typeof cell === 'number' ? cell : stripped.rest, rules.column);
  if (!decimal) return { fault: 'NUMBER_INVALID' };
  const written = plainText(rules.currency);
  const named =
    stripped.currency ?? (written === '' ? null : (currencyOf(written) ?? currencyOf(written.toUpperCase()) ?? 'XXX'));
  const rate = rateOf(named, rules.rates);
  if (!rate) return { fault: 'CURRENCY_UNKNOWN', currency: stripped.currency === null ? named : null };
  const { numerator, denominator } = VAT_TABLE[rules.addVat ?? 'none'];
  // The table's fractions are of the gross amount (22/122); what is added to the net one is 22/100.
  const net = BigInt(denominator - numerator);
  const { times = [1n, 1n] } = rules;
  const [n, d] = rules.addVat === null || numerator === 0 ? [1n, 1n] : [BigInt(denominator), net];
  const kopecks = divideHalfUp(
    decimal.units * 100n * rate[0] * n * times[0],
    10n ** BigInt(decimal.scale) * rate[1] * d * BigInt(rules.units) * times[1],
  );
  return kopecks > MOST_KOPECKS || kopecks < -MOST_KOPECKS ? { fault: 'NUMBER_INVALID' } : { kopecks: Number(kopecks) };
}
