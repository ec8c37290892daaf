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
import { lineState, receivedEvents, supplierLines, unsaid } from '$design/orders/supplier-orders.ts';
import { supplierMail, type SupplierMail } from '$design/orders/supplier-mail.ts';
import { jobsOf, vcaOf } from '$design/orders/vca-job.ts';
import { writeVca } from '$design/orders/vca.ts';
import { codeOf } from '../clients/failure-code.ts';
import type { HeldOrder, OrderShelf } from '../orders/order-shelf.ts';
import type { ChangeHub } from '../storage/change-hub.ts';
import type { Databases } from '../storage/databases.ts';
import type { Documents, Person } from '../storage/documents.ts';
import type { LensOrdersModel, ShownSupplierOrder } from './lens-orders.model.ts';

export interface LensOrdersDeps {
  readonly databases: Pick<Databases, 'range' | 'known'>;
  readonly documents: Pick<Documents, 'create' | 'editFields'>;
  readonly hub: Pick<ChangeHub, 'on'>;
  readonly shelf: Pick<OrderShelf, 'all' | 'write' | 'onChange' | 'database'>;
  readonly who: () => Person;
  readonly store: () => string;
  readonly now: () => number;
  readonly can: () => boolean;
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
        if (database === deps.shelf.database && ids.some((id) => typeOfId(id) === 'supplier-order')) again();
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

  vca({ doc }: ShownSupplierOrder): string {
    return writeVca(jobsOf(this.linesOf(doc)).map(vcaOf));
  }
  mail({ doc }: ShownSupplierOrder, shop: { readonly name: string; readonly address: string }): SupplierMail {
    return supplierMail(doc.number ?? '', shop, this.linesOf(doc));
  }

  sent({ doc }: ShownSupplierOrder, via: 'file' | 'email', text: string): Promise<ErrorCode | null> {
    return this.tried(async () => {
      const { documents, shelf, who, now, digest } = this.deps;
      const sent = { at: now(), via, digest: await digest(text) };
      await documents.editFields<SupplierOrder>(shelf.database, doc._id, who(), { sent });
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

  /** The lenses as they were ordered, with the rest of each pair as its order says now. */
  private linesOf(doc: SupplierOrder): LensLine[] {
    return doc.lines.map(({ order, number, pair, eye, lens }) => {
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
        const [all, docs] = await Promise.all([this.deps.shelf.all(), this.read()]);
        this.known = all.map(knownOf);
        this.groups = bySupplier(lensesToOrder(this.known));
        this.underWay = lensesUnderWay(this.known);
        // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
        const views = new Map(this.known.map(({ id, view }) => [id, view]));
        const shown = (doc: SupplierOrder): ShownSupplierOrder => ({
          doc,
          lines: doc.lines.map((line) => ({ line, state: lineState(doc._id, line, views.get(line.order) ?? null) })),
        });
        this.orders = docs.slice(0, SHOWN).map(shown);
        this.state = 'ready';
      }
    } catch {
      this.state = 'failed';
    }
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
