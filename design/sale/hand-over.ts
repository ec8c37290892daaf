import type { CatalogueEntry } from '../documents/catalogue.ts';
import type { SaleLine } from '../documents/facts.ts';
import type { OpenDeposit } from '../folds/open-deposits.ts';
import { cartTotal, EMPTY_CART, type Cart } from './cart.ts';
import type { PaidCart } from './sale-document.ts';
import { plainVat, type PaidLine } from './settlement.ts';
import type { Tender } from './tenders.ts';

/** The article as it was agreed on: its price, name and rate are those of the deposit's receipt, whatever the catalogue says today. */
const entryOf = ({ sku, name, kind, subject, list, agreed, price, vat }: SaleLine): CatalogueEntry => ({
  sku,
  name,
  kind,
  brand: '',
  category: '',
  ean: null,
  price: list ?? agreed?.price ?? price,
  vat: agreed?.vat ?? plainVat(vat),
  subject: subject === 'payment' ? 'goods' : subject,
});

/** A line that was paid in advance, as it is handed over: at the agreed price, with the discounts of that day. */
function lineOf(line: SaleLine, sale: string, index: number): PaidLine {
  const { qty, price, discount, amount } = line.agreed ?? line;
  return {
    id: `${sale}#${index}`,
    entry: entryOf(line),
    qty,
    price,
    list: line.list ?? price,
    override: line.override ?? null,
    manual: null,
    discount,
    reasons: line.reasons ?? [],
    amount,
    note: line.note ?? null,
    group: line.group ?? null,
    part: line.part ?? null,
    entered: line.entered === true,
    mark: null,
    of: { sale, line: index },
  };
}

/** Goods of a deposit that are still to be handed over; an advance names none. */
export const goodsOf = ({ sale, lines, kind, delivered }: OpenDeposit): PaidLine[] =>
  kind === 'advance'
    ? []
    : lines.map((line, index) => lineOf(line, sale, index)).filter(({ of }) => !delivered.includes(of!.line));

/**
 * What is paid when a deposit is settled: its goods at their agreed prices, then whatever lies in the cart; the deposit pays as much of it as
 * it has left. `null` where there is nothing to hand over (an advance and an empty cart).
 */
export function handOver(
  deposit: OpenDeposit,
  cart: Cart,
): { readonly cart: PaidCart; readonly tenders: readonly Tender[] } | null {
  const lines = [...goodsOf(deposit), ...cart.lines];
  const amount = Math.min(deposit.left, cartTotal({ lines }));
  if (amount <= 0) return null;
  const client = cart.client ?? (deposit.client === null ? null : { id: deposit.client, name: '' });
  const order = cart.order ?? deposit.order;
  const tender: Tender = { method: 'prepaid', amount, sale: deposit.sale, owner: deposit.owner };
  return { cart: { ...(cart.lines.length > 0 ? cart : EMPTY_CART), lines, client, order }, tenders: [tender] };
}
