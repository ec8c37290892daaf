import { storeDatabase } from '$design/databases.ts';
import type { Order, OrderEvent } from '$design/documents/order.ts';
import { replayOrder, type OrderView } from '$design/folds/order.ts';
import { docId, rangeOf, typeOfId } from '$design/ids.ts';
import { addEvents, latestStampOf, type NewEvent } from '$design/merge/edit.ts';
import { nextOrderNumber } from '$design/orders/number.ts';
import { unwritten } from '$design/orders/order-receipts.ts';
import type { DataChange } from '../storage/change-hub.ts';
import type { Databases } from '../storage/databases.ts';
import type { Documents, Person } from '../storage/documents.ts';

/** An order and what it is by its events. */
export interface HeldOrder {
  readonly order: Order;
  readonly view: OrderView;
}

export interface OrderShelfDeps {
  readonly databases: Pick<Databases, 'range' | 'known'>;
  readonly documents: Pick<Documents, 'read' | 'create' | 'edit'>;
  readonly place: () => { readonly store: string };
  readonly who: () => Person;
  /** Server-corrected, epoch ms. */
  readonly now: () => number;
  /** Registered receipts of an order: they count before a till has written them into it. */
  readonly receiptsOf?: (order: Order, view: OrderView) => readonly OrderEvent[];
}

/** Documents read at a time: between two pages whatever waits on this page goes first. */
const PAGE = 200;

/** All orders of the shop in memory: read when somebody first asks, folded once for each revision, followed from then on. */
export class OrderShelf {
  private readonly held = new Map<string, HeldOrder>();
  private list: readonly HeldOrder[] | null = null;
  private reading: Promise<void> | null = null;
  private readonly listeners = new Set<(ids: readonly string[]) => void>();
  private readonly deps: OrderShelfDeps;

  constructor(deps: OrderShelfDeps) {
    this.deps = deps;
  }

  get database(): string {
    return storeDatabase(this.deps.place().store);
  }

  /** The oldest first; the same list until something changes. */
  async all(): Promise<readonly HeldOrder[]> {
    await this.read();
    return (this.list ??= [...this.held.values()].sort((a, b) => (a.order._id < b.order._id ? -1 : 1)));
  }

  /** Waits for this one order only, not for the whole shelf; `null` where it is not here. */
  async get(id: string): Promise<HeldOrder | null> {
    const held = this.held.get(id);
    if (held || !this.isHere()) return held ?? null;
    const order = await this.deps.documents.read<Order>(this.database, id);
    return order ? this.hold(order) : null;
  }

  /** By what people call it, as it stands on tickets and receipts. */
  async byNumber(number: string): Promise<HeldOrder | null> {
    const typed = number.trim().toUpperCase();
    return (await this.all()).find(({ order }) => order.number?.toUpperCase() === typed) ?? null;
  }

  /** Hears ids of orders that came, changed or went. Returns how to stop. */
  onChange(listener: (ids: readonly string[]) => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** For the change hub. */
  async changed({ database, ids }: Pick<DataChange, 'database' | 'ids'>): Promise<void> {
    const ours = database === this.database ? ids.filter((id) => typeOfId(id) === 'order') : [];
    if (ours.length === 0 || (this.reading === null && !ours.some((id) => this.held.has(id)))) return;
    await this.reading;
    for (const id of ours) {
      const order = await this.deps.documents.read<Order>(this.database, id).catch(() => null);
      if (order) this.hold(order);
      else this.held.delete(id);
    }
    this.tell(ours);
  }

  /**
   * Events more, all in one write and in this order; durable when it resolves. `compose` instead of events decides by what the order says at
   * the very moment of writing, and answers none for "nothing to do".
   * @throws DomainError NOT_FOUND, DOCUMENT_NEWER, DOCUMENT_CONFLICT
   */
  async write(
    id: string,
    events: readonly NewEvent[] | ((view: OrderView, order: Order) => readonly NewEvent[]),
  ): Promise<HeldOrder> {
    const { documents, who, now } = this.deps;
    const order = await documents.edit<Order>(this.database, id, who(), (doc, hand) => {
      const wanted = typeof events === 'function' ? events(replayOrder(doc.events), doc) : events;
      return wanted.length === 0 ? doc : { ...doc, ...addEvents(doc, wanted, now(), hand) };
    });
    const held = this.hold(order);
    this.tell([id]);
    return held;
  }

  /** A new order with its first events, under the next free number of this device; durable when it resolves. */
  async create(client: string | null, events: readonly NewEvent[]): Promise<HeldOrder> {
    const { documents, place, who, now } = this.deps;
    const numbers = new Set((await this.all()).flatMap(({ order }) => order.number ?? []));
    const person = who();
    const order = await documents.create<Order>(this.database, (hlc) => {
      const number = nextOrderNumber(hlc, numbers);
      const empty: Order = {
        ...{ _id: docId('order', hlc), type: 'order', schema: 1, hlc, ...person, store: place().store },
        ...{ client, number, events: [] },
      };
      return addEvents(empty, events, now(), { ...person, hlc });
    });
    const held = this.hold(order);
    this.tell([order._id]);
    return held;
  }

  private isHere(): boolean {
    // Before the first exchange this device holds nothing of the shop, and must not make an empty database of it.
    return this.deps.databases.known().includes(this.database);
  }

  private read(): Promise<void> {
    if (this.reading === null && !this.isHere()) return Promise.resolve();
    this.reading ??= this.readAll().catch((error: unknown) => {
      this.reading = null;
      throw error;
    });
    return this.reading;
  }

  private async readAll(): Promise<void> {
    const { startkey, endkey } = rangeOf('order');
    for (let from = startkey; ;) {
      const page = await this.deps.databases.range<Order>(this.database, from, endkey, { limit: PAGE });
      for (const order of page) this.hold(order);
      if (page.length < PAGE) return;
      from = `${page.at(-1)!._id}\u0000`;
    }
  }

  private hold(order: Order): HeldOrder {
    const before = this.held.get(order._id);
    // What this device has just written may come again, and a page read before it must not undo it.
    if (before && latestStampOf(before.order) > latestStampOf(order)) return before;
    const held = { order, view: this.viewOf(order) };
    this.held.set(order._id, held);
    this.list = null;
    return held;
  }

  /** Receipts of these orders came or went: their money is counted anew. @param numbers as on the receipts */
  recount(numbers: ReadonlySet<string> | 'all'): void {
    const ids: string[] = [];
    for (const [id, { order }] of this.held) {
      if (numbers !== 'all' && !numbers.has(order.number ?? '')) continue;
      this.held.set(id, { order, view: this.viewOf(order) });
      ids.push(id);
    }
    if (ids.length > 0) this.tell(ids);
  }

  private viewOf(order: Order): OrderView {
    const view = replayOrder(order.events);
    const missing = unwritten(order.events, this.deps.receiptsOf?.(order, view) ?? []);
    return missing.length === 0 ? view : replayOrder([...order.events, ...missing]);
  }

  private tell(ids: readonly string[]): void {
    this.list = null;
    for (const listener of [...this.listeners]) listener(ids);
  }
}
