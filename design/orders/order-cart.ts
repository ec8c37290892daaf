import type { CatalogueEntry } from '../documents/catalogue.ts';
import type { OrderLine } from '../documents/order-pair.ts';
import type { OrderView } from '../folds/order.ts';
import type { OpenDeposit } from '../folds/open-deposits.ts';
import { EMPTY_CART, type Cart, type CartLine } from '../sale/cart.ts';
import { goodsOf } from '../sale/hand-over.ts';
import type { PaidCart } from '../sale/sale-document.ts';
import type { PaidLine } from '../sale/settlement.ts';
import type { Tender } from '../sale/tenders.ts';
import { pieceOfLine } from '../stock/piece-code.ts';
import { stockKey } from './reservations.ts';
import type { Side } from './words.ts';

/** Who pays and for what: on the receipt as people call it, never what the glasses are like (the tax operator has no business with eyes). */
export interface Payer {
  readonly number: string;
  readonly client: Cart['client'];
}

const EYES: Readonly<Partial<Record<string, Side>>> = { 'lens-right': 'od', 'lens-left': 'os' };

/** A lens out of our drawer is written off as its own article; everything else under its SKU. */
function skuOf({ sku, kind, pair, part }: OrderLine, { pairs }: Pick<OrderView, 'pairs'>): string {
  const eye = EYES[part ?? ''];
  const view = pairs.find((one) => one.pair === pair);
  const lens = eye && view?.details?.[eye];
  return kind === 'lens' && lens && view[eye].status === 'stock' ? stockKey(sku, lens.power, eye) : sku;
}

/** The piece of a frame that goes out: the one that was chosen, unless it was spoilt and another took its place. */
function pieceOf({ sku, pair, part }: OrderLine, { pairs }: Pick<OrderView, 'pairs'>): string | null {
  const view = part === 'frame' ? pairs.find((one) => one.pair === pair) : undefined;
  const frame = view?.details?.frame;
  if (frame?.whose !== 'ours' || !frame.piece || view?.frame !== 'fine') return null;
  return pieceOfLine({ sku, note: frame.piece });
}

function cartLine(line: OrderLine, id: string, view: Pick<OrderView, 'pairs'>): CartLine {
  const { name, kind, qty, price, discount, amount, vat = 'none', pair = null, part = null } = line;
  const sku = skuOf(line, view);
  const subject = kind === 'service' ? 'service' : 'goods';
  const entry: CatalogueEntry = { sku, name, kind, brand: '', category: '', ean: null, price, vat, subject };
  return {
    ...{ id, entry, qty, price, list: price, override: null, manual: null, discount, reasons: [], amount },
    ...{ note: pieceOf(line, view), group: pair, part, entered: false, mark: null },
  };
}

/** What of the order costs something, as a till sells it; without its gifts, which no receipt needs. */
export const linesToSell = (view: Pick<OrderView, 'lines' | 'pairs'>): CartLine[] =>
  view.lines.filter(({ amount }) => amount > 0).map((line, n) => cartLine(line, `${line.sku}#${n}`, view));

/** Every article under which the order's goods may stand on a receipt. */
export const skusOf = (view: Pick<OrderView, 'lines' | 'pairs'>): ReadonlySet<string> =>
  new Set(view.lines.flatMap((line) => [line.sku, skuOf(line, view)]));

const cartFor = (lines: readonly PaidLine[], { number, client }: Payer): PaidCart => ({
  ...EMPTY_CART,
  lines,
  client,
  order: number,
});

/** What a deposit is taken for: the order's goods at their prices. Lines change no longer when a receipt has named them. */
export const depositCart = (view: Pick<OrderView, 'lines' | 'pairs'>, payer: Payer): PaidCart =>
  cartFor(linesToSell(view), payer);
/** Money more for an order that has a deposit already names no goods twice. */
export const advanceCart = (payer: Payer): PaidCart => cartFor([], payer);

const sameGoods = (a: readonly PaidLine[], b: readonly PaidLine[]): boolean => {
  const told = (lines: readonly PaidLine[]) => lines.map(({ entry, qty, amount }) => `${entry.sku}|${qty}|${amount}`).sort();
  return JSON.stringify(told(a)) === JSON.stringify(told(b));
};

/**
 * What is paid when the glasses are handed over: the goods of the deposit that was taken for them, at the prices agreed then, or, where the
 * order was changed since, as they stand in the order now; every deposit of the order is set off, the oldest first. `null`: nothing costs
 * anything.
 */
export function handOverCart(
  view: Pick<OrderView, 'lines' | 'pairs'>,
  payer: Payer,
  deposits: readonly OpenDeposit[],
): { readonly cart: PaidCart; readonly tenders: readonly Tender[] } | null {
  const now = linesToSell(view);
  const agreed = deposits.map(goodsOf).find((goods) => goods.length > 0 && sameGoods(goods, now));
  // The piece of a frame may have been chosen, or changed, after the deposit: it is named as it goes out.
  const noteOf = (line: PaidLine): PaidLine['note'] =>
    (now.find(({ entry, group, part }) => entry.sku === line.entry.sku && group === line.group && part === line.part) ?? line)
      .note;
  const lines = agreed?.map((line) => ({ ...line, note: noteOf(line) })) ?? now;
  let rest = lines.reduce((sum, { amount }) => sum + amount, 0);
  if (rest === 0) return null;
  const tenders = [...deposits]
    .sort((a, b) => a.at - b.at)
    .flatMap(({ sale, owner, left }): Tender[] => {
      const amount = Math.min(left, rest);
      rest -= Math.max(0, amount);
      return amount > 0 ? [{ method: 'prepaid', amount, sale, owner }] : [];
    });
  return { cart: cartFor(lines, payer), tenders };
}
