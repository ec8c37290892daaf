import type { VatRate } from '../money/vat.ts';
import type { ReadRow } from './checked-row.ts';
import { readMoney } from './convert/money.ts';
import { numberFrom } from './convert/decimal.ts';
import { readNumber } from './convert/number.ts';
import { plainText } from './convert/plain-text.ts';
import { readStock } from './convert/stock.ts';
import { readVat } from './convert/vat-rate.ts';
import type { ImportRules } from './profile.ts';
import type { RowCells } from './read-row.ts';

type Figures = Pick<ReadRow, 'price' | 'cost' | 'vat' | 'stock'>;

/** What a row says in figures. `today`: `YYYY-MM-DD`. */
export function readFigures(given: RowCells, rules: ImportRules, today: string, words: ReadonlyMap<string, number>): Figures {
  const vat = vatOf(given, today);
  const units = unitsOf(given);
  const addVat = vat.rate ?? rules.vat;
  const money = (field: 'price' | 'cost'): number | null => moneyOf(given, field, rules, vat.isUnknown, addVat, units);
  const [price, cost] = [money('price'), money('cost')];
  return { price, cost, vat: vat.rate ?? (vat.isUnknown ? null : rules.vat), stock: stockOf(given, words) };
}

function vatOf(given: RowCells, today: string): { readonly rate: VatRate | null; readonly isUnknown: boolean } {
  const reading = readVat(given.cell('vat'), today);
  if ('fault' in reading) {
    given.found(reading.fault, 'vat');
    return { rate: null, isUnknown: true };
  }
  if (reading.isOutdated) given.found('VAT_RATE_OUTDATED', 'vat', reading.rate ?? undefined);
  return { rate: reading.rate, isUnknown: false };
}

/**
 * Pieces that the price is for: a number («2», «6 шт»), a pair; an empty cell or a word that tells none is one. `null`: a number that
 * nothing can be divided by.
 */
function unitsOf(given: RowCells): number | null {
  const text = plainText(given.cell('pack')).toLowerCase();
  if (/^(?:пар[аы]?|pair|pr)\.?$/.test(text)) return 2;
  const digits = /^(\d+)(?:[.,]0+)?(?: ?(?:шт|pcs|уп|ед|пар).*)?$/.exec(text)?.[1];
  if (digits !== undefined) return Number(digits) >= 1 && Number(digits) <= 10_000 ? Number(digits) : null;
  return /^\d/.test(text) ? null : 1;
}

function moneyOf(
  given: RowCells,
  field: 'price' | 'cost',
  rules: ImportRules,
  vatUnknown: boolean,
  addVat: VatRate | null,
  units: number | null,
): number | null {
  const cell = given.cell(field);
  const isEmpty = plainText(cell) === '';
  if (units === null && !isEmpty) {
    given.found('NUMBER_INVALID', 'pack');
    return null;
  }
  const added = rules.priceWithoutVat ? addVat : null;
  const reading = readMoney(cell, {
    column: given.sign(field),
    currency: given.cell('currency'),
    rates: rules.rates,
    addVat: added,
    units: (units ?? 1) * rules.perUnits,
  });
  if ('fault' in reading) {
    given.found(reading.fault, field);
    return null;
  }
  // Without its rate a price without VAT is not known; the rate's own finding says why.
  if (rules.priceWithoutVat && vatUnknown) return null;
  if (reading.kopecks !== null && reading.kopecks < 0) given.found('PRICE_NEGATIVE', field);
  return reading.kopecks;
}

function stockOf(given: RowCells, words: ReadonlyMap<string, number>): number | null {
  const reading = readStock(given.cell('stock'), given.sign('stock'), words);
  if (!('fault' in reading)) return reading.pieces;
  given.found(reading.fault, 'stock');
  return null;
}

/** A number of a lens (index, diameter), written with comma or point. */
export function readMeasure(given: RowCells, field: 'index' | 'diameter'): number | null {
  const cell = given.cell(field);
  const decimal = readNumber(
    typeof cell === 'number'
      ? cell
      : plainText(cell)
          .replace(/^[ø⌀]|(?: ?(?:mm|мм)\.?)$/gi, '')
          .trim(),
    null,
    true,
  );
  return decimal && numberFrom(decimal);
}
