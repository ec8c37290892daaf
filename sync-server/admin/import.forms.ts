import { z } from 'zod';
import { STORE_CODE } from '../../design/databases.ts';
import { OWN_PLACES } from '../../design/stock/places.ts';
import { PRODUCT_KINDS } from '../../design/documents/catalogue.ts';
import { IMPORT_FIELDS, type ImportField } from '../../design/import/fields.ts';
import {
  ENCODINGS,
  GUESS_ALL,
  importRules,
  STANDARD_RULES,
  type FileChoice,
  type ImportRules,
} from '../../design/import/profile.ts';

/** The fields of a form as they are typed. */
export type Typed = Readonly<Record<string, string>>;
export const typedForm = z.record(z.string().max(40), z.string().max(8_000));

const MATCHES = ['sku', 'ean', 'name'] as const;

/** What the form about columns and rules says; what was not understood, in words for the person who typed it. */
export interface ReadForm {
  readonly choice: FileChoice;
  /** Field → number of the column, from 0. `null`: the form does not say, columns are to be guessed. */
  readonly columns: Partial<Record<ImportField, number>> | null;
  readonly rules: ImportRules | null;
  readonly profile: string | null;
  readonly supplier: string;
  readonly wrong: Readonly<Record<string, string>>;
}

const digits = (text: string | undefined, least: number, most: number): number | null => {
  const number = /^\d{1,7}$/.test((text ?? '').trim()) ? Number(text) : NaN;
  return number >= least && number <= most ? number : null;
};
const oneOf = <T extends string>(list: readonly T[], text: string | undefined): T | null =>
  list.find((item) => item === text) ?? null;
