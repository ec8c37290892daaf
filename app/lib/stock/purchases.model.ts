import type { PurchaseOrder } from '$design/documents/purchase-order.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { Offer, PurchaseDraft, PurchaseView } from '$design/stock/purchases.ts';

export interface ShownPurchase {
  readonly order: PurchaseOrder;
  readonly view: PurchaseView;
}

/** The shop's orders at suppliers, and what those say that they have. Works offline; answers an error's code, `null` on success. */
export interface PurchasesModel {
  /** Open ones first, the newest first among equals. */
  readonly orders: readonly ShownPurchase[];
  /** Names of suppliers that this device knows of. */
  readonly suppliers: readonly string[];
  /** Of an article, the newest first. */
  offersOf(sku: string): readonly Offer[];
  /** A new draft (`id` null) or another text of one that the supplier does not have yet; its id. */
  save(id: string | null, draft: PurchaseDraft): Promise<{ readonly id: string } | ErrorCode>;
  /** The supplier has it: from now on it is expected. */
  place(id: string): Promise<ErrorCode | null>;
  /** Nothing more is expected of it. */
  close(id: string, reason: string): Promise<ErrorCode | null>;
}
