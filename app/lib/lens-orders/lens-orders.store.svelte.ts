import type { Supplier } from '$design/documents/supplier.ts';
import type { SupplierOrder } from '$design/documents/supplier-order.ts';
import type { ErrorCode } from '$design/errors.ts';
import { docId, rangeOf, typeOfId } from '$design/ids.ts';
import {
  bySupplier,
  lensesToOrder,
  lensesUnderWay,
  type KnownOrder,
  type LensLine,
  type SupplierGroup,
} from '$design/orders/lens-needs.ts';
import { nextOrderNumber } from '$design/orders/number.ts';
import {
  isDropped,
  letterState,
  lineState,
  mayBeOut,
  receivedEvents,
  returnedEvents,
  supplierLines,
  unsaid,
  type SupplierLine,
} from '$design/orders/supplier-orders.ts';
import { vcaText, writeOrder, type SupplierText } from '$design/orders/supplier-formats.ts';
import { withdrawalMail, type OrderingShop } from '$design/orders/supplier-mail.ts';
import { isSameSupplier, supplierId, unknownSupplier, type SupplierCard } from '$design/orders/suppliers.ts';
import { codeOf } from '../clients/failure-code.ts';
import { editFields } from '$design/merge/edit.ts';
import type { HeldOrder, OrderShelf } from '../orders/order-shelf.ts';
import type { ChangeHub } from '../storage/change-hub.ts';
import type { Databases } from '../storage/databases.ts';
import type { Documents, Person } from '../storage/documents.ts';
import type { LensOrdersModel, ShownSupplierOrder } from './lens-orders.model.ts';

export interface LensOrdersDeps {
  readonly databases: Pick<Databases, 'range' | 'known'>;
  readonly documents: Pick<Documents, 'create' | 'edit' | 'editFields'>;
  readonly hub: Pick<ChangeHub, 'on'>;
  readonly shelf: Pick<OrderShelf, 'all' | 'write' | 'onChange' | 'database'>;
  readonly who: () => Person;
  readonly store: () => string;
  readonly now: () => number;
  readonly can: () => boolean;
  /** As the letters of this shop name it. */
  readonly shop: () => Promise<Omit<OrderingShop, 'customer'>>;
  /** SHA-256, hex. */
  readonly digest: (text: string) => Promise<string>;
}

/** Newest of a shop on the screen: older ones have long been received. */
const SHOWN = 200;

/** Each order that the lenses are for, once. */
const ordersOf = (lines: readonly { readonly order: string }[]): string[] =>
  lines.map(({ order }) => order).filter((id, at, all) => all.indexOf(id) === at);

/** The desk that orders lenses: needs are folded from the shop's orders, a supplier's order is a document of its own. */
export class LensOrdersStore implements LensOrdersModel {
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  groups = $state.raw<readonly SupplierGroup[]>([]);
  underWay = $state.raw<readonly LensLine[]>([]);
  orders = $state.raw<readonly ShownSupplierOrder[]>([]);
  suppliers = $state.raw<readonly SupplierCard[]>([]);
  private shopNow: Omit<OrderingShop, 'customer'> = { name: '', address: '', phone: '' };
  private known: readonly KnownOrder[] = [];
  private opened = false;
  private looking: Promise<void> | null = null;
  private stale = false;
  private readonly stops: (() => void)[] = [];
  private readonly deps: LensOrdersDeps;

  constructor(deps: LensOrdersDeps) {
    this.deps = deps;
    const again = () => void (this.opened && this.refresh());
    this.stops.push(
      deps.shelf.onChange(again),
      deps.hub.on(({ database, ids }) => {
        if (database === deps.shelf.database && ids.some((id) => ['supplier', 'supplier-order'].includes(typeOfId(id)))) again();
      }),
    );
  }

  get mayEdit(): boolean {
    return this.deps.can();
  }

  async open(): Promise<void> {
    this.opened = true;
    if (this.state === 'failed') this.state = 'loading';
    await this.refresh();
    if (this.state === 'ready' && this.mayEdit) for (const { doc } of this.orders) await this.tell(doc).catch(() => null);
  }

