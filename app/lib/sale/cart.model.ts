import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import type { Cart, CartLine, LineExtras, ManualDiscount, PriceOverride } from '$design/sale/cart.ts';

/** The key that the cart's sale will have, from its first line on, and since when (epoch ms, server-corrected). */
export interface CartMark {
  readonly key: string;
  readonly begun: number;
}

/** A cart as it is kept over a reload or parked. */
export interface CartDraft extends CartMark {
  readonly cart: Cart;
}

/** The cart that is being filled, always priced. While a payment runs nothing in it changes: edits do nothing then. */
export interface CartModel {
  readonly cart: Cart;
  readonly lines: readonly CartLine[];
  readonly total: Kopecks;
  /** What the customer pays less than the list prices. */
  readonly saved: Kopecks;
  readonly isEmpty: boolean;
  /** May the cart be changed now? */
  readonly editable: boolean;
  readonly canUndo: boolean;
  /** The cart with its key, to be parked; `null` where it is empty. */
  readonly draft: CartDraft | null;
  /** The id of the line that the article went to; `null` where nothing was added. A finished receipt gives way to a new cart. */
  add(entry: CatalogueEntry, extras?: LineExtras): string | null;
  /** An article typed by hand. */
  addEntered(entry: CatalogueEntry, extras?: LineExtras): string | null;
  setQty(id: string, qty: number): void;
  remove(id: string): void;
  clear(): void;
  /** Takes back the last change, one after another. */
  undo(): void;
  setNote(id: string, note: string | null): void;
  /** Another price a piece; `null`: the list price again. What goes over a limit is cut to it (`design/pricing`). */
  override(id: string, price: Kopecks | null, given: PriceOverride): void;
  discountLine(id: string, discount: ManualDiscount | null): void;
  discountReceipt(discount: ManualDiscount | null): void;
  addCoupon(code: string): void;
  removeCoupon(code: string): void;
  setClient(client: Cart['client']): void;
  /** Where the electronic receipt goes; until the payment is confirmed, beside it too. */
  setContact(contact: Cart['contact']): void;
  setOrder(order: string | null): void;
  /** Several changes as one step of `undo` (a dialog's «Готово»). */
  edit(change: (cart: Cart) => Cart): void;
  /** Another cart in place of this one (a parked one comes back with its own mark); it begins without a way back. */
  replace(cart: Cart, mark?: CartMark): void;
}
