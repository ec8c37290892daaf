import { storeDatabase } from '$design/databases.ts';
import type { StockMovement } from '$design/documents/facts.ts';
import type { PurchaseOrder } from '$design/documents/purchase-order.ts';
import type { ErrorCode } from '$design/errors.ts';
import { docId, rangeOf } from '$design/ids.ts';
import { nextPaperNumber } from '$design/stock/paper.ts';
import {
  ORDER_MARK,
  isExpected,
  orderedPieces,
  purchaseView,
  receiptsByOrder,
  type Offer,
  type PurchaseDraft,
} from '$design/stock/purchases.ts';
import { codeOf } from '../clients/failure-code.ts';
import type { OpticsDeps } from '../optics/optics.deps.ts';
import type { Documents } from '../storage/documents.ts';
import type { PurchasesModel, ShownPurchase } from './purchases.model.ts';
import { readOffers, supplierNames, type Offers } from './supplier-shelf.ts';

export interface PurchasesDeps extends Pick<OpticsDeps, 'now' | 'place' | 'device' | 'by' | 'can'> {
  readonly databases: Pick<OpticsDeps['databases'], 'known' | 'range'>;
  readonly documents: Pick<Documents, 'create' | 'editFields'>;
  /** Something was written: the desk looks anew. */
  readonly onChange: () => Promise<void>;
}

const isOpen = ({ view }: ShownPurchase): boolean => view.state === 'draft' || isExpected(view);

/** Orders at suppliers: documents that people edit, and what came for them, told by papers. */
export class PurchasesStore implements PurchasesModel {
  orders = $state.raw<readonly ShownPurchase[]>([]);
  private offers = $state.raw<Offers | null>(null);
  private readonly deps: PurchasesDeps;

  constructor(deps: PurchasesDeps) {
    this.deps = deps;
  }

  get suppliers(): readonly string[] {
    return supplierNames(this.orders, this.offers);
  }

  offersOf(sku: string): readonly Offer[] {
    return this.offers?.get(sku) ?? [];
  }

  /** A supplier's word was changed: it is read at the next look. */
  offersChanged(): void {
    this.offers = null;
  }

  /** Reads what this device holds. @param papers the shop's papers that it knows of @returns article → pieces on order */
  async look(papers: readonly StockMovement[]): Promise<ReadonlyMap<string, number>> {
    const { databases } = this.deps;
    const name = storeDatabase(this.deps.place().store);
    const { startkey, endkey } = rangeOf('purchase-order');
    const known = databases.known().includes(name) ? await databases.range<PurchaseOrder>(name, startkey, endkey) : [];
    const receipts = receiptsByOrder(papers);
    this.orders = known
      .map((order) => ({ order, view: purchaseView(order, receipts.get(order._id)) }))
      .sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || (a.order._id < b.order._id ? 1 : -1));
    this.offers ??= await readOffers(databases);
    return orderedPieces(this.orders.map(({ view }) => view));
  }

  async save(id: string | null, draft: PurchaseDraft): Promise<{ id: string } | ErrorCode> {
    const { documents, place } = this.deps;
    const { store, timeZone } = place();
    const fields = { ...draft, supplier: draft.supplier.trim(), note: draft.note.trim(), lines: [...draft.lines] };
    return this.tried(async () => {
      if (id !== null) {
        await documents.editFields<PurchaseOrder>(storeDatabase(store), id, this.who(), fields);
        return { id };
      }
      const taken = this.orders.map(({ order }) => order.number.slice(ORDER_MARK.length));
      const made = await documents.create<PurchaseOrder>(storeDatabase(store), (hlc) => ({
        ...{ _id: docId('purchase-order', hlc), type: 'purchase-order', schema: 1, hlc, ...this.who(), store },
        ...{ number: ORDER_MARK + nextPaperNumber(hlc, timeZone, taken), ...fields, placed: null, closed: null, receipts: [] },
        stamps: Object.fromEntries(Object.keys(fields).map((field) => [field, hlc])),
      }));
      return { id: made._id };
    });
  }

  place(id: string): Promise<ErrorCode | null> {
    return this.set(id, { placed: { at: this.deps.now(), by: this.deps.by() } });
  }

  close(id: string, reason: string): Promise<ErrorCode | null> {
    return this.set(id, { closed: { at: this.deps.now(), by: this.deps.by(), reason: reason.trim() } });
  }

  private async set(id: string, patch: Partial<PurchaseOrder>): Promise<ErrorCode | null> {
    const { documents, place } = this.deps;
    const outcome = await this.tried(async () => {
      await documents.editFields<PurchaseOrder>(storeDatabase(place().store), id, this.who(), patch);
      return { id };
    });
    return typeof outcome === 'string' ? outcome : null;
  }

  private async tried(act: () => Promise<{ id: string }>): Promise<{ id: string } | ErrorCode> {
    if (!this.deps.can('stock.move')) return 'FORBIDDEN';
    try {
      const done = await act();
      await this.deps.onChange();
      return done;
    } catch (error) {
      return codeOf(error);
    }
  }

  private who() {
    return { by: this.deps.by(), pos: this.deps.device()?.till ?? null };
  }
}