  make(supplier: string, lines: readonly LensLine[]): Promise<ErrorCode | null> {
    return this.tried(async () => {
      const { documents, shelf, who, store } = this.deps;
      // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
      const taken = new Set((await this.read()).flatMap(({ number }) => number ?? []));
      // Durable before any order hears of it: whoever dies in between tells them at the next opening.
      const doc = await documents.create<SupplierOrder>(shelf.database, (hlc) => ({
        ...{ _id: docId('supplier-order', hlc), type: 'supplier-order', schema: 1, hlc, ...who(), store: store() },
        ...{ number: nextOrderNumber(hlc, taken), supplier, lines: supplierLines(lines), sent: null, stamps: {} },
      }));
      await this.tell(doc);
    });
  }

  receive(lines: readonly LensLine[]): Promise<ErrorCode | null> {
    return this.tried(async () => {
      for (const id of ordersOf(lines)) await this.deps.shelf.write(id, (view) => receivedEvents(lines, id, view));
    });
  }

  cardOf(supplier: string): SupplierCard {
    return this.suppliers.find(({ name }) => isSameSupplier(name, supplier)) ?? unknownSupplier(supplier);
  }

  saveSupplier({ name, email, format, customer }: SupplierCard): Promise<ErrorCode | null> {
    return this.tried(async () => {
      const { databases, documents, shelf, who, store } = this.deps;
      const id = supplierId(name);
      const patch = { email, format, customer };
      const known = await databases.range<Supplier>(shelf.database, id, id);
      if (known.length > 0) await documents.editFields<Supplier>(shelf.database, id, who(), patch);
      else {
        await documents.create<Supplier>(shelf.database, (hlc) => ({
          ...{ _id: id, type: 'supplier', schema: 1, hlc, ...who(), store: store(), name: name.trim() },
          ...patch,
          stamps: { email: hlc, format: hlc, customer: hlc },
        }));
      }
    });
  }

  vca({ doc }: ShownSupplierOrder): string {
    return vcaText(this.linesOf(doc, false));
  }
  text({ doc }: ShownSupplierOrder): SupplierText {
    const card = this.cardOf(doc.supplier);
    const shop = { ...this.shopNow, customer: card.customer };
    return writeOrder(card.format, { number: doc.number ?? '', shop, lines: this.linesOf(doc, false) });
  }

  sent({ doc }: ShownSupplierOrder, via: 'file' | 'email', text: string): Promise<ErrorCode | null> {
    return this.tried(async () => {
      const { documents, shelf, who, now, digest } = this.deps;
      const sent = { at: now(), via, digest: await digest(text) };
      await documents.editFields<SupplierOrder>(shelf.database, doc._id, who(), { sent });
    });
  }

  send(shown: ShownSupplierOrder): Promise<ErrorCode | null> {
    return this.tried(async () => {
      const { documents, shelf, who, now } = this.deps;
      const text = this.text(shown);
      // What is on its way is not sent a second time, whoever presses on whatever tablet: only what is known to be over.
      await documents.edit<SupplierOrder>(shelf.database, shown.doc._id, who(), (doc, hand) => {
        const waits = letterState(doc.send, doc.mail) === 'waiting';
        const send = { at: Math.max(now(), (doc.send?.at ?? 0) + 1), ...text };
        return waits || doc.cancelled ? doc : editFields(doc, { send }, hand);
      });
    });
  }

  cancel(shown: ShownSupplierOrder, reason: string): Promise<ErrorCode | null> {
    return this.callOff(shown, () => ({ cancelled: { at: this.deps.now(), reason } }));
  }
  drop(shown: ShownSupplierOrder, { order, pair, eye }: SupplierLine): Promise<ErrorCode | null> {
    return this.callOff(shown, ({ dropped = [] }) => ({ dropped: [...dropped, { order, pair, eye, at: this.deps.now() }] }));
  }

  takeBack(_: ShownSupplierOrder, line: SupplierLine): Promise<ErrorCode | null> {
    return this.tried(async () => {
      await this.deps.shelf.write(line.order, (view) => returnedEvents(line, line.order, view));
    });
  }

