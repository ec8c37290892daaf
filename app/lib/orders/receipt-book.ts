import { resultIdOf } from '$design/databases.ts';
import type { Refund, Sale } from '$design/documents/facts.ts';
import type { Order, OrderEvent } from '$design/documents/order.ts';
import type { OrderView } from '$design/folds/order.ts';
import { docId, keyOfId, rangeOf, typeOfId } from '$design/ids.ts';
import { skusOf } from '$design/orders/order-cart.ts';
import { isHandOver, paymentOf, repaymentOf } from '$design/orders/order-receipts.ts';
import type { DataChange } from '../storage/change-hub.ts';
import type { Databases } from '../storage/databases.ts';
import type { Facts } from '../storage/facts.ts';

export interface ReceiptBookDeps {
  readonly databases: Pick<Databases, 'range' | 'get' | 'ids'>;
  readonly facts: Pick<Facts, 'names' | 'find'>;
}

/** A receipt of an order and what it did. */
export interface OrderReceipt {
  readonly doc: Sale | Refund;
  /** `null`: no money changed hands (all of it had been paid before). */
  readonly event: OrderEvent | null;
  readonly handsOver: boolean;
}

/** Facts read at a time: between two pages whatever waits on this page goes first. */
const PAGE = 300;

/**
 * Registered receipts that name an order, of the months that this device holds: gone through once, when somebody first asks, and followed
 * from then on. What has no fiscal result did not happen.
 */
export class ReceiptBook {
  private readonly sales = new Map<string, Sale>();
  private readonly refunds = new Map<string, Refund>();
  /** By their original: refunds that came before the sale which they give back. */
  private readonly early = new Map<string, Refund[]>();
  private readonly registered = new Set<string>();
  private readonly byNumber = new Map<string, Set<string>>();
  private reading: Promise<void> | null = null;
  private readonly deps: ReceiptBookDeps;

  constructor(deps: ReceiptBookDeps) {
    this.deps = deps;
  }

  /** Reads what is here once; a failure is tried again at the next call. */
  read(): Promise<void> {
    this.reading ??= this.readAll().catch((error: unknown) => {
      this.reading = null;
      throw error;
    });
    return this.reading;
  }

  of({ number }: Pick<Order, 'number'>, view: Pick<OrderView, 'lines' | 'pairs'>): OrderReceipt[] {
    if (number === null) return [];
    const skus = skusOf(view);
    return [...(this.byNumber.get(number) ?? [])].flatMap((id): OrderReceipt[] => {
      if (!this.registered.has(resultIdOf(id))) return [];
      const sale = this.sales.get(id);
      if (sale) return [{ doc: sale, event: paymentOf(sale, skus), handsOver: isHandOver(sale, skus) }];
      const refund = this.refunds.get(id);
      return refund ? [{ doc: refund, event: repaymentOf(refund, skus), handsOver: false }] : [];
    });
  }

  /** Resolves with the numbers of orders whose receipts are others now. */
  async changed({ database, ids }: Pick<DataChange, 'database' | 'ids'>): Promise<ReadonlySet<string>> {
    const numbers = new Set<string>();
    if (this.reading === null) return numbers;
    await this.reading;
    for (const id of ids) {
      const type = typeOfId(id);
      if (type === 'fiscal-result') this.registered.add(id);
      else if (type === 'sale' || type === 'refund') {
        const doc = await this.deps.databases.get<Sale | Refund>(database, id).catch(() => null);
        if (doc) await this.take(doc);
      } else continue;
      for (const kind of ['sale', 'refund']) {
        const number = this.numberOf(docId(kind, keyOfId(id)));
        if (number !== null) numbers.add(number);
      }
    }
    return numbers;
  }

  private async readAll(): Promise<void> {
    const { databases, facts } = this.deps;
    for (const name of facts.names()) {
      for (const type of ['sale', 'refund'] as const) {
        const { startkey, endkey } = rangeOf(type);
        for (let from = startkey; ;) {
          const page = await databases.range<Sale | Refund>(name, from, endkey, { limit: PAGE });
          for (const doc of page) await this.take(doc);
          if (page.length < PAGE) break;
          from = `${page.at(-1)!._id}\u0000`;
        }
      }
    }
  }

  private async lookForResult(id: string): Promise<void> {
    const result = resultIdOf(id);
    if (!this.registered.has(result) && (await this.deps.facts.find(result))) this.registered.add(result);
  }

  private async take(doc: Sale | Refund): Promise<void> {
    const number = doc.type === 'sale' ? (doc.order ?? null) : await this.orderOfOriginal(doc);
    if (number === null) return;
    if (doc.type === 'sale') this.sales.set(doc._id, doc);
    else this.refunds.set(doc._id, doc);
    this.byNumber.set(number, (this.byNumber.get(number) ?? new Set()).add(doc._id));
    await this.lookForResult(doc._id);
    const early = this.early.get(doc._id) ?? [];
    this.early.delete(doc._id);
    for (const refund of early) await this.take(refund);
  }

  /** A refund names its sale, which may lie in an older month than itself, and may come here after it. */
  private async orderOfOriginal(refund: Refund): Promise<string | null> {
    const original = refund.original.sale;
    if (original === null) return null;
    const sale = this.sales.get(original) ?? (await this.deps.facts.find<Sale>(original));
    if (!sale) this.early.set(original, [...(this.early.get(original) ?? []), refund]);
    return sale?.order ?? null;
  }

  private numberOf(id: string): string | null {
    const sale = this.sales.get(id);
    if (sale) return sale.order ?? null;
    if (!this.refunds.has(id)) return null;
    for (const [number, ids] of this.byNumber) if (ids.has(id)) return number;
    return null;
  }
}
