import { canonicalJson } from '../canonical-json.ts';
import type { KnownProduct, ProductChange, ProductPatch } from './checked-row.ts';
import type { FindingType } from './finding.ts';
import { isJump } from './check/price-rules.ts';

/** What is known of an article that an edit of many is to change: its fields by their names, these at least. */
export type EditedProduct = Pick<KnownProduct, 'sku' | 'price' | 'cost' | 'vat'> & Pick<ProductPatch, 'typePrices'>;

const same = (a: unknown, b: unknown): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);

/** What of an edit waits for a named person, by the rules of suppliers' files: rates (E-34), prices (E-36, E-37). */
function holds(of: EditedProduct, after: ProductPatch): FindingType[] {
  const moved = [
    ...(after.price === undefined ? [] : [{ was: of.price, price: after.price }]),
    ...Object.entries(after.typePrices ?? {}).flatMap(([type, price]) => {
      const was = of.typePrices?.[type];
      // The first price of a type is meant to differ from the common one.
      return was === price ? [] : [{ was: was ?? price, price }];
    }),
  ];
  return [
    ...(after.vat !== undefined || after.vatPlan?.length ? (['VAT_CHANGED'] as const) : []),
    ...(moved.some(({ was, price }) => isJump(was, price)) ? (['PRICE_JUMP'] as const) : []),
    ...(moved.some(({ price }) => of.cost !== null && of.cost > price) ? (['COST_OVER_PRICE'] as const) : []),
    ...(moved.some(({ price }) => price === 0) ? (['PRICE_ZERO'] as const) : []),
  ];
}

/** What an edit of many articles makes of one, as a job stages it; `null`: it is so already. */
export function bulkChange(of: EditedProduct, patch: ProductPatch): ProductChange | null {
  const held = of as Readonly<Record<string, unknown>>;
  const fields = Object.entries(patch).filter(([field, value]) => !same(held[field], value));
  if (fields.length === 0) return null;
  const after: ProductPatch = Object.fromEntries(fields);
  const before = Object.fromEntries(fields.flatMap(([field]) => (held[field] === undefined ? [] : [[field, held[field]]])));
  return { sku: of.sku, row: 0, what: 'update', before, after, stock: null, held: holds(of, after) };
}
