import type { CatalogueEntry } from '../documents/catalogue.ts';
import { lensPrice, powerText, type LensPower } from '../optics/lens-price.ts';
import { addToCart, type Cart, type GlassesPart } from './cart.ts';
import { PARTS } from './pair.ts';

/** A part of a pair of glasses that was chosen; a lens with its power. */
export interface ChosenPart {
  readonly entry: CatalogueEntry;
  readonly power?: LensPower;
}
export type Glasses = Readonly<Partial<Record<GlassesPart, ChosenPart>>>;

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
