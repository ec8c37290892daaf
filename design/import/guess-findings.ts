import { COUNTED, isAgain, suggestMapping, type SuggestedColumn } from './columns.ts';
import type { Finding } from './finding.ts';
import { layoutOf } from './header.ts';
import { GUESS_ALL } from './profile.ts';
import type { SheetHead } from './sheet-guess.ts';
import { meaningsOf } from './title-meaning.ts';

/** How many sheets or columns a finding names. */
const NAMED = 8;

/** What a table's titles are taken for where nobody has said. */
const guessOf = ({ head }: SheetHead): readonly SuggestedColumn[] => {
  const { titles, headerRow, dataRow } = layoutOf(head, GUESS_ALL);
  const samples = head.filter(({ row }) => row >= dataRow);
  return headerRow === null ? [] : suggestMapping(titles, samples).suggested;
};

/** Goods with prices, and rows below the titles. */
function isPriceList(sheet: SheetHead): boolean {
  const fields = new Set(guessOf(sheet).map(({ field }) => field));
  return sheet.rows > 1 && fields.has('price') && (fields.has('sku') || fields.has('name') || fields.has('ean'));
}

/** Where a sheet was guessed: the others that hold goods too («a sheet a brand») and were not read. Of the whole file (row 0). */
export function otherSheets(sheets: readonly SheetHead[], read: string): Finding[] {
  const left = sheets
    .filter((sheet) => sheet.name !== read && sheet.hidden !== true && isPriceList(sheet))
    .map(({ name }) => name);
  if (left.length === 0) return [];
  const value = `${left.slice(0, NAMED).join(', ')}${left.length > NAMED ? '…' : ''}`;
  return [{ row: 0, type: 'SHEETS_LEFT', field: null, value, old: read }];
}

/** Where the columns were guessed: titles of goods and prices that come again to the right are a second table, and nobody reads it. */
export function tableBeside(sheet: SheetHead): Finding[] {
  const guess = guessOf(sheet);
  const { titles } = layoutOf(sheet.head, GUESS_ALL);
  const told = guess.map(({ title }) => title.toLowerCase());
  const again = titles.filter((title, i) => isAgain(titles, i) && told.includes(title.replace(COUNTED, '').toLowerCase()));
  const fields = new Set(again.flatMap((title) => meaningsOf(title.replace(COUNTED, ''))[0]?.field ?? []));
  const isGoods = fields.has('price') && (fields.has('sku') || fields.has('name') || fields.has('ean'));
  return isGoods ? [{ row: 0, type: 'TABLE_BESIDE', field: null, value: again.slice(0, NAMED).join(', '), old: null }] : [];
}

/**
 * Where the columns were guessed: a purchase price that is taken for the selling price, since the file has no other; one of several that
 * nothing tells apart («Цена 1», «Цена 2»; «Цена» twice): `old` names the others.
 */
export function assumedPrice(sheet: SheetHead): Finding[] {
  const guess = guessOf(sheet);
  const price = guess.find(({ field }) => field === 'price');
  if (!price) return [];
  const { titles } = layoutOf(sheet.head, GUESS_ALL);
  const taken = new Set(guess.map(({ column }) => column));
  const isOther = (title: string, i: number): boolean =>
    !taken.has(i) &&
    (price.why === 'title'
      ? isAgain(titles, i) && title.toLowerCase().startsWith(price.title.toLowerCase())
      : meaningsOf(title).some(({ field }) => field === 'price'));
  const others = titles.filter(isOther);
  if (price.why !== 'only-price' && others.length === 0) return [];
  return [{ row: 0, type: 'PRICE_ASSUMED', field: 'price', value: price.title, old: others.join(', ') || null }];
}
