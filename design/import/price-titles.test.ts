import { describe, expect, it } from 'vitest';
import { suggestMapping } from './columns.ts';
import type { ImportField } from './fields.ts';
import { notedMoney, notesOf, titleMoney } from './title-money.ts';

type Wanted = Readonly<Partial<Record<ImportField, string | undefined>>>;

/** Titles of real lists that were guessed wrongly once, parted by `|`, and what must become of the columns that matter. */
const LISTS: readonly (readonly [string, Wanted])[] = [
  ['Код|Товар|Цена ($)|Цена (руб.)', { price: 'Цена (руб.)', cost: undefined }],
  ['sku|name|price_usd|price_rub', { price: 'price_rub', cost: undefined }],
  ['Brand|Model|Wholesale EUR|Retail EUR', { price: 'Retail EUR', cost: 'Wholesale EUR' }],
  ['Артикул|Наименование|Мин. розничная цена|Цена для вас', { price: 'Мин. розничная цена', cost: 'Цена для вас' }],
  ['Артикул|Наименование|Цена (опт)|Цена, руб. (розница)', { price: 'Цена, руб. (розница)', cost: 'Цена (опт)' }],
  ['Артикул|Наименование|Цена дилерская|Базовая цена', { price: 'Базовая цена', cost: 'Цена дилерская' }],
  ['Vendor|Item|Description|Net Price|List Price', { price: 'List Price', cost: 'Net Price' }],
  ['Артикул|Наименование|Старая цена|Новая цена', { price: 'Новая цена', cost: undefined }],
  ['SKU|Name|Old Price|Price', { price: 'Price', cost: undefined }],
  ['Артикул|Наименование|Оптовая скидка|Розничная наценка, %|Цена', { price: 'Цена', cost: undefined }],
  ['Артикул|Наименование|Оптическая сила|Цена', { price: 'Цена', cost: undefined }],
  ['Артикул|Наименование|НДС, руб.|Ставка|Цена', { price: 'Цена', vat: 'Ставка' }],
  ['Артикул|Наименование|Количество в коробке|Остаток срока годности|Цена', { stock: undefined }],
  ['Артикул|Штрихкод короба|Наименование|Цена', { ean: undefined }],
  ['Номенклатура|Номенклатура.Артикул|Цена|Конечный остаток', { sku: 'Номенклатура.Артикул', stock: 'Конечный остаток' }],
];

describe('E-10: which column is a price, and which only looks like one', () => {
  it.each(LISTS)('%s', (titles, wanted) => {
    const { suggested } = suggestMapping(titles.split('|'), []);
    const found = Object.fromEntries(suggested.map(({ field, title }) => [field, title]));
    for (const [field, title] of Object.entries(wanted)) expect([field, found[field]]).toEqual([field, title]);
  });
});

describe('E-35: what a title says of the figures below it', () => {
  it.each([
    ['Цена, EUR', { currency: 'EUR' }],
    ['Цена в долларах США', { currency: 'USD' }],
    ['Цена, у. е.', { currency: 'XXX' }],
    ['Цена (руб. по курсу USD)', { currency: 'RUB' }],
    ['Country', { currency: null }],
    ['Цена, тыс. руб.', { currency: 'RUB', times: [1_000n, 1n] }],
    ['Цена (коп.)', { times: [1n, 100n] }],
    ['Цена, руб. коп.', { times: [1n, 1n] }],
    ['Цена за пару', { units: 2 }],
    ['Цена, ₽/пара', { units: 2 }],
    ['Цена без учёта НДС', { vat: 'without' }],
    ['Цена (НДС не включён)', { vat: 'without' }],
    ['Retail price excl. VAT', { vat: 'without' }],
    ['Цена с учётом НДС', { vat: 'with' }],
    ['Цена', { currency: null, times: [1n, 1n], units: 1, vat: null }],
  ])('%s', (title, told) => expect(titleMoney(title)).toMatchObject(told));

  it('notes beside the table count where they speak of prices, and rows of goods are none', () => {
    const rows = [
      { row: 1, cells: ['ООО «Оптика»', null, 'Курс USD 98,5'] },
      { row: 2, cells: ['* Цены указаны в евро без НДС'] },
      { row: 3, cells: ['A1', 'Цена вопроса в долларах', 100, 22] },
    ];
    expect(notesOf(rows)).toEqual(['* Цены указаны в евро без НДС']);
    expect(notedMoney(notesOf(rows))).toEqual({ currency: 'EUR', vat: 'without' });
    expect(notedMoney([])).toEqual({ currency: null, vat: null });
  });
});
