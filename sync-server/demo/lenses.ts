import type { CatalogueEntry } from '../../design/documents/catalogue.ts';
import { cellOf, packMatrix } from '../../design/optics/lens-matrix.ts';
import { costOf } from './frames.ts';
import type { EanSource, Item } from './item.ts';
import { priceTag } from './item.ts';
import type { Random } from './random.ts';

type Lens = NonNullable<CatalogueEntry['lens']>;

const MAKERS = [
  {
    name: 'Essilor',
    code: 'ESS',
    gs1: '360',
    level: 1.5,
    coatings: ['Crizal Easy Pro', 'Crizal Sapphire HR', 'Crizal Prevencia'],
  },
  { name: 'Hoya', code: 'HOY', gs1: '498', level: 1.35, coatings: ['Hi-Vision Aqua', 'Hi-Vision LongLife', 'BlueControl'] },
  { name: 'Zeiss', code: 'ZEI', gs1: '404', level: 1.7, coatings: ['LotuTec', 'DuraVision Platinum', 'DuraVision BlueProtect'] },
  { name: 'Rodenstock', code: 'ROD', gs1: '404', level: 1.55, coatings: ['Solitaire Protect 2', 'Solitaire LayR'] },
  { name: 'Seiko', code: 'SEI', gs1: '498', level: 1.3, coatings: ['SuperResistantCoat', 'SRB'] },
  { name: 'BBGR', code: 'BBG', gs1: '360', level: 1.1, coatings: ['Neva Max', 'Neva Max Blue'] },
  { name: 'Kodak', code: 'KOD', gs1: '500', level: 0.9, coatings: ['Clean&CleAR', 'CleanNCleAR UV Blue'] },
  { name: 'Оптима', code: 'OPT', gs1: '460', level: 0.55, coatings: ['HMC', 'HMC+ Blue'] },
] as const;

const INDICES = [
  { index: 1.5, material: 'CR-39', level: 1, sph: 6 },
  { index: 1.56, material: 'NK-55', level: 1.25, sph: 6 },
  { index: 1.59, material: 'поликарбонат', level: 1.6, sph: 8 },
  { index: 1.6, material: 'MR-8', level: 1.9, sph: 10 },
  { index: 1.67, material: 'MR-7', level: 2.6, sph: 12 },
  { index: 1.74, material: 'MR-174', level: 4.1, sph: 15 },
] as const;

const DESIGNS = [
  { design: 'single-vision', word: 'однофокальная', base: 1_500, add: null, geometry: 'spherical' },
  { design: 'single-vision', word: 'асферическая', base: 2_100, add: null, geometry: 'aspheric' },
  {
    design: 'office',
    word: 'офисная',
    base: 5_200,
    add: { min: 0.75, max: 2.5, step: 0.25 },
    geometry: 'freeform',
    minHeight: 16,
  },
  {
    design: 'progressive',
    word: 'прогрессивная',
    base: 8_400,
    add: { min: 0.75, max: 3.5, step: 0.25 },
    geometry: 'freeform',
    minHeight: 18,
  },
  {
    design: 'progressive',
    word: 'прогрессивная индивидуальная',
    base: 15_900,
    add: { min: 0.75, max: 3.5, step: 0.25 },
    geometry: 'individual',
    minHeight: 14,
  },
  {
    design: 'bifocal',
    word: 'бифокальная',
    base: 3_400,
    add: { min: 1, max: 3.5, step: 0.25 },
    geometry: 'spherical',
    minHeight: 16,
  },
] as const;

const TINTS = [
  { word: '', level: 1 },
  { word: ' фотохромная', level: 1.7 },
] as const;

const PHOTOCHROMIC = 'фотохромное';
/** Solid tints (roubles a piece); a photochromic lens takes none. */
const TINT_OPTIONS = [
  { code: 'TINT-BROWN', kind: 'tint', name: 'Тонировка коричневая', price: priceTag(900), excludes: ['TINT-GREY'] },
  { code: 'TINT-GREY', kind: 'tint', name: 'Тонировка серая', price: priceTag(900), excludes: ['TINT-BROWN'] },
] as const;
const EDGE = { code: 'POLISH', kind: 'edge', name: 'Полировка фацета', price: priceTag(500), onFinished: true } as const;

