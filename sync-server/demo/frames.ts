import type { CatalogueEntry } from '../../design/documents/catalogue.ts';
import type { VatRate } from '../../design/money/vat.ts';
import type { Brand } from './brands.ts';
import { BRANDS, COLOURS, SUN_LENSES } from './brands.ts';
import type { EanSource, Item } from './item.ts';
import { priceTag } from './item.ts';
import type { Random } from './random.ts';

type Group = 'men' | 'women' | 'unisex' | 'children';
type Rim = 'full' | 'half' | 'rimless';
interface Size {
  readonly a: number;
  readonly dbl: number;
  readonly temple: number;
}

const GROUPS: readonly (readonly [Group, number])[] = [
  ['women', 40],
  ['men', 28],
  ['unisex', 22],
  ['children', 10],
];
const MATERIALS = ['ацетат', 'металл', 'титан', 'пластик', 'комбинированная'];

function sizesOf(group: Group, random: Random): Size[] {
  const a = group === 'children' ? random.int(43, 48) : random.int(48, 56);
  const dbl = group === 'children' ? random.int(15, 17) : random.int(16, 22);
  const temple = group === 'children' ? random.pick([125, 130]) : random.pick([135, 140, 145]);
  const first = { a, dbl, temple };
  return random.chance(0.4) ? [first, { a: a + 2, dbl, temple: temple + (group === 'children' ? 0 : 5) }] : [first];
}

/** Height of the box and effective diameter for each of some usual shapes, from narrow to round; the model tells which. */
const SHAPES = [
  [0.66, 0.6],
  [0.72, 0.5],
  [0.82, 0.3],
  [0.92, 0.12],
] as const;

/** B and ED (mm, halves) as the shape has them: ED lies between A and the diagonal of the box. */
function boxOf({ a }: Size, model: string): { readonly b: number; readonly ed: number } {
  const [height, corner] = SHAPES[[...model].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % SHAPES.length]!;
  const b = Math.round(a * height);
  return { b, ed: Math.round((a + (Math.hypot(a, b) - a) * corner) * 2) / 2 };
}

const sizeText = ({ a, dbl, temple }: Size): string => `${a}-${dbl}-${temple}`;

/**
 * Frames in an endless, repeatable sequence: model by model, each in some colours and sizes. The first is the one that stories ask for,
 * `RB-1001` «Оправа Ray-Ban RB 5154 2000 49-21-140».
 */
export function* frames(random: Random, eanOf: EanSource): Generator<Item> {
  const sku = createSkus('');
  yield frame(BRANDS[0]!, 'RB 5154', '2000', 'чёрный', { a: 49, dbl: 21, temple: 140 }, 'ацетат', 'half', 'unisex', 15_990);
  for (;;) {
    const brand = random.weighted(BRANDS.map((b) => [b, b.share] as const));
    const model = `${brand.model} ${modelNumber(brand, random)}`;
    const group = random.weighted(GROUPS);
    const material = random.pick(MATERIALS);
    const rim: Rim =
      brand.code === 'SI'
        ? 'rimless'
        : random.weighted<Rim>([
            ['full', 78],
            ['half', 17],
            ['rimless', 5],
          ]);
    const price = Math.round(brand.from + (brand.to - brand.from) * random.next() ** 1.4) * (group === 'children' ? 0.75 : 1);
    const sizes = sizesOf(group, random);
    const colours = distinct(random.int(2, 4), () => random.pick(COLOURS));
    for (const [code, colour] of colours) {
      for (const size of sizes) yield frame(brand, model, code, colour, size, material, rim, group, price);
    }
  }

  function frame(
    brand: Brand,
    model: string,
    code: string,
    colour: string,
    size: Size,
    material: string,
    rim: Rim,
    group: Group,
    roubles: number,
  ): Item {
    const entry: CatalogueEntry = {
      sku: sku(brand.code),
      name: `Оправа ${brand.name} ${model} ${code} ${sizeText(size)}`,
      brand: brand.name,
      kind: 'frame',
      category: group === 'children' ? 'Оправы детские' : 'Оправы',
      ean: eanOf(brand.gs1),
      price: priceTag(roubles),
      vat: 'none',
      subject: 'goods',
      frame: { ...size, colour, colourCode: code, material, rim, group, model, ...boxOf(size, model) },
    };
    return { entry, cost: costOf(entry.price, 0.36, 0.5, random), supplier: brand.gs1 === '460' ? 'OptMarket' : 'FrameStore' };
  }
}

/** Sunglasses, likewise endless. Not corrective, hence taxed. */
export function* sunglasses(random: Random, eanOf: EanSource, vat: VatRate): Generator<Item> {
  const sku = createSkus('S');
  const brands = BRANDS.filter((b) => b.sun);
  for (;;) {
    const brand = random.weighted(brands.map((b) => [b, b.share] as const));
    const model = `${brand.model} ${modelNumber(brand, random)}S`;
    const group = random.weighted<Group>([
      ['women', 45],
      ['men', 30],
      ['unisex', 25],
    ]);
    const price = brand.from + (brand.to - brand.from) * random.next();
    const size = sizesOf(group, random)[0]!;
    for (const [code, colour] of distinct(random.int(2, 3), () => random.pick(COLOURS))) {
      const lens = random.pick(SUN_LENSES);
      const entry: CatalogueEntry = {
        sku: sku(brand.code),
        name: `Очки солнцезащитные ${brand.name} ${model} ${code} ${size.a}-${size.dbl}, ${lens}`,
        brand: brand.name,
        kind: 'sunglasses',
        category: 'Солнцезащитные очки',
        ean: eanOf(brand.gs1),
        price: priceTag(price * (lens.includes('поляриз') ? 1.2 : 1.05)),
        vat,
        subject: 'goods',
        frame: { ...size, colour, colourCode: code, material: random.pick(MATERIALS), rim: 'full', group, model },
      };
      yield { entry, cost: costOf(entry.price, 0.4, 0.52, random), supplier: 'FrameStore' };
    }
  }
}

export const costOf = (price: number, from: number, to: number, random: Random): number =>
  Math.round((price * (from + (to - from) * random.next())) / 100) * 100;

function modelNumber(brand: Brand, random: Random): string {
  if (brand.name === 'Ray-Ban') return String(random.pick([5, 6, 7]) * 1000 + random.int(10, 499));
  return String(random.int(1000, 8999));
}

function createSkus(suffix: string): (code: string) => string {
  const last = new Map<string, number>();
  return (code) => {
    const next = (last.get(code) ?? 1000) + 1;
    last.set(code, next);
    return `${code}${suffix}-${next}`;
  };
}

function distinct<T>(count: number, draw: () => T): T[] {
  const drawn = new Set<T>();
  while (drawn.size < count) drawn.add(draw());
  return [...drawn];
}
