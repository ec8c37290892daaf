import type { ImportField } from './fields.ts';

/**
 * What suppliers call their columns, Russian and English, the most telling title first; compared without case, spaces and signs
 * (`titleKey`). «Код» is an article only where nothing better stands beside it.
 */
export const TITLE_WORDS: Readonly<Record<ImportField, readonly string[]>> = {
  sku: [
    ...[
      'артикул',
      'арт',
      'sku',
      'артикул товара',
      'артикул продавца',
      'article',
      'article number',
      'article no',
      'art no',
      'art',
    ],
    ...[
      'item code',
      'item no',
      'item number',
      'product code',
      'part number',
      'part no',
      'stock code',
      'код товара',
      'код номенклатуры',
    ],
    ...[
      'номенклатурный номер',
      'код позиции',
      'номенклатурный код',
      'код 1с',
      'id товара',
      'код',
      'code',
      'ref',
      'reference',
      'item',
      'id',
      'codigo',
      'código',
    ],
  ],
  supplierCode: [
    ...['код поставщика', 'артикул поставщика', 'supplier code', 'supplier article', 'vendor code', 'код производителя'],
    ...[
      'артикул производителя',
      'manufacturer code',
      'mpn',
      'код',
      'код товара',
      'код 1с',
      'code',
      'ref',
      'reference',
      'item no',
    ],
  ],
  ean: [
    'ean',
    'ean13',
    'ean 13',
    'штрихкод',
    'штрих код',
    'штрихкод ean13',
    'баркод',
    'barcode',
    'bar code',
    'gtin',
    'upc',
    'ean upc',
    'ean code',
    'код ean',
    'шк',
  ],
  name: [
    ...['наименование', 'название', 'наименование товара', 'наименование номенклатуры', 'название товара', 'полное наименование'],
    ...['номенклатура', 'товар', 'товары', 'name', 'product name', 'item name', 'product', 'goods', 'title', 'name of goods'],
    ...[
      'наименование продукции',
      'продукт',
      'продукция',
      'позиция',
      'описание',
      'description',
      'семейство',
      'family',
      'линза',
      'lens',
      'lente',
      'nombre',
    ],
  ],
  brand: [
    'бренд',
    'брэнд',
    'торговая марка',
    'марка',
    'тм',
    'brand',
    'brand name',
    'производитель',
    'изготовитель',
    'manufacturer',
    'maker',
    'trademark',
    'фирма',
    'marca',
  ],
  category: [
    'категория',
    'товарная группа',
    'группа товаров',
    'группа товара',
    'раздел',
    'category',
    'product group',
    'categoria',
    'группа',
    'group',
    'подгруппа',
    'рубрика',
  ],
  kind: ['вид товара', 'тип товара', 'product type', 'вид', 'тип', 'type', 'kind', 'tipo'],
  price: [
    ...[
      'ррц',
      'рекомендованная розничная цена',
      'розничная цена',
      'цена розничная',
      'цена розница',
      'розница',
      'розн цена',
      'цена розн',
    ],
    ...[
      'retail price',
      'retail',
      'rrp',
      'msrp',
      'srp',
      'mrp',
      'цена продажи',
      'selling price',
      'sale price',
      'selling',
      'мрц',
      'рц',
      'цена с ндс',
    ],
    ...[
      'цена',
      'price',
      'unit price',
      'цена за шт',
      'цена за единицу',
      'цена за ед',
      'стоимость',
      'цена без ндс',
      'precio',
      'прайс',
      'базовая цена',
      'цена базовая',
      'цена по прайсу',
      'list price',
      'catalogue price',
      'catalog price',
    ],
  ],
  cost: [
    ...[
      'закупочная цена',
      'цена закупки',
      'закупка',
      'цена закупочная',
      'закуп',
      'закуп цена',
      'оптовая цена',
      'цена опт',
      'опт',
      'цена оптовая',
    ],
    ...[
      'purchase price',
      'purchase',
      'cost',
      'cost price',
      'wholesale price',
      'wholesale',
      'whl',
      'dealer price',
      'net price',
      'buy price',
    ],
    ...[
      'себестоимость',
      'входная цена',
      'цена поставщика',
      'дилерская цена',
      'дилер',
      'цена дилера',
      'ваша цена',
      'цена для вас',
      'цена партнера',
      'партнерская цена',
      'costo',
      'мелкий опт',
    ],
    // Beside a retail price the plain one is what we pay.
    ...['цена', 'price'],
  ],
  vat: [
    'ндс',
    'ставка ндс',
    'ст ндс',
    'ндс %',
    '% ндс',
    'vat',
    'vat rate',
    'vat %',
    'ставка',
    'налог',
    'ставка налога',
    'tax',
    'tax rate',
  ],
  stock: [
    ...[
      'остаток',
      'остатки',
      'наличие',
      'в наличии',
      'свободный остаток',
      'конечный остаток',
      'остаток на складе',
      'кол во',
      'количество',
      'кол',
      'доступно',
    ],
    ...[
      'stock',
      'in stock',
      'qty',
      'quantity',
      'availability',
      'available',
      'on hand',
      'balance',
      'склад',
      'stock qty',
      'остаток шт',
    ],
  ],
  currency: ['валюта', 'вал', 'currency', 'curr', 'cur', 'валюта цены'],
  pack: ['единиц в цене', 'штук в цене', 'цена за сколько', 'price per', 'price unit'],
  markRequired: [
    'маркировка',
    'честный знак',
    'чз',
    'подлежит маркировке',
    'mark required',
    'marking',
    'маркируемый',
    'markrequired',
  ],
  model: ['модель', 'model', 'model no', 'model number', 'modelno', 'style', 'модель оправы', 'modelo'],
  colour: ['цвет', 'цвет оправы', 'color', 'colour', 'расцветка', 'название цвета', 'color name', 'colour name'],
  colourCode: ['код цвета', 'номер цвета', 'цвет код', 'color code', 'colour code', 'col code', 'color no'],
  size: [
    'размер',
    'размер оправы',
    'размеры',
    'size',
    'ширина линзы',
    'ширина рамки',
    'lens width',
    'eye size',
    'калибр',
    'caliber',
    'a',
  ],
  dbl: ['мост', 'мостик', 'переносица', 'dbl', 'bridge', 'ширина моста', 'ширина переносицы', 'bridge size', 'шнт'],
  temple: ['заушник', 'дужка', 'длина заушника', 'длина дужки', 'заушники', 'temple', 'temple length', 'arm', 'side length'],
  material: ['материал', 'материал оправы', 'material', 'frame material', 'материал линзы'],
  rim: ['тип оправы', 'ободок', 'обод', 'конструкция', 'rim', 'rim type', 'frame type', 'frametype'],
  group: ['пол', 'для кого', 'gender', 'sex', 'половозрастная группа', 'age group'],
  index: [
    'индекс',
    'показатель преломления',
    'коэффициент преломления',
    'index',
    'refractive index',
    'n',
    'indice',
    'índice',
    'преломление',
  ],
  sphFrom: [
    'сфера от',
    'sph от',
    'sph from',
    'sph min',
    'sphmin',
    'сфера мин',
    'сфера с',
    'сфера',
    'sph',
    'sphere',
    'диапазон сферы',
    'диапазон',
    'рефракция',
    'диоптрии',
    'power',
  ],
  sphTo: ['сфера до', 'sph до', 'sph to', 'sph max', 'sphmax', 'сфера макс', 'сфера по'],
  cylFrom: ['цилиндр от', 'цил от', 'cyl от', 'cyl from', 'cyl min', 'cylmin', 'цилиндр мин', 'цилиндр с'],
  cylTo: [
    'цилиндр до',
    'цил до',
    'cyl до',
    'cyl to',
    'cyl max',
    'cylmax',
    'цилиндр макс',
    'цилиндр по',
    'цилиндр',
    'цил',
    'cyl',
    'cylinder',
  ],
  add: ['аддидация', 'аддиция', 'адд', 'add', 'addition'],
  diameter: ['диаметр', 'диам', 'diameter', 'dia', 'диаметр линзы', 'ø', 'd'],
  axis: ['ось', 'оси', 'axis', 'axes', 'ax', 'ось цилиндра', 'диапазон осей'],
  packSize: [
    'линз в упаковке',
    'линз в уп',
    'в упаковке',
    'штук в упаковке',
    'шт в упаковке',
    'шт в уп',
    'кол во в упаковке',
    'количество в упаковке',
    'фасовка',
    'pack size',
    'lenses per box',
    'lenses per pack',
  ],
  replacement: [
    'срок замены',
    'режим замены',
    'замена',
    'периодичность замены',
    'режим ношения',
    'срок ношения',
    'replacement',
    'wear',
  ],
  bc: ['базовая кривизна', 'радиус кривизны', 'кривизна', 'радиус', 'base curve', 'bc', 'basecurve'],
};

