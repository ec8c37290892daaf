import { storeDatabase } from '$design/databases.ts';
import type { StockMovement } from '$design/documents/facts.ts';
import type { PurchaseOrder } from '$design/documents/purchase-order.ts';
import type { ErrorCode } from '$design/errors.ts';
import { docId, rangeOf } from '$design/ids.ts';
import { editFields, type Hand } from '$design/merge/edit.ts';
import { nextPaperNumber } from '$design/stock/paper.ts';
import { handingOf, sameText, standingOrder } from '$design/stock/purchase-placing.ts';
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
import type { PurchasesModel, PurchaseStop, ShownPurchase } from './purchases.model.ts';
import { readOffers, supplierNames, type Offers } from './supplier-shelf.ts';

export interface PurchasesDeps extends Pick<OpticsDeps, 'now' | 'place' | 'device' | 'by' | 'can'> {
  readonly databases: Pick<OpticsDeps['databases'], 'known' | 'range'>;
  readonly documents: Pick<Documents, 'create' | 'edit'>;
  /** Something was written: the desk looks anew. */
  readonly onChange: () => Promise<void>;
}

/** What a person asked for does not fit what the order says by now. */
class Stopped extends Error {
  readonly why: PurchaseStop;
  constructor(why: PurchaseStop) {
    super(why);
    this.why = why;
  }
}

/** Every field from the first, so that nobody's silence counts as another opinion when versions are brought together. */
const STAMPED = ['supplier', 'lines', 'note', 'due', 'placed', 'dropped', 'closed'];

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
      .map((order) => ({ order: standingOrder(order), view: purchaseView(order, receipts.get(order._id)) }))
      .sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)) || (a.order._id < b.order._id ? 1 : -1));
    this.offers ??= await readOffers(databases);
    return orderedPieces(this.orders.map(({ view }) => view));
  }

  async save(id: string | null, draft: PurchaseDraft, seen?: PurchaseDraft): Promise<{ id: string } | PurchaseStop | ErrorCode> {
    const { documents, place } = this.deps;
    const { store, timeZone } = place();
    const fields = { ...draft, supplier: draft.supplier.trim(), note: draft.note.trim(), lines: [...draft.lines] };
    if (id !== null) {
      return this.change(id, (order, hand) => {
        mustBeDraft(order);
        if (seen && !sameText(order, seen) && !sameText(order, fields)) throw new Stopped('CHANGED');
        return editFields<PurchaseOrder>(order, fields, hand);
      });
    }
    return this.tried(async () => {
      const taken = this.orders.map(({ order }) => order.number.slice(ORDER_MARK.length));
      const made = await documents.create<PurchaseOrder>(storeDatabase(store), (hlc) => ({
        ...{ _id: docId('purchase-order', hlc), type: 'purchase-order', schema: 1, hlc, ...this.who(), store },
        ...{ number: ORDER_MARK + nextPaperNumber(hlc, timeZone, taken), ...fields, placed: null, closed: null, receipts: [] },
        stamps: Object.fromEntries(STAMPED.map((field) => [field, hlc])),
      }));
      return { id: made._id };
    });
  }

  async place(id: string, seen: PurchaseDraft): Promise<PurchaseStop | ErrorCode | null> {
    const placed = { at: this.deps.now(), by: this.deps.by() };
    const done = await this.change(id, (order, hand) => {
      mustBeDraft(order);
      if (!sameText(order, seen)) throw new Stopped('CHANGED');
      return editFields<PurchaseOrder>(order, { placed, handed: [handingOf(order, { ...placed, hlc: hand.hlc })] }, hand);
    });
    return typeof done === 'string' ? done : null;
  }

  async close(id: string, reason: string): Promise<ErrorCode | null> {
    const ended = { at: this.deps.now(), by: this.deps.by(), reason: reason.trim() };
    const done = await this.change(id, (order, hand) =>
      // A draft that is thrown away closes no order that somebody else has handed over meanwhile.
      editFields<PurchaseOrder>(order, order.placed ? { closed: ended } : { dropped: ended }, hand),
    );
    return typeof done === 'string' ? (done as ErrorCode) : null;
  }

  private change(
    id: string,
    how: (order: PurchaseOrder, hand: Hand) => PurchaseOrder,
  ): Promise<{ id: string } | PurchaseStop | ErrorCode> {
    const { documents, place } = this.deps;
    return this.tried(async () => {
      await documents.edit<PurchaseOrder>(storeDatabase(place().store), id, this.who(), how);
      return { id };
    });
  }

  private async tried(act: () => Promise<{ id: string }>): Promise<{ id: string } | PurchaseStop | ErrorCode> {
    if (!this.deps.can('stock.move')) return 'FORBIDDEN';
    try {
      const done = await act();
      await this.deps.onChange();
      return done;
    } catch (error) {
      if (!(error instanceof Stopped)) return codeOf(error);
      await this.deps.onChange();
      return error.why;
    }
  }

  private who() {
    return { by: this.deps.by(), pos: this.deps.device()?.till ?? null };
  }
}

function mustBeDraft({ placed, dropped, closed }: PurchaseOrder): void {
  if (placed) throw new Stopped('ALREADY_PLACED');
  if (dropped || closed) throw new Stopped('CHANGED');
}
