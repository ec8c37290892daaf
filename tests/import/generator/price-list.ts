import { createRandom, type Random } from '../../../sync-server/demo/random.ts';
import type { Cell } from '../../../design/import/table.ts';
import { SHARES, type Defect, type DefectKind } from './defects.ts';
import { article, type Article } from './goods.ts';

/** A table as it is written to a file: titles in row 1. */
export interface Table {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const TITLES = [
  'Артикул',
  'Наименование',
  'Категория',
  'Бренд',
  'Штрихкод',
  'Розничная цена',
  'НДС',
  'Закупочная цена',
  'Остаток',
];
const REQUIRED = ['sku', 'name', 'price'] as const;
const BAD_VAT = ['13%', 'НДС 15%', '33', 'льгота'];
/** Money that is no number of roubles (E-35): the finding differs. */
const NO_PRICE = [
  ['по запросу', 'NUMBER_INVALID'],
  ['120 USD', 'CURRENCY_UNKNOWN'],
  ['99 €', 'CURRENCY_UNKNOWN'],
  ['уточняйте', 'NUMBER_INVALID'],
] as const;

type Row = { -readonly [K in keyof Article]: Article[K] | string } & { vat: string };
type Spoil = (
  row: Row,
  at: { readonly source: Article; readonly sourceRow: number; readonly n: number; readonly random: Random },
) => Omit<Defect, 'defect' | 'row'>;

/** Each makes one fault, and says what a check must tell of it. */
const SPOILERS: Record<DefectKind, Spoil> = {
  duplicateSku(row, { source, sourceRow }) {
    row.sku = source.sku;
    return { type: 'DUPLICATE_SKU', field: 'sku', old: String(sourceRow) };
  },
  badEan(row, { n }) {
    const ean = String(row.ean);
    row.ean = [`${ean.slice(0, 12)}${(Number(ean[12]) + 3) % 10}`, 'нет кода', '4,60071E+12'][n % 3]!;
    return { type: 'EAN_INVALID', field: 'ean', old: null };
  },
  emptyRequired(row, { n }) {
    const field = REQUIRED[n % REQUIRED.length]!;
    row[field] = '';
    return { type: 'REQUIRED_EMPTY', field, old: null };
  },
  badVat(row, { n }) {
    row.vat = BAD_VAT[n % BAD_VAT.length]!;
    return { type: 'VAT_UNKNOWN', field: 'vat', old: null };
  },
  currency(row, { n }) {
    const [text, type] = NO_PRICE[n % NO_PRICE.length]!;
    row.price = text;
    return { type, field: 'price', old: null };
  },
  costOverPrice(row, { random }) {
    row.cost = Number(row.price) + random.int(1, 500) * 100;
    return { type: 'COST_OVER_PRICE', field: 'cost', old: null };
  },
  duplicateEan(row, { source, sourceRow }) {
    row.ean = source.ean;
    return { type: 'EAN_CONFLICT', field: 'ean', old: `${source.sku}, строка ${sourceRow}` };
  },
};

/**
 * A supplier's price list of so many rows with the defects of requirement E-50 in their exact shares, each row with one at the most. The
 * row that a duplicate repeats is sound and stands before it. The same seed gives the same table and list.
 */
export function spoiledPriceList(seed: number, rows: number): { readonly table: Table; readonly defects: readonly Defect[] } {
  const random = createRandom(`price-list ${seed}`);
  const articles = Array.from({ length: rows }, (_, n) => article(random, 'OPT', n + 1));
  const places = shuffled(random, rows);
  const spoiled = new Map<number, { readonly defect: DefectKind; readonly n: number }>();
  for (const defect of Object.keys(SHARES) as DefectKind[]) {
    for (let n = 0; n < Math.round(rows * SHARES[defect]); n += 1) spoiled.set(takePlace(places), { defect, n });
  }
  const sound = shuffled(random, rows).filter((place) => !spoiled.has(place));
  const defects: Defect[] = [];
  const table = articles.map((own, place) => {
    const row: Row = { ...own, vat: '22' };
    const fault = spoiled.get(place);
    if (fault) {
      // Row 1 holds the titles, and places count from 0. A repeated row stands before the one that repeats it.
      const source = sound.find((one) => one < place) ?? 0;
      if (fault.defect.startsWith('duplicate')) sound.splice(sound.indexOf(source), 1);
      const told = SPOILERS[fault.defect](row, { source: articles[source]!, sourceRow: source + 2, n: fault.n, random });
      defects.push({ defect: fault.defect, row: place + 2, ...told });
    }
    return cellsOf(row);
  });
  return { table: { titles: TITLES, rows: table }, defects };
}

/** Never among the first rows: something sound must stand before. */
function takePlace(places: number[]): number {
  const at = places.findIndex((place) => place >= 30);
  return places.splice(at < 0 ? 0 : at, 1)[0]!;
}

function shuffled(random: Random, length: number): number[] {
  const numbers = Array.from({ length }, (_, n) => n);
  for (let n = length - 1; n > 0; n -= 1) {
    const other = random.int(0, n);
    [numbers[n], numbers[other]] = [numbers[other]!, numbers[n]!];
  }
  return numbers;
}

const roubles = (kopecks: number | string): Cell =>
  typeof kopecks === 'number' ? kopecks / 100 : kopecks === '' ? null : kopecks;

const cellsOf = (row: Row): Cell[] => [
  ...[row.sku, row.name, row.category, row.brand, row.ean].map((text) => (text === '' ? null : text)),
  ...[roubles(row.price), row.vat, roubles(row.cost), row.stock],
];
