import type { ProductKind } from '../documents/catalogue.ts';
import type { VatRate } from '../money/vat.ts';
import { vatOfKind } from './check/by-kind.ts';
import type { ReadRow } from './checked-row.ts';
import { withoutCurrency } from './convert/currency.ts';
import { readMoney, type MoneyRules } from './convert/money.ts';
import { numberFrom } from './convert/decimal.ts';
import { readNumber } from './convert/number.ts';
import { isDash, plainText } from './convert/plain-text.ts';
import { readStock } from './convert/stock.ts';
import { readVat } from './convert/vat-rate.ts';
import type { ImportRules } from './profile.ts';
import type { RowCells } from './read-row.ts';

type Figures = Pick<ReadRow, 'price' | 'cost' | 'vat' | 'stock' | 'stockRough'>;
type PriceRules = Pick<MoneyRules, 'rates' | 'units'> & {
  readonly rate: VatRate | null;
  /** The profile's word on prices without VAT; a cost whose title says so is taken at its own. */
  readonly isNet: boolean;
};
export interface FigureRules {
  readonly rules: ImportRules;
  readonly today: string;
  /** `stockWordsOf` the profile's. */
  readonly words: ReadonlyMap<string, number>;
}

/**
 * What a row says in figures. A price without VAT gets that of its row, else of the profile, else of its kind of goods; where the row's rate is
 * unknown nothing is added, for the row is left out anyway. `today`: `YYYY-MM-DD`.
 */
export function readFigures(given: RowCells, { rules, today, words }: FigureRules, kind: ProductKind | null): Figures {
  const vat = vatOf(given, today);
  const rate = vat.rate ?? rules.vat ?? vatOfKind(kind ?? 'accessory', today);
  const how: PriceRules = {
    rate: vat.isUnknown ? null : rate,
    isNet: rules.priceWithoutVat,
    rates: rules.rates,
    // Contact lenses are sold, and priced, by the pack.
    units: (kind === 'contact-lens' ? 1 : unitsOf(given)) * rules.perUnits,
  };
  const [price, cost] = [moneyOf(given, 'price', how), moneyOf(given, 'cost', how)];
  return { price, cost, vat: vat.rate, ...stockOf(given, words) };
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
 * Pieces that the price is for: a number («2», «6 шт»), a pair; an empty cell or a word that tells none is one. A number that nothing can be
 * divided by is told, and the row left out.
 */
function unitsOf(given: RowCells): number {
  const text = plainText(given.cell('pack')).toLowerCase();
  if (/^(?:пар[аы]?|pair|pr)\.?$/.test(text)) return 2;
  const digits = /^(\d{1,5})(?:[.,]0+)?(?: ?(?:шт|pcs|уп|ед).*)?$/.exec(text)?.[1];
  const isWrong = digits === undefined ? /^[-−\d]/.test(text) && !isDash(text) : Number(digits) === 0;
  if (isWrong) given.found('NUMBER_INVALID', 'pack');
  return isWrong ? 1 : Number(digits ?? 1);
}

const POINT_ALONE = /^[1-9]\d{0,2}\.\d{3}$/;

function moneyOf(given: RowCells, field: 'price' | 'cost', { rate, isNet, rates, units }: PriceRules): number | null {
  const title = given.money(field);
  const withoutVat = field === 'cost' && title.vat !== null ? title.vat === 'without' : isNet;
  const written = given.currency(field);
  const reading = readMoney(given.cell(field), {
    ...{ column: given.sign(field), rates, times: title.times },
    currency: plainText(written) === '' ? title.currency : written,
    addVat: withoutVat ? rate : null,
    // A price «за пару» whose row or profile says so too is halved once.
    units: units === 1 ? title.units : units,
  });
  if ('fault' in reading) {
    given.found(reading.fault, field, 'currency' in reading ? (reading.currency ?? undefined) : undefined);
    return null;
  }
  // 1,250 is English, and nobody writes thousandths; 125.500 comes out of databases as often as out of German lists.
  const cell = given.cell(field);
  const isUntold = field === 'price' && typeof cell === 'string' && given.sign(field) === null;
  if (isUntold && POINT_ALONE.test(withoutCurrency(plainText(cell)).rest)) given.found('THOUSANDS_ASSUMED', field);
  const first = reading.kopecks === null ? null : given.mergedWith(field);
  if (first !== null) given.found('PRICE_MERGED', field, String(first));
  if (reading.kopecks !== null && reading.kopecks < 0) given.found('PRICE_NEGATIVE', field);
  return reading.kopecks;
}

function stockOf(given: RowCells, words: ReadonlyMap<string, number>): Pick<ReadRow, 'stock' | 'stockRough'> {
  const reading = readStock(given.cell('stock'), given.sign('stock'), words);
  if (!('fault' in reading)) return { stock: reading.pieces, ...(reading.rough ? { stockRough: true } : {}) };
  given.found(reading.fault, 'stock');
  return { stock: null };
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
