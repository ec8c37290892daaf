import type { PurchaseOrder } from '$design/documents/purchase-order.ts';
import { sameText } from '$design/stock/purchase-placing.ts';
import { t } from '$lib/i18n/i18n.ts';
import type { ShownPurchase } from '$lib/stock/purchases.model.ts';

/** What the sheet of an order says of what was done with it without a line. @param when an instant as the shop writes it */
export function toldOfPlacing(
  order: PurchaseOrder,
  orders: readonly ShownPurchase[],
  when: (at: number) => string,
): readonly string[] {
  const { apart, placed, dropped, closed, handed = [] } = order;
  const notes: string[] = [];
  if (apart && !placed && !dropped && !closed) {
    notes.push(
      apart.handed
        ? t('purchases.apart.handed', { number: apart.number, at: when(apart.handed.at) })
        : t('purchases.apart.written', { number: apart.number }),
    );
  }
  const again = handed.slice(1).filter((one) => sameText(one, handed[0]!));
  if (again.length > 0) notes.push(t('purchases.apart.twice', { at: again.map(({ at }) => when(at)).join(', ') }));
  if (placed && dropped && !closed) notes.push(t('purchases.apart.dropped', { reason: dropped.reason }));
  const drafts = orders.flatMap(({ order: one }) => (one.apart?.order === order._id ? [one.number] : []));
  if (drafts.length > 0) notes.push(t('purchases.apart.drafts', { numbers: drafts.join(', ') }));
  return notes;
}
