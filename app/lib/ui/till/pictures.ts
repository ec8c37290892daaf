import type { ProductKind } from '$design/documents/catalogue.ts';

/** Line drawings on a 64×48 grid, drawn for this program: `soft` is filled with the accent's pale, `line` is stroked. */
interface Picture {
  readonly soft: string;
  readonly line: string;
}

const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
const lens = circle(32, 24, 17);
const bowl = 'M14 17c0 15 7 24 18 24s18-9 18-24c0 4-8 7-18 7s-18-3-18-7';
const bottle = 'M24 14h16l3 7v18a4 4 0 0 1-4 4H25a4 4 0 0 1-4-4V21z';
const drop = 'M32 24c3.500 4 5 6.200 5 8.500a5 5 0 0 1-10 0c0-2.300 1.500-4.500 5-8.500z';
const purse = 'M7 27c0-8 6-13 14-13h22c8 0 14 5 14 13v8a4 4 0 0 1-4 4H11a4 4 0 0 1-4-4z';
const sun = 'M6 17h22v5a11 11 0 0 1-22 0zM36 17h22v5a11 11 0 0 1-22 0z';
const cloth = 'M19 9l28 6-6 26-28-6z';
const spanner = 'M41 8a10 10 0 0 0-11 13L11 38l5 6 19-17a10 10 0 0 0 13-12l-6 5-6-1-1-5z';
const chart = 'M19 5h26v38H19z';

export const PICTURES = {
  frame: {
    soft: circle(18, 27, 11) + circle(46, 27, 11),
    line: `${circle(18, 27, 11)}${circle(46, 27, 11)}M29 25c1.500-2 4.500-2 6 0M7 25L4 14M57 25l3-11`,
  },
  child: {
    soft: circle(21, 28, 9) + circle(43, 28, 9),
    line: `${circle(21, 28, 9)}${circle(43, 28, 9)}M30 27c1-1.500 3-1.500 4 0M12 27c-3-1-5-4-5-8M52 27c3-1 5-4 5-8M28 9c0-2.500 4-2.500 4 0 0-2.500 4-2.500 4 0 0 2-4 5-4 5s-4-3-4-5`,
  },
  lens: { soft: lens, line: `${lens}M22 24a10 10 0 0 1 10-10M32 3v5M32 40v5M11 24H8M56 24h-3` },
  sunglasses: { soft: sun, line: `${sun}M28 18c1.500-2 6.500-2 8 0M6 17L3 10M58 17l3-7M11 25l6-6M41 25l6-6` },
  'contact-lens': { soft: bowl, line: `${bowl}M14 17c0-4 8-7 18-7s18 3 18 7M22 32c2 2.500 4 4 7 4.500` },
  care: { soft: bottle, line: `${bottle}M27 5h10v9H27zM21 21h22${drop}` },
  case: { soft: purse, line: `${purse}M7 27h50M28 27v5h8v-5` },
  accessory: { soft: cloth, line: `${cloth}M22 19c5-2 8 3 13 1s5-1 7 0M20 28c5-2 8 3 13 1s4-1 6 0` },
  service: { soft: spanner, line: spanner },
  examination: {
    soft: chart,
    line: `${chart}M27 12h10M27 12v6M32 12v6M37 12v6M27 18h10M25 26h4v4h-4zM35 26h4v4h-4zM24 37h2M29 37h2M34 37h2M39 37h1`,
  },
} as const satisfies Readonly<Record<string, Picture>>;
export type PictureName = keyof typeof PICTURES;

const BY_KIND: Readonly<Record<ProductKind, PictureName>> = {
  frame: 'frame',
  lens: 'lens',
  'contact-lens': 'contact-lens',
  sunglasses: 'sunglasses',
  care: 'care',
  accessory: 'accessory',
  service: 'service',
};
/** Words of a category or a name that say more than the kind does. */
const BY_WORD: readonly (readonly [words: RegExp, kinds: readonly ProductKind[], picture: PictureName])[] = [
  [/детск|child|kids/i, ['frame', 'sunglasses'], 'child'],
  [/футляр|чехол|case/i, ['accessory'], 'case'],
  [/проверка|подбор|консультац|диагност|exam/i, ['service'], 'examination'],
];

/**
 * What stands for an article until the catalogue has photographs of its own: then a `picture` of the entry comes first, here and nowhere
 * else.
 */
export function pictureOf(kind: ProductKind, ...words: readonly string[]): PictureName {
  const known = BY_WORD.find(([pattern, kinds]) => kinds.includes(kind) && words.some((word) => pattern.test(word)));
  return known?.[2] ?? BY_KIND[kind];
}
