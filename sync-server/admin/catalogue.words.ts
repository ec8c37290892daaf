import type { CatalogueEntry, ProductKind } from '../../design/documents/catalogue.ts';
import { formatRoubles } from '../../design/money/kopecks.ts';
import { dioptres } from '../../design/optics/lens-price.ts';
import { vatPlanText } from './import.words.ts';
import { VAT_TABLE, vatInForce, VAT_RATES, type VatRate } from '../../design/money/vat.ts';

export const KIND_WORDS: Readonly<Record<ProductKind, string>> = {
  frame: 'Оправы',
  lens: 'Линзы для очков',
  'contact-lens': 'Контактные линзы',
  sunglasses: 'Солнцезащитные очки',
  care: 'Уход',
  accessory: 'Аксессуары',
  service: 'Услуги',
};

export const SUBJECT_WORDS: Readonly<Record<CatalogueEntry['subject'], string>> = {
  goods: 'товар',
  work: 'работа',
  service: 'услуга',
  payment: 'платёж',
  other: 'иное',
};

export const RIM_WORDS = { full: 'ободковая', half: 'полуободковая', rimless: 'безободковая' } as const;
export const GROUP_WORDS = { men: 'мужская', women: 'женская', unisex: 'унисекс', children: 'детская' } as const;
export const DESIGN_WORDS = {
  'single-vision': 'однофокальная',
  bifocal: 'бифокальная',
  progressive: 'прогрессивная',
  office: 'офисная',
} as const;
export const GEOMETRY_WORDS = {
  '': 'не указана',
  spherical: 'сферическая',
  aspheric: 'асферическая',
  'double-aspheric': 'биасферическая',
  freeform: 'свободной формы',
  individual: 'индивидуальная',
} as const;
export const REPLACEMENT_WORDS = {
  day: 'один день',
  'two-weeks': 'две недели',
  month: 'месяц',
  quarter: 'квартал',
  'half-year': 'полгода',
  year: 'год',
} as const;

export const vatWord = (rate: VatRate): string => (rate === 'none' ? 'без НДС' : `${rate} %`);

/** `2026-12-01` → «01.12.2026» */
export const dayWord = (date: string): string => date.split('-').reverse().join('.');

/** The rate with the days that it is in force; open on both sides: nothing more. */
export function vatDates(rate: VatRate): string {
  const { from, to } = VAT_TABLE[rate];
  return [from === null ? '' : `с ${dayWord(from)}`, to === null ? '' : `по ${dayWord(to)}`].filter(Boolean).join(' ');
}

/** Rates that an article may bear on a day; calculated ones are for advances, never for goods. */
export const vatChoices = (today: string): VatRate[] =>
  VAT_RATES.filter((rate) => !rate.includes('/') && vatInForce(rate, today));

/** As the history names fields. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  sku: 'артикул',
  name: 'название',
  brand: 'бренд',
  kind: 'вид',
  category: 'раздел',
  ean: 'штрихкод',
  price: 'цена',
  cost: 'закупка',
  vat: 'НДС',
  vatPlan: 'НДС с даты',
  markRequired: 'код маркировки',
  supplierCode: 'код поставщика',
  subject: 'предмет расчёта',
  supplier: 'поставщик',
  archived: 'архив',
  picture: 'картинка',
  typePrices: 'цены по типам',
  frame: 'размеры оправы',
  lens: 'параметры линзы',
  contactLens: 'параметры контактной линзы',
};
export const fieldWord = (field: string): string => FIELD_WORDS[field] ?? field;

/** A value of a field as the history shows it. */
export function valueWord(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  if ((field === 'price' || field === 'cost') && typeof value === 'number') return formatRoubles(value);
  if (field === 'vat') return vatWord(value as VatRate);
  if (field === 'kind') return KIND_WORDS[value as ProductKind];
  if (field === 'vatPlan') return vatPlanText(value as CatalogueEntry['vatPlan']);
  if (field === 'markRequired') return value === true ? 'нужен' : 'не нужен';
  if (field === 'subject') return SUBJECT_WORDS[value as CatalogueEntry['subject']];
  if (field === 'archived') return value === true ? 'да' : 'нет';
  if (field === 'picture') return 'есть';
  if (field === 'typePrices') return typePricesWord(value as Readonly<Record<string, number>>);
  if (field === 'lens') return lensWord(value as NonNullable<CatalogueEntry['lens']>);
  if (typeof value === 'object') return flat(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A family in a line: what somebody changes of it most is its prices. */
function lensWord({ index, sph, cyl, bands, options = [], coatings }: NonNullable<CatalogueEntry['lens']>): string {
  const prices = bands.map(({ price }) => price);
  return [
    `${index}`.replace('.', ','),
    `сфера ${dioptres(sph.min)}…${dioptres(sph.max)}, цилиндр до ${dioptres(Math.min(cyl.min, -cyl.max))}`,
    prices.length === 0
      ? ''
      : `цен ${prices.length}: ${formatRoubles(Math.min(...prices))}…${formatRoubles(Math.max(...prices))}`,
    coatings.join(' '),
    options.length === 0
      ? ''
      : `опций ${options.length}: ${options.map(({ code, price }) => `${code} ${formatRoubles(price)}`).join(', ')}`,
  ]
    .filter(Boolean)
    .join('; ');
}

/** «Аэропорт 12 990,00 ₽, Регионы 9 990,00 ₽» */
export const typePricesWord = (prices: Readonly<Record<string, number>>): string =>
  Object.entries(prices)
    .map(([name, price]) => `${name} ${formatRoubles(price)}`)
    .join(', ') || '—';

const SHOWN = 160;
function flat(value: object): string {
  const text = Object.entries(value)
    .map(([name, one]) => `${name} ${typeof one === 'object' ? JSON.stringify(one) : String(one)}`)
    .join(', ');
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