/** What a title says beyond its meaning: units, brackets, numbers of lists. */
const BRACKETS = /\([^)]*\)|\[[^\]]*\]/gu;
const UNITS = /(?<![\p{L}\p{N}])(?:руб(?:\.|лей)?|rub|rur|₽|р\.|шт\.?|pcs|мм|mm|дптр|dpt|usd|eur|€|\$)(?![\p{L}\p{N}])|[*№#:]/giu;

/** The same with its brackets and units: «Цена (2)» is not «Цена». */
export const plainTitle = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}%+]/gu, '');

/** A title for comparing: «Цена, руб.» and «ЦЕНА (руб)» are one, «ё» is «е»; letters, digits, % and + are left. */
export const titleKey = (title: string): string =>
  plainTitle(title.replace(BRACKETS, ' ').replace(UNITS, ' ')) || plainTitle(title);

interface Meaning {
  readonly field: ImportField;
  /** 0: the most telling title of its field. */
  readonly rank: number;
}

const MEANINGS: ReadonlyMap<string, readonly Meaning[]> = (() => {
  const all = new Map<string, Meaning[]>();
  for (const [field, words] of Object.entries(TITLE_WORDS) as [ImportField, readonly string[]][])
    for (const [rank, word] of words.entries()) {
      const key = titleKey(word);
      all.set(key, [...(all.get(key) ?? []), { field, rank }]);
    }
  return all;
})();

