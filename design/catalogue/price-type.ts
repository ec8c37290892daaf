import { z } from 'zod';
import type { Product } from '../documents/catalogue.ts';
import type { Kopecks } from '../money/kopecks.ts';
import { changedPrice, PRICE_ROUNDINGS } from './price-rule.ts';

/**
 * A price type («Аэропорт», «Регионы»): how the shops that sell by it differ from the common prices. Its name is what articles, history and
 * shops know it by, so it never changes.
 */
export const priceType = z.object({
  name: z.string().regex(/^[\p{L}\d](?:[\p{L}\d .,()/+-]{0,38}[\p{L}\d.)])?$/u),
  /** What makes the price of an article that has none of this type; `null`: the common price holds for it. */
  rule: z.object({ percent: z.number().gt(-100).max(500), rounding: z.enum(PRICE_ROUNDINGS) }).nullable(),
});
export type PriceType = z.infer<typeof priceType>;

/** All types, and by which of them a shop (by its code) sells; a shop that is not named sells at the common prices. */
export const priceTypes = z.object({ types: z.array(priceType), shops: z.record(z.string(), z.string()) });
export type PriceTypes = z.infer<typeof priceTypes>;

export const NO_TYPES: PriceTypes = { types: [], shops: {} };

/** By which type a shop sells; `null`: at the common prices. */
export const typeOfShop = ({ types, shops }: PriceTypes, store: string): PriceType | null =>
  types.find(({ name }) => name === shops[store]) ?? null;

/**
 * What an article costs by a type, kopecks; `null`: as much as everywhere. A lens is priced by its powers, which a type does not change:
 * half of them cheaper would be worse than none.
 */
export function priceByType(
  { kind, price, archived, typePrices }: Pick<Product, 'kind' | 'price' | 'archived' | 'typePrices'>,
  { name, rule }: PriceType,
): Kopecks | null {
  if (archived || kind === 'lens') return null;
  const own = typePrices?.[name];
  if (own !== undefined) return own;
  if (rule === null) return null;
  const made = changedPrice(price, { how: 'percent', ...rule });
  return made === price ? null : made;
}

/** Prices by type with one set or (`null`) taken out; nothing left is an empty object, which the history can tell from «never». */
export function withTypePrice(held: Product['typePrices'], name: string, price: Kopecks | null): Record<string, Kopecks> {
  const rest = Object.fromEntries(Object.entries(held ?? {}).filter(([one]) => one !== name));
  return price === null ? rest : { ...rest, [name]: price };
}