/** Finished lenses are kept of the usual powers of single vision up to 1.6: both meridians within ±6, cylinder to 2. */
const isKept = ({ design, index }: Lens): boolean => design === 'single-vision' && index <= 1.6;

const matrixOf = (plain: Lens): string =>
  packMatrix(plain, (power) => {
    const cell = cellOf(plain, power);
    const isUsual = Math.abs(power.sph) <= 6 && Math.abs(power.sph + power.cyl) <= 6 && power.cyl >= -2;
    return cell && { ...cell, finished: isKept(plain) && isUsual };
  });

/** What a maker's price list tells beyond the ranges; drawn from what is there, so that the demo's other figures stay as they were. */
function withDetails(plain: Lens, matrix: string, geometry: NonNullable<Lens['geometry']>, minHeight: number | null): Lens {
  const tints = TINT_OPTIONS.map((tint) => ({ ...tint, excludes: [...tint.excludes] }));
  return {
    ...plain,
    matrix,
    geometry,
    options: [...(plain.coatings.includes(PHOTOCHROMIC) ? [] : tints), EDGE],
    diameters: [{ mm: plain.diameter + 5, cylTo: 2 }],
    ...(minHeight === null ? {} : { minHeight }),
    prism: [
      { to: 2, price: priceTag(800) },
      { to: 5, price: priceTag(1_600) },
    ],
  };
}

/** Lens families: one product a family, its powers a matrix with price bands (roubles a piece grow with the power). */
export function lensFamilies(random: Random, eanOf: EanSource): Item[] {
  const items: Item[] = [];
  // Bands grow dearer alike in every family: what a matrix says hangs on how far they reach and on what is kept. Drawn once, it
  // takes a demo's start half a second less.
  const matrices = new Map<string, string>();
  for (const maker of MAKERS) {
    let serial = 1000;
    for (const kind of DESIGNS) {
      for (const glass of INDICES) {
        if (kind.design === 'bifocal' && glass.index > 1.56) continue;
        for (const coating of maker.coatings) {
          for (const tint of TINTS) {
            const base = kind.base * maker.level * glass.level * tint.level * (0.95 + random.next() * 0.1);
            serial += 1;
            const plain: Lens = {
              index: glass.index,
              design: kind.design,
              material: glass.material,
              coatings: [coating, ...(tint.word ? [PHOTOCHROMIC] : [])],
              diameter: random.pick([65, 70, 75]),
              sph: { min: -glass.sph, max: Math.min(8, glass.sph), step: 0.25 },
              cyl: { min: -4, max: 4, step: 0.25 },
              add: kind.add,
              bands: [
                { sphTo: 4, cylTo: 2, price: priceTag(base) },
                { sphTo: 6, cylTo: 2, price: priceTag(base * 1.15) },
                { sphTo: glass.sph, cylTo: 2, price: priceTag(base * 1.3) },
                { sphTo: glass.sph, cylTo: 4, price: priceTag(base * 1.55) },
              ],
            };
            const reach = JSON.stringify([plain.sph, isKept(plain), plain.bands.map(({ sphTo, cylTo }) => [sphTo, cylTo])]);
            const matrix = matrices.get(reach) ?? matrixOf(plain);
            matrices.set(reach, matrix);
            const lens = withDetails(plain, matrix, kind.geometry, 'minHeight' in kind ? kind.minHeight : null);
            const entry: CatalogueEntry = {
              sku: `${maker.code}-${serial}`,
              name: `Линза ${maker.name} ${kind.word} ${glass.index} ${coating}${tint.word}`,
              brand: maker.name,
              kind: 'lens',
              category: 'Очковые линзы',
              ean: eanOf(maker.gs1),
              price: lens.bands[0]!.price,
              vat: 'none',
              subject: 'goods',
              lens,
            };
            items.push({ entry, cost: costOf(entry.price, 0.3, 0.42, random), supplier: 'LensSupply' });
          }
        }
      }
    }
  }
  return items;
}
