import type { DeskKind, StockDraft } from '$design/stock/desk.ts';
import { expectedOf } from '$design/stock/purchases.ts';
import type { ShownPurchase } from '$lib/stock/purchases.model.ts';
import { transferView, type OpenTransfer } from '$design/stock/transfers.ts';

/** What the form holds; the rules are the desk's (`design/stock/desk.ts`). */
export type FormDraft = StockDraft;

export const emptyDraft = (kind: DeskKind): FormDraft => ({
  ...{ kind, place: 'floor', to: 'storeroom', party: '', number: '', of: null, lines: [], expected: null, because: '' },
});

/** Another kind of paper: the goods that were scanned stay, what belongs to the kind goes. */
export const withKind = ({ lines, place }: FormDraft, kind: DeskKind): FormDraft => ({ ...emptyDraft(kind), lines, place });

const leftOf = (transfer: OpenTransfer) =>
  transferView(transfer).lines.flatMap(({ sku, left }) => (left > 0 ? [{ sku, qty: left }] : []));

/** What comes from another shop: everything that is still under way is expected, and scanned in. */
export const acceptanceOf = (transfer: OpenTransfer): FormDraft => ({
  ...emptyDraft('accepted'),
  ...{ party: transfer.from, number: transfer.number, of: transfer._id, expected: leftOf(transfer) },
});

/** What never arrived there comes back, or is written off. */
export const settlingOf = (transfer: OpenTransfer, kind: 'recalled' | 'write-off'): FormDraft => ({
  ...emptyDraft(kind),
  ...{ number: transfer.number, of: transfer._id, lines: leftOf(transfer) },
});

/** A delivery of what was ordered: what is still to come is expected, and costs what was agreed until the paper says otherwise. */
export const deliveryOf = ({ order, view }: ShownPurchase): FormDraft => ({
  ...emptyDraft('receipt'),
  ...{ party: order.supplier, of: order._id, expected: expectedOf(view) },
  prices: order.lines.flatMap(({ sku, price }) => (price === null ? [] : [{ sku, price }])),
});
