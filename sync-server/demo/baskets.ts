import type { CatalogueEntry, ProductKind } from '../../design/documents/catalogue.ts';
import type { Payment, SaleLine } from '../../design/documents/facts.ts';
import { lineAmount } from '../../design/money/kopecks.ts';
import type { VatRate } from '../../design/money/vat.ts';
import { baseVatRate } from '../../design/money/vat.ts';
import type { Random } from './random.ts';

export type Shelves = Readonly<Record<ProductKind, readonly CatalogueEntry[]>>;

type Basket = 'glasses' | 'contact-lenses' | 'sunglasses' | 'counter' | 'examination' | 'repair';
const BASKETS: readonly (readonly [Basket, number])[] = [
  ['glasses', 27],
  ['contact-lenses', 28],
  ['sunglasses', 8],
  ['counter', 20],
  ['examination', 9],
  ['repair', 8],
];

/** What one customer buys. `identified`: a basket for which people leave their name. */
export function drawBasket(shelves: Shelves, day: string, random: Random): { lines: SaleLine[]; identified: boolean } {
  const basket = random.weighted(BASKETS);
  const lines: SaleLine[] = [];
  const add = (entry: CatalogueEntry | undefined, qty = 1, percent = 0): void => {
    if (entry && !lines.some((l) => l.sku === entry.sku)) lines.push(lineOf(entry, qty, percent, day));
  };
  // Best sellers stand at the front of a shelf: half of all sales come from its first quarter.
  const pick = (kind: ProductKind): CatalogueEntry | undefined =>
    shelves[kind][Math.floor(shelves[kind].length * random.next() ** 2)];
  const service = (part: string): CatalogueEntry | undefined => {
    const fitting = shelves.service.filter((s) => s.name.startsWith(part));
    return fitting.length > 0 ? random.pick(fitting) : undefined;
  };
  const percent = random.weighted([
    [0, 62],
    [5, 16],
    [10, 16],
    [15, 6],
  ]);

  if (basket === 'glasses') {
    const affordable = pick('lens');
    add(pick('frame'), 1, percent);
    add(affordable, 2, percent);
    add(service('Изготовление очков'));
    if (random.chance(0.3)) add(pick('accessory'));
  } else if (basket === 'contact-lenses') {
    add(
      pick('contact-lens'),
      random.weighted([
        [1, 60],
        [2, 32],
        [4, 8],
      ]),
      percent,
    );
    if (random.chance(0.38)) add(pick('care'));
    if (random.chance(0.1)) add(service('Подбор контактных линз'));
  } else if (basket === 'sunglasses') {
    add(pick('sunglasses'), 1, percent);
    if (random.chance(0.35)) add(pick('accessory'));
  } else if (basket === 'examination') {
    add(service('Проверка зрения'));
  } else if (basket === 'repair') {
    add(service(random.pick(['Пайка', 'Замена', 'Выправка', 'Ультразвуковая'])));
  } else {
    add(pick(random.chance(0.55) ? 'care' : 'accessory'), random.chance(0.2) ? 2 : 1);
    if (random.chance(0.35)) add(pick('accessory'));
  }
  if (lines.length === 0) add(pick('frame'));
  return { lines, identified: basket === 'glasses' || basket === 'examination' };
}

/** A line at the rate in force that day; a discount in whole roubles. */
function lineOf(entry: CatalogueEntry, qty: number, percent: number, day: string): SaleLine {
  const discount = Math.floor((lineAmount(entry.price, qty) * percent) / 10_000) * 100;
  const vat: VatRate = entry.vat === 'none' ? 'none' : baseVatRate(day);
  return {
    sku: entry.sku,
    name: entry.name,
    kind: entry.kind,
    qty,
    price: entry.price,
    discount,
    amount: lineAmount(entry.price, qty, discount),
    vat,
    subject: entry.subject,
    method: 'full',
    mark: null,
  };
}

const NOTES = [100, 500, 1_000, 5_000].map((roubles) => roubles * 100);

export function drawPayment(total: number, random: Random): { payments: Payment[]; tendered: number | null; change: number } {
  const way = random.weighted([
    ['card', 77],
    ['cash', 21],
    ['both', 2],
  ] as const);
  if (way === 'card') return { payments: [{ method: 'card', amount: total }], tendered: null, change: 0 };
  const cash = way === 'cash' ? total : Math.floor(total / 200_000) * 100_000;
  if (cash === 0 || cash === total) {
    const note = random.pick(NOTES);
    const tendered = Math.ceil(total / note) * note;
    return { payments: [{ method: 'cash', amount: total }], tendered, change: tendered - total };
  }
  const payments: Payment[] = [
    { method: 'cash', amount: cash },
    { method: 'card', amount: total - cash },
  ];
  return { payments, tendered: cash, change: 0 };
}
