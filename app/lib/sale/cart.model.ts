import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { Kopecks } from '$design/money/kopecks.ts';
import type { LineExplanation } from '$design/pricing/explain.ts';
import type { CouponState } from '$design/pricing/price-cart.ts';
import type { TryOut } from '$design/pricing/try-out.ts';
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

/** A coupon of the cart: what its promotion is called and has saved (kopecks), or why it gives nothing. */
export interface CartCoupon {
  readonly code: string;
  readonly state: CouponState;
  readonly name: string | null;
  readonly saved: Kopecks;
}

/** The cart that is being filled, always priced. While a payment runs nothing in it changes: edits do nothing then. */
export interface CartModel {
  readonly cart: Cart;
  readonly lines: readonly CartLine[];
  readonly total: Kopecks;
  /** What the customer pays less than the list prices. */
  readonly saved: Kopecks;
  readonly coupons: readonly CartCoupon[];
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
  /** Asks the server whether the code is used up where it can be asked; resolves when the cart has its last price. */
  addCoupon(code: string): Promise<void>;
  /** Is this the code of a coupon that the chain knows? A scanner reads them as it reads goods. */
  isCoupon(code: string): boolean;
  removeCoupon(code: string): void;
  setClient(client: Cart['client']): void;
  /** Where the electronic receipt goes; until the payment is confirmed, beside it too. */
  setContact(contact: Cart['contact']): void;
  setOrder(order: string | null): void;
  /** Several changes as one step of `undo` (a dialog's «Готово»). */
  edit(change: (cart: Cart) => Cart): void;
  /** Another cart in place of this one (a parked one comes back with its own mark); it begins without a way back. */
  replace(cart: Cart, mark?: CartMark): void;
  /** A change by hand before it is made; `change` puts the signature it is given into what it does. */
  tryOut(change: (cart: Cart, signed: ManualDiscount['signed']) => Cart): TryOut;
  /** Why a line costs what it costs; `null` where there is no such line. */
  explain(id: string): LineExplanation | null;
}