const linesOf = (text: string | undefined): string[] =>
  (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

function choiceOf(typed: Typed): FileChoice {
  const headerRow = digits(typed['headerRow'], 1, 1_000_000);
  const headerRows = typed['headerRows'] === '2' ? 2 : typed['headerRows'] === '1' ? 1 : null;
  const delimiter = typed['delimiter'] === 'tab' ? '\t' : (typed['delimiter'] ?? '');
  return {
    ...GUESS_ALL,
    sheet: typed['sheet'] || null,
    encoding: oneOf(ENCODINGS, typed['encoding']),
    delimiter: delimiter.length === 1 ? delimiter : null,
    quote: (typed['quote'] ?? '').length === 1 ? typed['quote']! : null,
    headerRow,
    headerRows: headerRow === null ? null : headerRows,
    dataRow: headerRow === null ? null : digits(typed['dataRow'], headerRow + 1, 1_000_000),
  };
}

/** «EUR = 98,5» a line. */
function ratesOf(text: string | undefined, wrong: Record<string, string>): ImportRules['rates'] {
  const rates: Record<string, number> = {};
  for (const line of linesOf(text)) {
    const [, currency, rate] = /^([a-z]{3})\s*[=:\s]\s*(\d{1,6}(?:[.,]\d{1,6})?)$/i.exec(line) ?? [];
    if (currency === undefined || Number(rate!.replace(',', '.')) === 0)
      wrong['rates'] = `«${line}»: напишите валюту тремя буквами и курс, например «EUR = 98,5»`;
    else rates[currency.toUpperCase()] = Number(rate!.replace(',', '.'));
  }
  return rates;
}

/** «много = 10» a line. */
function stockWordsOf(text: string | undefined, wrong: Record<string, string>): ImportRules['stockWords'] {
  const words: Record<string, number> = {};
  for (const line of linesOf(text)) {
    const [, word, pieces] = /^(.{1,40}?)\s*=\s*(\d{1,6})$/.exec(line) ?? [];
    if (word === undefined) wrong['stockWords'] = `«${line}»: напишите слово и сколько это штук, например «много = 10»`;
    else words[word.toLowerCase()] = Number(pieces);
  }
  return words;
}

function rulesOf(typed: Typed, wrong: Record<string, string>): ImportRules {
  const text = (name: string): string | null => (typed[name] ?? '').trim().slice(0, 128) || null;
  const ticked = (name: string): boolean => typed[name] === 'yes';
  const perUnits = digits(typed['perUnits'] || '1', 1, 1_000);
  if (perUnits === null) wrong['perUnits'] = 'Сколько штук в цене: целое число от 1 до 1000';
  const store = text('stockStore');
  if (!ticked('createMissing') && !ticked('updateExisting'))
    wrong['updateExisting'] = 'Отметьте хотя бы одно: заводить новые товары или обновлять имеющиеся';
  return {
    match: oneOf(MATCHES, typed['match']) ?? 'sku',
    createMissing: ticked('createMissing'),
    updateExisting: ticked('updateExisting'),
    priceWithoutVat: ticked('priceWithoutVat'),
    vat: importRules.shape.vat.safeParse(typed['vat'] || null).data ?? null,
    category: text('category'),
    brand: text('brand'),
    kind: oneOf(PRODUCT_KINDS, typed['kind']),
    rates: ratesOf(typed['rates'], wrong),
    stockWords: stockWordsOf(typed['stockWords'], wrong),
    perUnits: perUnits ?? 1,
    archiveVanished: ticked('archiveVanished'),
    ...stockOf(store),
  };
}

/**
 * Reads the form of step 2. `rules` stands where the form was sent at all (`read=1`): boxes that are not ticked are not sent. Two fields
 * may not be read from one column: the second one is told.
 */
export function readForm(typed: Typed): ReadForm {
  const wrong: Record<string, string> = {};
  const sent = typed['read'] === '1';
  const columns: Partial<Record<ImportField, number>> = {};
  for (const field of IMPORT_FIELDS) {
    const column = digits(typed[`m.${field}`], 0, 199);
    if (column !== null) columns[field] = column;
  }
  return {
    choice: choiceOf(typed),
    columns: sent && typed['anew'] === undefined ? columns : null,
    rules: sent && typed['anew'] !== 'profile' ? rulesOf(typed, wrong) : null,
    profile: /^import-profile:[\w-]{1,64}$/.test(typed['profile'] ?? '') ? typed['profile']! : null,
    supplier: (typed['supplier'] ?? '').trim().slice(0, 80),
    wrong,
  };
}

/** How the file is read, as the form shows it; the inverse of what `readForm` reads. */
export const choiceFields = ({ sheet, encoding, delimiter, quote, headerRow, headerRows, dataRow }: FileChoice): Typed => ({
  ...{ sheet: sheet ?? '', encoding: encoding ?? '', delimiter: delimiter === '\t' ? 'tab' : (delimiter ?? '') },
  ...{
    quote: quote ?? '',
    headerRow: String(headerRow ?? ''),
    headerRows: String(headerRows ?? ''),
    dataRow: String(dataRow ?? ''),
  },
});

const ratesText = (rates: ImportRules['rates']): string =>
  Object.entries(rates)
    .map(([currency, rate]) => `${currency} = ${String(rate).replace('.', ',')}`)
    .join('\n');
/** «floor@demo-1»: whose stock the file tells, and where it lies. */
function stockOf(typed: string | null): Pick<ImportRules, 'stockStore' | 'stockPlace'> {
  const [place, store] = (typed ?? '').split('@');
  const stockPlace = OWN_PLACES.find((one) => one === place);
  return stockPlace && store !== undefined && STORE_CODE.test(store) ? { stockStore: store, stockPlace } : { stockStore: null };
}

const stockWordsText = (words: ImportRules['stockWords']): string =>
  Object.entries(words)
    .map(([word, pieces]) => `${word} = ${pieces}`)
    .join('\n');

/** Rules as the form shows them; the inverse of what `readForm` reads. */
export const rulesFields = (rules: ImportRules = STANDARD_RULES): Typed => ({
  match: rules.match,
  ...Object.fromEntries(
    (['createMissing', 'updateExisting', 'priceWithoutVat', 'archiveVanished'] as const).map((name) => [
      name,
      rules[name] ? 'yes' : 'no',
    ]),
  ),
  vat: rules.vat ?? '',
  category: rules.category ?? '',
  brand: rules.brand ?? '',
  kind: rules.kind ?? '',
  rates: ratesText(rules.rates),
  stockWords: stockWordsText(rules.stockWords),
  perUnits: String(rules.perUnits),
  stockStore: rules.stockStore === null ? '' : `${rules.stockPlace ?? 'floor'}@${rules.stockStore}`,
});

const reason = z.string().trim().min(3).max(400);
/** A person's word: who, and the PIN that proves it. */
export const signatureForm = z.object({ approver: z.string().min(1).max(100), pin: z.string().min(1).max(12) });
const page = z.coerce.number().int().min(1).max(100_000).catch(1);
export const pageQuery = z.object({ page });
export { reason as personReason, page as pageNumber };
