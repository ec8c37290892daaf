import type { PurchaseOrder } from '../documents/purchase-order.ts';
import { handingsOf, unitedHandings } from '../stock/purchase-placing.ts';
import { merge } from './merge.ts';

/**
 * Two revisions of an order at a supplier: the text field by field like any draft's, but what was handed to the supplier is kept as it was
 * handed, and the first handing is the order. What a person wrote on without knowing of it stays in the fields of the text, for the server to
 * make a draft of (`apartTexts`). Pure, commutative, associative, idempotent.
 */
export function mergePurchases(a: PurchaseOrder, b: PurchaseOrder): PurchaseOrder {
  const [one, other] = [stamped(a), stamped(b)];
  const { handed: _, kept: __, ...merged } = merge(one, other);
  const handed = unitedHandings(handingsOf(one), handingsOf(other));
  const kept = [...new Set([...(a.kept ?? []), ...(b.kept ?? [])])].sort();
  const [first] = handed;
  return {
    ...merged,
    ...(first ? { placed: { at: first.at, by: first.by }, handed } : {}),
    ...(kept.length > 0 ? { kept } : {}),
  };
}

/** What was written before stamps were known has none: it yields to what has. */
const stamped = (order: PurchaseOrder): PurchaseOrder => ({ ...order, stamps: order.stamps ?? {} });
