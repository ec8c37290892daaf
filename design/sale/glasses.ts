import type { CatalogueEntry } from '../documents/catalogue.ts';
import { lensPrice, powerText, type LensPower } from '../optics/lens-price.ts';
import { addToCart, type Cart, type CartLine, type GlassesPart } from './cart.ts';

/** A part of a pair of glasses that was chosen; a lens with its power. */
export interface ChosenPart {
  readonly entry: CatalogueEntry;
  readonly power?: LensPower;
}
export type Glasses = Readonly<Partial<Record<GlassesPart, ChosenPart>>>;

/** In the order that a pair is put together and shown. The names are those of `facts.ts`, which would bring Zod into the till. */
export const PARTS = ['frame', 'lens-right', 'lens-left', 'work'] as const satisfies readonly GlassesPart[];

const EYES: Readonly<Partial<Record<GlassesPart, string>>> = { 'lens-right': 'OD', 'lens-left': 'OS' };

/** Where a product belongs in a pair; `null`: in none. Of two lenses the right one is filled first. */
export function partFor(entry: Pick<CatalogueEntry, 'kind'>, taken: ReadonlySet<GlassesPart>): GlassesPart | null {
  if (entry.kind === 'frame') return 'frame';
  if (entry.kind === 'service') return 'work';
  if (entry.kind !== 'lens') return null;
  return taken.has('lens-right') && !taken.has('lens-left') ? 'lens-left' : 'lens-right';
}

/** Price a piece; `null`: the lens is not made in its power. Kopecks. */
export const priceOfPart = ({ entry, power }: ChosenPart): number | null =>
  power && entry.lens ? lensPrice(entry, power) : entry.price;

/**
 * Adds what was chosen as lines of one group, in the order frame, right, left, work. The power goes into the line's note and never onto
 * the receipt: the tax operator has no business with a customer's eyes. A part that is not made is left out.
 */
export function addGlasses(cart: Cart, group: string, chosen: Glasses): Cart {
  return PARTS.reduce((held, part) => {
    const one = chosen[part];
    const price = one ? priceOfPart(one) : null;
    if (!one || price === null || held.lines.some((line) => line.group === group && line.part === part)) return held;
    const note = one.power ? `${EYES[part] ?? ''} ${powerText(one.power)}`.trim() : null;
    return addToCart(held, { ...one.entry, price }, { group, part, note });
  }, cart);
}

/** The name of a group that no line bears yet: `1`, `2`, … */
export function freeGroup(lines: readonly Pick<CartLine, 'group'>[]): string {
  const taken = new Set(lines.map(({ group }) => group));
  let n = 1;
  while (taken.has(String(n))) n += 1;
  return String(n);
}

/** Parts that a pair in the cart lacks. */
export function missingParts(lines: readonly Pick<CartLine, 'group' | 'part'>[], group: string): GlassesPart[] {
  const held = new Set(lines.filter((line) => line.group === group).map(({ part }) => part));
  return PARTS.filter((part) => !held.has(part));
}

/** A pair of glasses, or a line by itself: what the cart shows as one. */
export type CartBlock =
  { readonly group: null; readonly lines: readonly [CartLine] } | { readonly group: string; readonly lines: readonly CartLine[] };

/** The cart as blocks: lines of one pair stand together where the first of them stands, in the order of its parts. */
export function blocksOf(lines: readonly CartLine[]): CartBlock[] {
  const blocks: CartBlock[] = [];
  const done = new Set<string>();
  for (const line of lines) {
    const { group } = line;
    if (group === null) blocks.push({ group, lines: [line] });
    else if (!done.has(group)) {
      done.add(group);
      const place = ({ part }: CartLine) => (part === null ? PARTS.length : PARTS.indexOf(part));
      blocks.push({ group, lines: lines.filter((one) => one.group === group).sort((a, b) => place(a) - place(b)) });
    }
  }
  return blocks;
}
