import type { CatalogueEntry, ProductKind } from '../../design/documents/catalogue.ts';
import type { Sale, StockMovement } from '../../design/documents/facts.ts';
import type { StockDocument } from '../../design/documents/stock-document.ts';
import type { StockMinimum } from '../../design/documents/stock-minimum.ts';
import { SALES_FLOOR } from '../../design/folds/movement.ts';
import { lensArticle } from '../../design/optics/lens-sku.ts';
import { cellOf } from '../../design/optics/lens-matrix.ts';
import { HOUR, MINUTE } from '../../design/time/clock.ts';
import { formatHlc } from '../../design/time/hlc.ts';
import type { Shelves } from './baskets.ts';
import { createRandom } from './random.ts';
import type { DemoShop } from './shops.ts';
import { peopleOf } from './staff.ts';

/** A shop on one day; `midnight`: epoch ms. */
export interface DeliveryDay {
  readonly seed: string;
  readonly shop: DemoShop;
  readonly shelves: Shelves;
  readonly day: string;
  readonly midnight: number;
}
type Line = Pick<StockMovement, 'sku' | 'qty'>;

/**
 * Of each kind: pieces sold a month for each receipt of a day, which a delivery brings anew, the best sellers first as `drawBasket` takes
 * them; and how likely one piece more of an article comes along, and up to how many. Lenses are made to order.
 */
const DELIVERED: Readonly<Partial<Record<ProductKind, readonly [monthly: number, chance: number, most: number]>>> = {
  frame: [8, 0.3, 3],
  sunglasses: [3, 0.35, 3],
  'contact-lens': [14, 0.5, 8],
  care: [9, 0.6, 10],
  accessory: [9, 0.4, 6],
};
/** An article of which the monthly delivery brings no more than this comes when a customer wants it. */
const RARE = 2;
/** How often somebody forgets to write down what came: what the list «to be counted» is for. */
const FORGOTTEN = 0.03;
/** Families of finished lenses that a shop keeps by power, the cheapest first. */
const LENS_FAMILIES = 3;

/** What came in before the shop opened. One note a delivery, so that a device that counts reads one document. */
export function deliveriesOf(about: DeliveryDay, sales: readonly Sale[]): StockMovement[] {
  const { day } = about;
  const month = day.slice(2, 4) + day.slice(5, 7);
  const isFirst = day.endsWith('-01');
  return [
    ...note(about, 0, isFirst ? monthly(about) : [], { party: 'Оптик-Снаб', number: `ОС-${month}` }),
    ...note(about, 10 * MINUTE, isFirst ? lenses(about) : [], { party: 'Линзы Плюс', number: `ЛП-${month}` }),
    ...note(about, 30 * MINUTE, wanted(about, sales), { party: 'Оптик-Снаб', number: `ОС-${month}-${day.slice(8)}` }),
  ];
}

function monthly({ seed, shop, shelves, day }: DeliveryDay): Line[] {
  const random = createRandom(`${seed}:${shop.code}:${day}:delivery`);
  return Object.values(shelves).flatMap((shelf) =>
    shelf.flatMap(({ sku, kind }, i) => {
      const [pieces, chance, most] = DELIVERED[kind] ?? [0, 0, 0];
      const share = Math.sqrt((i + 1) / shelf.length) - Math.sqrt(i / shelf.length);
      const qty = Math.round(pieces * shop.receipts * share * 1.2) + (random.chance(chance) ? random.int(1, most) : 0);
      return qty > 0 ? [{ sku, qty }] : [];
    }),
  );
}

/** What customers took today and the month's delivery had none or hardly any of. */
function wanted(about: DeliveryDay, sales: readonly Sale[]): Line[] {
  const { seed, shop, day } = about;
  const random = createRandom(`${seed}:${shop.code}:${day}:wanted`);
  const brought = new Map(monthly({ ...about, day: `${day.slice(0, 8)}01` }).map(({ sku, qty }) => [sku, qty]));
  const taken = new Map<string, number>();
  for (const { lines } of sales)
    for (const { sku, qty, kind } of lines) if (DELIVERED[kind]) taken.set(sku, (taken.get(sku) ?? 0) + qty);
  return [...taken].flatMap(([sku, qty]) => ((brought.get(sku) ?? 0) <= RARE && !random.chance(FORGOTTEN) ? [{ sku, qty }] : []));
}

const keptLenses = (shelves: Shelves): CatalogueEntry[] =>
  shelves.lens.filter(({ lens }) => lens?.design === 'single-vision' && lens.add === null).slice(0, LENS_FAMILIES);

/** Powers that people usually need, each half a dioptre a step: weak minus most, strong cylinders hardly. */
function keptPowers({ sku, lens }: CatalogueEntry): { readonly article: string; readonly usual: number }[] {
  const found: { article: string; usual: number }[] = [];
  for (let sph = 3; sph >= -6; sph -= 0.25) {
    for (let cyl = 0; cyl >= -2; cyl -= 0.25) {
      if (!lens || !cellOf(lens, { sph, cyl })?.finished) continue;
      const usual = Math.round(6 * Math.exp(-(((sph + 1.75) / 2.2) ** 2)) * Math.exp(-((cyl / 0.9) ** 2)));
      if (usual > 0) found.push({ article: lensArticle(sku, { sph, cyl }, 'od', false), usual });
    }
  }
  return found;
}

function lenses({ seed, shop, shelves, day }: DeliveryDay): Line[] {
  const random = createRandom(`${seed}:${shop.code}:${day}:lenses`);
  const all = keptLenses(shelves).flatMap(keptPowers);
  return all.flatMap(({ article, usual }) => {
    const qty = random.int(0, usual);
    return qty > 0 ? [{ sku: article, qty }] : [];
  });
}

function note(
  { shop, midnight }: DeliveryDay,
  after: number,
  [first, ...more]: readonly Line[],
  paper: Pick<StockDocument, 'party' | 'number'>,
): StockMovement[] {
  if (!first) return [];
  const at = midnight + 9 * HOUR + after;
  const hlc = formatHlc({ wall: at, counter: 0, device: shop.device });
  const manager = peopleOf(shop.code).find((p) => p.role === 'manager')!;
  return [
    {
      ...{
        _id: `stock-movement:${hlc}`,
        type: 'stock-movement',
        schema: 1,
        hlc,
        by: `staff:${manager.key}`,
        pos: shop.retiredPos,
      },
      ...{ store: shop.code, ...first, from: 'supplier', to: SALES_FLOOR, because: 'Поставка', at },
      ...(more.length > 0 ? { more } : {}),
      document: { kind: 'receipt', of: null, ...paper },
    },
  ];
}

/** How much of each usual power the shop wants to have: those that most people need, of the cheapest lens. */
export function demoMinimums({
  shop,
  shelves,
  hlc,
}: Pick<DeliveryDay, 'shop' | 'shelves'> & { readonly hlc: string }): StockMinimum[] {
  const [cheapest] = keptLenses(shelves);
  return (cheapest ? keptPowers(cheapest) : [])
    .filter(({ usual }) => usual >= 3)
    .map(({ article, usual }) => ({
      ...{ _id: `stock-minimum:${article}`, type: 'stock-minimum', schema: 1, hlc, by: null, pos: null, store: shop.code },
      ...{ sku: article, minimum: usual, maximum: usual * 3, pack: 1, stamps: {} },
    }));
}
