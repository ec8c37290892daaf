import type { PurchaseOrder } from '$design/documents/purchase-order.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { Offer, PurchaseDraft, PurchaseView } from '$design/stock/purchases.ts';

export interface ShownPurchase {
  readonly order: PurchaseOrder;
  readonly view: PurchaseView;
}

/** The supplier has the order already, or it says something else than the person saw. */
export type PurchaseStop = 'ALREADY_PLACED' | 'CHANGED';

/** The shop's orders at suppliers, and what those say that they have. Works offline; answers an error's code, `null` on success. */
export interface PurchasesModel {
  /** Open ones first, the newest first among equals. */
  readonly orders: readonly ShownPurchase[];
  /** Names of suppliers that this device knows of. */
  readonly suppliers: readonly string[];
  /** Of an article, the newest first. */
  offersOf(sku: string): readonly Offer[];
  /** A new draft (`id` null) or another text of one that the supplier does not have yet; its id. @param seen what it said when the person began */
  save(
    id: string | null,
    draft: PurchaseDraft,
    seen?: PurchaseDraft,
  ): Promise<{ readonly id: string } | PurchaseStop | ErrorCode>;
  /** The supplier has it: from now on it is expected. @param seen what the person handed over */
  place(id: string, seen: PurchaseDraft): Promise<PurchaseStop | ErrorCode | null>;
  /** Nothing more is expected of it. */
  close(id: string, reason: string): Promise<ErrorCode | null>;
}
