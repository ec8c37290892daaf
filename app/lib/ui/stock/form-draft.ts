import { withPiece, type DeskKind, type StockDraft } from '$design/stock/desk.ts';
import type { StockLine } from '$design/stock/paper.ts';
import { expectedOf } from '$design/stock/purchases.ts';
import type { ShownPurchase } from '$lib/stock/purchases.model.ts';
import type { OwnPlace } from '$design/stock/places.ts';
import { transferView, type OpenTransfer } from '$design/stock/transfers.ts';

/** What the form holds; the rules are the desk's (`design/stock/desk.ts`). */
export type FormDraft = StockDraft;

export const emptyDraft = (kind: DeskKind): FormDraft => ({
  ...{ kind, place: 'floor', to: 'storeroom', party: '', number: '', of: null, lines: [], expected: null, because: '' },
});

/** Another kind of paper: the goods and pieces that were scanned stay, what belongs to the kind goes. */
export const withKind = ({ lines, place, codes }: FormDraft, kind: DeskKind): FormDraft => ({
  ...{ ...emptyDraft(kind), lines, place },
  ...(codes ? { codes } : {}),
});

/** Lines that were changed by hand: a piece beyond what a line still holds, the one scanned last, can be scanned again. */
export function withLines(draft: FormDraft, lines: readonly StockLine[]): FormDraft {
  const { codes } = draft;
  const kept = lines.flatMap(({ sku, qty }) => (codes ?? []).filter((one) => one.sku === sku).slice(0, Math.floor(qty)));
  return { ...draft, lines, ...(codes ? { codes: kept } : {}) };
}

/** The same paper begun again, from its transfer or its order: what was scanned stays. `null`: another paper. */
export const goesOn = (draft: FormDraft, to: FormDraft): FormDraft | null =>
  draft.of !== null && draft.of === to.of && draft.kind === to.kind ? { ...draft, expected: to.expected } : null;

/** Goods that can go into the paper that is being written: the paper with them. `null`: they need one of their own. */
export const joined = (draft: FormDraft, to: FormDraft): FormDraft | null =>
  draft.of === null && to.of === null && draft.kind === to.kind
    ? { ...draft, lines: to.lines.reduce((lines, { sku, qty }) => withPiece(lines, sku, qty), draft.lines) }
    : null;

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

/**
 * More was accepted there than we wrote down: it had left our shelf, too. Pieces below none come back from the way, so the shelf has less
 * and the transit is empty. `null`: nothing is too much.
 */
export function surplusOf(transfer: OpenTransfer, place: OwnPlace, because: string): FormDraft | null {
  const lines = transferView(transfer).lines.flatMap(({ sku, left }) => (left < 0 ? [{ sku, qty: left }] : []));
  const { number, _id: of } = transfer;
  return lines.length === 0 ? null : { ...emptyDraft('recalled'), ...{ place, number, of, lines, because } };
}

/** A delivery of what was ordered: what is still to come is expected, and costs what was agreed until the paper says otherwise. */
export const deliveryOf = ({ order, view }: ShownPurchase): FormDraft => ({
  ...emptyDraft('receipt'),
  ...{ party: order.supplier, of: order._id, expected: expectedOf(view) },
  prices: order.lines.flatMap(({ sku, price }) => (price === null ? [] : [{ sku, price }])),
});