  /** The supplier's order first: whoever dies in between tells the orders at the next opening. A letter goes where it may be out already. */
  private callOff(
    { doc }: ShownSupplierOrder,
    patchOf: (doc: SupplierOrder) => Partial<SupplierOrder>,
  ): Promise<ErrorCode | null> {
    return this.tried(async () => {
      const { documents, shelf, who, now } = this.deps;
      const next = await documents.edit<SupplierOrder>(shelf.database, doc._id, who(), (held, hand) => {
        const patch = patchOf(held);
        const after = { ...held, ...patch };
        const card = this.cardOf(held.supplier);
        if (!mayBeOut(held) || card.email === null) return editFields(held, patch, hand);
        const off = this.linesOf(after, true);
        const shop = { ...this.shopNow, customer: card.customer };
        const mail = withdrawalMail(held.number ?? '', shop, off, off.length === held.lines.length);
        const withdraw = { at: Math.max(now(), (held.withdraw?.at ?? 0) + 1), ...mail, file: null };
        return editFields<SupplierOrder>(held, { ...patch, withdraw }, hand);
      });
      await this.tell(next);
    });
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  private async tell(doc: SupplierOrder): Promise<void> {
    for (const id of ordersOf(doc.lines)) {
      const held = this.known.find((one) => one.id === id);
      if (held) await this.deps.shelf.write(id, (view, order) => unsaid(doc, id, order.events, view));
    }
  }

  /** The lenses as they were ordered, with the rest of each pair as its order says now: those that stand, or those that were called off. */
  private linesOf(doc: SupplierOrder, off: boolean): LensLine[] {
    const lines = doc.lines.filter((line) => isDropped(doc, line) === off);
    return lines.map(({ order, number, pair, eye, lens }) => {
      const now = this.known.find(({ id }) => id === order)?.view.pairs.find((one) => one.pair === pair);
      const { purpose = 'other', frame = null, fitting = null, rush = false, tray = null } = now?.details ?? {};
      const again = [...(now?.breakages ?? []), ...(now?.defects ?? [])].some(({ part }) => part === eye);
      return { order, number, pair, eye, lens, supplierOrder: doc._id, purpose, frame, fitting, rush, tray: tray ?? null, again };
    });
  }

  private async tried(work: () => Promise<void>): Promise<ErrorCode | null> {
    if (!this.mayEdit) return 'FORBIDDEN';
    try {
      await work();
      await this.refresh();
      return null;
    } catch (error) {
      return codeOf(error);
    }
  }

  /** Many documents may come at once: one look at a time, and one more where something came meanwhile. */
  private refresh(): Promise<void> {
    this.stale = true;
    this.looking ??= this.look().finally(() => (this.looking = null));
    return this.looking;
  }

  private async look(): Promise<void> {
    try {
      while (this.stale) {
        this.stale = false;
        const { shelf, shop } = this.deps;
        const [all, docs, cards, name] = await Promise.all([shelf.all(), this.read(), this.readCards(), shop()]);
        this.shopNow = name;
        this.known = all.map(knownOf);
        this.groups = bySupplier(lensesToOrder(this.known));
        this.underWay = lensesUnderWay(this.known);
        // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
        const views = new Map(this.known.map(({ id, view }) => [id, view]));
        const shown = (doc: SupplierOrder): ShownSupplierOrder => ({
          doc,
          lines: doc.lines.map((line) => ({ line, state: lineState(doc, line, views.get(line.order) ?? null) })),
        });
        this.orders = docs.slice(0, SHOWN).map(shown);
        this.suppliers = withNames(cards, [
          ...this.groups.map(({ supplier }) => supplier),
          ...docs.map(({ supplier }) => supplier),
        ]);
        this.state = 'ready';
      }
    } catch {
      this.state = 'failed';
    }
  }

  private async readCards(): Promise<readonly Supplier[]> {
    const { databases, shelf } = this.deps;
    if (!databases.known().includes(shelf.database)) return [];
    const { startkey, endkey } = rangeOf('supplier');
    return databases.range<Supplier>(shelf.database, startkey, endkey);
  }

  private async read(): Promise<readonly SupplierOrder[]> {
    const { databases, shelf } = this.deps;
    if (!databases.known().includes(shelf.database)) return [];
    const { startkey, endkey } = rangeOf('supplier-order');
    const docs = await databases.range<SupplierOrder>(shelf.database, startkey, endkey);
    return [...docs].reverse();
  }
}

const knownOf = ({ order, view }: HeldOrder): KnownOrder => ({ id: order._id, number: order.number ?? '', view });

/** The cards, and the suppliers that orders name and nobody has entered yet; by name. */
function withNames(cards: readonly Supplier[], names: readonly (string | null)[]): SupplierCard[] {
  const all: SupplierCard[] = [...cards];
  for (const name of names)
    if (name !== null && !all.some((card) => isSameSupplier(card.name, name))) all.push(unknownSupplier(name));
  return all.sort((a, b) => a.name.localeCompare(b.name));
}