/** Titles that begin or are made of more than we list: «Цена розничная с 01.11», «Наименование и описание». Weaker than the list. */
const BEGINNINGS: readonly (readonly [RegExp, ImportField])[] = [
  [
    /^(?:ррц|(?:мин|минимальная|макс)?рознич|ценарозн|retailprice|рекомендованнаярозн|рекомендуемаярозн|рекомендованнаяцена|рекомендуемаяцена)/,
    'price',
  ],
  [/^(?:закуп|ценазакуп|оптов|ценаопт|опт(?!ик|ич|им)|wholesale|purchaseprice|дилер|ценадилер)/, 'cost'],
  [/^(?:ставкандс|ндс)/, 'vat'],
  [/^(?:штрихкод|штрихкод|ean|barcode|баркод|gtin)/, 'ean'],
  [/^(?:артикул)/, 'sku'],
  [/^(?:наименовани|названи|номенклатур|ценоваягруппаноменклатур)/, 'name'],
  [/^(?:остат(?!окср)|наличи|количеств(?!о?(?:в|на)?(?:упак|уп$|короб|заказ))|свободн)/, 'stock'],
  [/^(?:категори)/, 'category'],
  [/^(?:бренд|торговаямарка)/, 'brand'],
  [/^(?:новаяцена|newprice|цена|price)/, 'price'],
];

/** «Старая цена», «Цена (прежняя)»: nobody sells at it any more. */
const OUTDATED = /(?:стар|прежн|^old).*цен|цен.*(?:стар|прежн)|^old.*price|price.*old/;

/** «Оптовая скидка», «Розничная наценка, %»; «НДС, руб.» is a sum and no rate; «Штрихкод короба» is nobody's on a till. */
const NO_VALUE = /^(?!.*цен).*(?:скидк|наценк)|^(?:сумма)?ндс(?:сумма|руб)|^(?:ean|штрихкод|barcode).*(?:короб|carton|case)/;

/** «Номенклатура.Артикул», as 1С calls the columns of its reports. */
const OF_1C = /^\s*(?:номенклатура|товары?)\s*\.\s*(?=\p{L})/iu;

/** «Цена (опт)»: the word in brackets makes it another column than «Цена»; empty where it tells nothing more. */
function ofBrackets(title: string): readonly Meaning[] {
  if (!/[([]/.test(title)) return [];
  const plain = plainTitle(title.replace(/ \(\d+\)$/, '').replace(UNITS, ' '));
  const begins = BEGINNINGS.slice(0, 2).find(([pattern]) => pattern.test(plain));
  return MEANINGS.get(plain) ?? (begins ? [{ field: begins[1], rank: 50 }] : []);
}

/** What a title may mean, the likeliest first; empty where it tells nothing. `exact`: it stands in the list. */
export function meaningsOf(title: string): readonly (Meaning & { readonly exact: boolean })[] {
  const plain = plainTitle(title);
  if (OUTDATED.test(plain) || NO_VALUE.test(plain)) return [];
  const key = titleKey(title.replace(OF_1C, ''));
  const bracketed = ofBrackets(title);
  const listed = bracketed.length > 0 ? bracketed : MEANINGS.get(key);
  if (listed) return [...listed].sort((a, b) => a.rank - b.rank).map((meaning) => ({ ...meaning, exact: true }));
  return BEGINNINGS.flatMap(([pattern, field]) => (pattern.test(key) ? [{ field, rank: 100, exact: false }] : [])).slice(0, 1);
}
