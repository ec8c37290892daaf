import type { KnownProduct } from '../../../design/import/checked-row.ts';
import type { Finding } from '../../../design/import/finding.ts';
import { GUESS_ALL, STANDARD_RULES, type FileChoice, type ImportRules, type Mapping } from '../../../design/import/profile.ts';
import type { Cell } from '../../../design/import/table.ts';
import { createRandom, type Random } from '../../../sync-server/demo/random.ts';
import { article, type Article } from './goods.ts';
import type { Table } from './price-list.ts';

/** A supplier of requirement E-12: its file, how it is read, what the catalogue knows before, and what a check must come to. */
export interface SupplierFile {
  readonly name: string;
  readonly file: string;
  readonly table: Table;
  readonly profile: {
    readonly supplier: string;
    readonly file: FileChoice;
    readonly mapping: Mapping;
    readonly rules: ImportRules;
  };
  readonly known: readonly KnownProduct[];
  readonly expected: {
    readonly created: number;
    readonly updated: number;
    readonly skipped: number;
    readonly errors: readonly Pick<Finding, 'row' | 'type' | 'field'>[];
  };
}

/** Of a hundred articles so many are in the catalogue already. */
const KNOWN_PERCENT = 80;
/** Kopecks of VAT at the base rate are added to a price without it. */
const BASE_RATE = 22;
const rules: ImportRules = { ...STANDARD_RULES, category: 'Оправы', kind: 'frame', brand: 'Без марки' };

interface Offer {
  readonly article: Article;
  readonly isNew: boolean;
  /** Kopecks with VAT, as it will stand in the catalogue. */
  readonly price: number;
}

/** Four fifths known, their prices moved by up to a tenth either way; `net`: prices are multiples that a price without VAT can give. */
function offers(random: Random, prefix: string, rows: number, ofNet: boolean): Offer[] {
  return Array.from({ length: rows }, (_, n) => {
    const own = article(random, prefix, n + 1);
    const isNew = n % 100 >= KNOWN_PERCENT;
    const moved = isNew ? own.price : Math.round((own.price * random.int(91, 109)) / 10_000) * 100;
    return { article: own, isNew, price: ofNet ? grossOf(netOf(moved)) : moved };
  });
}

const netOf = (gross: number): number => Math.round((gross * 100) / (100 + BASE_RATE) / 100) * 100;
const grossOf = (net: number): number => Math.round((net * (100 + BASE_RATE)) / 100);

const knownOf = (list: readonly Offer[], supplier: string): KnownProduct[] =>
  list
    .filter(({ isNew }) => !isNew)
    .map(({ article: { sku, name, category, brand, price } }) => ({
      ...{ sku, name, category, brand, price, kind: 'frame', ean: null, vat: '22', cost: null, supplier, archived: false },
    }));

const fault = (field: 'stock', at: number): Pick<Finding, 'row' | 'type' | 'field'> => ({
  row: at + 2,
  type: 'STOCK_NEGATIVE',
  field,
});

function file(
  supplier: string,
  name: string,
  list: readonly Offer[],
  table: Table,
  how: Pick<SupplierFile['profile'], 'mapping' | 'rules'> & { readonly file?: Partial<FileChoice> },
  errors: SupplierFile['expected']['errors'] = [],
): SupplierFile {
  const refused = new Set(errors.map(({ row }) => row));
  const taken = list.filter((_, at) => !refused.has(at + 2));
  return {
    ...{ name: supplier, file: name, table },
    profile: { supplier, mapping: how.mapping, rules: how.rules, file: { ...GUESS_ALL, ...how.file } },
    known: knownOf(list, supplier),
    expected: {
      created: taken.filter(({ isNew }) => isNew).length,
      updated: taken.filter(({ isNew, article: { price }, price: now }) => !isNew && price !== now).length,
      skipped: refused.size,
      errors,
    },
  };
}

/** XLSX, Russian titles, VAT per row, stock in pieces. */
function supplierA(seed: number, rows: number): SupplierFile {
  const list = offers(createRandom(`A ${seed}`), 'A', rows, false);
  const cells = list.map(({ article: { sku, name, stock }, price }): Cell[] => [sku, name, price / 100, 'НДС 22%', stock]);
  return file(
    'Оптика-Трейд',
    'supplier-a.xlsx',
    list,
    { titles: ['Артикул', 'Наименование', 'Цена', 'НДС', 'Остаток'], rows: cells },
    {
      mapping: { sku: 'Артикул', name: 'Наименование', price: 'Цена', vat: 'НДС', stock: 'Остаток' },
      rules,
    },
  );
}

/** CSV in windows-1251 by semicolons, prices without VAT with a decimal comma, stock in words. */
function supplierB(seed: number, rows: number): SupplierFile {
  const list = offers(createRandom(`B ${seed}`), 'B', rows, true);
  const words = ['много', 'мало', 'нет'];
  const cells = list.map(({ article: { sku, name, stock }, price }): Cell[] => [
    ...[sku, name, (netOf(price) / 100).toFixed(2).replace('.', ','), '22%', words[stock % words.length]!],
  ]);
  return file(
    'Линза-Опт',
    'supplier-b.csv',
    list,
    { titles: ['Код', 'Товар', 'Цена закупки', 'Налог', 'Наличие'], rows: cells },
    {
      mapping: { sku: 'Код', name: 'Товар', price: 'Цена закупки', vat: 'Налог', stock: 'Наличие' },
      rules: { ...rules, priceWithoutVat: true, stockWords: { много: 10, мало: 2, нет: 0 } },
      file: { encoding: 'windows-1251', delimiter: ';' },
    },
  );
}

/** CSV in UTF-8 by commas, two prices of which the wholesale one counts, VAT as a share, some stock below zero. */
function supplierC(seed: number, rows: number): SupplierFile {
  const random = createRandom(`C ${seed}`);
  const list = offers(random, 'C', rows, false);
  const below = new Set(list.flatMap((_, at) => (at % 100 === 7 ? [at] : [])));
  const cells = list.map(({ article: { sku, name, stock }, price }, at): Cell[] => [
    ...[sku, name, (price / 100).toFixed(2), ((price * 2) / 100).toFixed(2), '0.20', String(below.has(at) ? -1 - stock : stock)],
  ]);
  const titles = ['sku', 'name', 'wholesale', 'retail', 'vat', 'stock'];
  const how = { mapping: { sku: 'sku', name: 'name', price: 'wholesale', vat: 'vat', stock: 'stock' }, rules };
  return file(
    'Vision Import',
    'supplier-c.csv',
    list,
    { titles, rows: cells },
    how,
    [...below].map((at) => fault('stock', at)),
  );
}

/** The three suppliers of requirement E-12, each in its own format. */
export const suppliers = (seed: number, rows: number): SupplierFile[] => [
  supplierA(seed, rows),
  supplierB(seed, rows),
  supplierC(seed, rows),
];
