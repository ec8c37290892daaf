import { productOf } from '../../integration/server/catalogue.fixture.ts';
import type { Product } from '../../../design/documents/catalogue.ts';

/** Three pieces of a job: between them a mixture would show. */
export const ARTICLES = 1_050;
const SKUS = Array.from({ length: ARTICLES }, (_, i) => `P-${i}`);
/** Kopecks; steps so small that no change waits for anybody's word. */
export const priceOfVersion = (version: number): number => (1_000 + version) * 100;
const newcomer = (version: number): string => `NEW-${version}`;

export const firstProducts = (): Product[] =>
  SKUS.map((sku) => productOf(sku, { price: priceOfVersion(0), vat: '22', category: 'Оправы' }));

/** The price list of a version: every article at its price, and one article that no other version brings. */
export const priceFile = (version: number): string =>
  [
    'Артикул;Наименование;Бренд;Категория;НДС;Цена',
    ...[...SKUS, newcomer(version)].map((sku) => `${sku};Оправа ${sku};Ray-Ban;Оправы;22;${priceOfVersion(version) / 100}`),
    '',
  ].join('\n');

/** A whole catalogue: all articles at the price of a version, and the newcomers that are on sale. */
export interface Edition {
  readonly version: number;
  readonly newcomers: readonly number[];
}
export const FIRST: Edition = { version: 0, newcomers: [] };
export const after = ({ newcomers }: Edition, version: number): Edition => ({ version, newcomers: [...newcomers, version] });

/** Sku → price, in words that two equal catalogues share; a mixture names some of its prices. */
export function editionOf(prices: Readonly<Record<string, number>>): string {
  const seen = [...new Set(SKUS.map((sku) => prices[sku] ?? 'none'))];
  const newcomers = Object.keys(prices).filter((sku) => sku.startsWith('NEW-'));
  return `${seen.length === 1 ? '' : 'mixture of '}${seen.slice(0, 5).join(' and ')} with ${newcomers.sort().join()}`;
}
export const wordsOf = ({ version, newcomers }: Edition): string =>
  `${priceOfVersion(version)} with ${newcomers.map(newcomer).sort().join()}`;

/** All that a till may be asked for, up to a version. */
export const skusUntil = (version: number): string[] => [
  ...SKUS,
  ...Array.from({ length: version }, (_, before) => newcomer(before + 1)),
];
