import { storeDatabase } from '$design/databases.ts';
import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { Refund, Sale } from '$design/documents/facts.ts';
import type { Order } from '$design/documents/order.ts';
import { DomainError } from '$design/errors.ts';
import { nextOrderState } from '$design/machines/manufacturing-order.machine.ts';
import type { NewEvent } from '$design/merge/edit.ts';
import { actionsOf, type OrderAction } from '$design/orders/actions.ts';
import { detailsOf, linesOf, wishOf, type DraftLens, type PairDraft } from '$design/orders/pair-draft.ts';
import { advanceCart, depositCart, handOverCart, type Payer } from '$design/orders/order-cart.ts';
import { unwritten } from '$design/orders/order-receipts.ts';
import { promiseInputOf } from '$design/orders/promise-input.ts';
import { handOverEvents, refundDue, remakeEvents, type Claim } from '$design/orders/remake.ts';
import { heldStock, stockKey, type Held } from '$design/orders/reservations.ts';
import { powerFor } from '$design/orders/pair-draft.ts';
import type { PairLetter, Side } from '$design/orders/words.ts';
import { findLenses, type LensMatch } from '$design/optics/lens-search.ts';
import type { OpenDeposit } from '$design/folds/open-deposits.ts';
import type { OrderView } from '$design/folds/order.ts';
import { loadByDay } from '$design/workshop/late.ts';
import { promiseDay, whatIf } from '$design/workshop/promise.ts';
import { codeOf } from '../clients/failure-code.ts';
import { t } from '../i18n/i18n.ts';
import { readOpticsRules } from '../optics/read-rules.ts';
import type { OpticsDeps } from '../optics/optics.deps.ts';
import type { Documents } from '../storage/documents.ts';
import { draftOfPair } from './draft-of-pair.ts';
import { isWritten, KeptOrders, skusOf, soldToday, type KeptOrder } from './kept-orders.ts';
import { OrderShelf, type HeldOrder } from './order-shelf.ts';
import type { OrdersModel, OrderWish, OrderWritten, Shelved } from './orders.model.ts';
import { ReceiptBook } from './receipt-book.ts';

export type OrdersDeps = Pick<
  OpticsDeps,
  'databases' | 'facts' | 'hub' | 'now' | 'place' | 'device' | 'by' | 'can' | 'catalogue' | 'stock' | 'store' | 'uuid'
> & { readonly documents: Documents };

const NOTHING_HELD: ReadonlyMap<string, Held> = new Map();
/** Lens families are some hundred; a shop never has this many. */
const ALL_FAMILIES = 2_000;
const SHOWN_FRAMES = 40;
const ALL_SERVICES = 60;

/** Orders for the screens: the shelf, the receipts that pay for them, and what is needed to put a pair together. */
export class OrdersStore implements OrdersModel {
  changes = $state(0);
  readonly shelf: OrderShelf;
  readonly kept: KeptOrders;
  private readonly receipts: ReceiptBook;
  private readonly deps: OrdersDeps;
  private readonly stops: (() => void)[] = [];
  private stock: { readonly at: number; readonly held: ReadonlyMap<string, Held> } | null = null;
  private families: { readonly revision: number; readonly entries: Promise<readonly CatalogueEntry[]> } | null = null;
  private counted: Promise<void> | null = null;

  constructor(deps: OrdersDeps) {
    this.deps = deps;
    const { databases, documents, facts, now } = deps;
    this.receipts = new ReceiptBook({ databases, facts });
    this.kept = new KeptOrders(deps);
    this.shelf = new OrderShelf({
      ...{ databases, documents, now, place: deps.place, who: () => ({ by: deps.by(), pos: this.till }) },
      receiptsOf: (order, view) => this.receipts.of(order, view).flatMap(({ event }) => event ?? []),
    });
    this.stops.push(
      this.shelf.onChange(() => {
        this.stock = null;
        this.changes += 1;
      }),
      deps.hub.on((change) => {
        void this.shelf.changed(change).catch(() => null);
        void this.receipts
          .changed(change)
          .then((numbers) => this.settle(numbers))
          .catch(() => null);
      }),
    );
  }

  private get till(): string | null {
    return this.deps.device()?.till ?? null;
  }
  get mayEdit(): boolean {
    return this.deps.can('order.edit');
  }
  get mayMove(): boolean {
    return this.deps.can('order.move');
  }

  async all(): Promise<readonly HeldOrder[]> {
    const all = await this.shelf.all();
    this.countReceipts();
    return all;
  }
  async get(id: string): Promise<HeldOrder | null> {
    const held = await this.shelf.get(id);
    this.countReceipts();
    return held;
  }
  byNumber(number: string): Promise<HeldOrder | null> {
    return this.shelf.byNumber(number);
  }
  onChange(listener: (ids: readonly string[]) => void): () => void {
    return this.shelf.onChange(listener);
  }

  /** Orders are shown first; what months of receipts say of their money comes when it is read. */
  private countReceipts(): void {
    this.counted ??= this.receipts.read().then(
      async () => {
        this.shelf.recount('all');
        await this.settle('all');
      },
      () => void (this.counted = null),
    );
  }

  /**
   * Writes this till's own receipts into their orders, each once: the order says its payments also where the months are gone, and on
   * tablets that hold none. Glasses whose hand-over is registered are handed over.
   */
  private async settle(numbers: ReadonlySet<string> | 'all'): Promise<void> {
    if (numbers !== 'all' && numbers.size === 0) return;
    this.shelf.recount(numbers);
    if (this.till === null) return;
    for (const { order, view } of await this.shelf.all()) {
      if (numbers !== 'all' && !numbers.has(order.number ?? '')) continue;
      const own = this.receipts.of(order, view).filter(({ doc }) => doc.pos === this.till);
      const money = own.flatMap(({ event }) => event ?? []);
      const handed = own.find(({ handsOver }) => handsOver)?.doc ?? null;
      const steps = (now: OrderView) => (handed === null ? [] : handOverEvents(now, handed));
      if (unwritten(order.events, money).length > 0 || steps(view).length > 0) {
        // As the receipt says it, however late it is written: by whom, when and at which till.
        const paid = (doc: Order) => unwritten(doc.events, money).map(({ id: _id, ...event }) => event);
        await this.shelf.write(order._id, (now, doc) => [...paid(doc), ...steps(now)]).catch(() => null);
      }
      if (handed) await this.handOverAgain(view, handed).catch(() => null);
    }
  }

  /** What was made instead went over the counter with the receipt of the order that it replaces. */
  private async handOverAgain({ links }: OrderView, receipt: Sale | Refund, seen: readonly string[] = []): Promise<void> {
    for (const { link, order } of links) {
      const again = link === 'remade-as' && !seen.includes(order) ? await this.shelf.get(order) : null;
      if (!again) continue;
      if (handOverEvents(again.view, receipt).length > 0) {
        await this.shelf.write(order, (now) => handOverEvents(now, receipt));
      }
      await this.handOverAgain(again.view, receipt, [...seen, order]);
    }
  }

  async paidBy(held: HeldOrder): Promise<HeldOrder> {
    let now = held;
    for (let seen = [held.order._id]; ; seen = [...seen, now.order._id]) {
      const { order } = now.view.links.find(({ link }) => link === 'remake-of') ?? {};
      const original = order === undefined || seen.includes(order) ? null : await this.get(order);
      if (!original || ['delivered', 'cancelled'].includes(original.view.state)) return now;
      now = original;
    }
  }

  async write(id: string, events: readonly NewEvent[]): Promise<OrderWritten> {
    return this.written(() => this.shelf.write(id, events));
  }

  actions({ view }: HeldOrder): readonly OrderAction[] {
    const { can } = this.deps;
    const sells = can('sale') && this.till !== null;
    return actionsOf(view, { sells, edits: can('order.edit'), moves: can('order.move'), refunds: can('refund') });
  }

  async place({ client, pair, draft, promised, because, confirm }: OrderWish, id?: string): Promise<OrderWritten> {
    if (!this.mayEdit) return { code: 'FORBIDDEN' };
    const set = detailsOf(draft);
    const lines = linesOf(draft, pair, { prism: t('orders.prismLine') });
    const about = (view: HeldOrder['view'] | null): NewEvent[] => [
      { kind: 'pair', pair, over: view?.pairs.find((one) => one.pair === pair)?.written ?? null, set },
      { kind: 'lines', lines: [...(view?.lines ?? []).filter((line) => line.pair !== pair), ...lines] },
      ...(promised !== null && promised !== view?.promised ? [{ kind: 'promise' as const, day: promised, because }] : []),
      ...(confirm && (view === null || view.state === 'draft') ? [{ kind: 'confirm' as const }] : []),
    ];
    if (id === undefined) return this.written(() => this.shelf.create(client, about(null)));
    return this.written(() =>
      this.shelf.write(id, (view) => {
        // Production began meanwhile on another tablet.
        if (nextOrderState(view.state, 'pair') === null) throw new DomainError('DOCUMENT_CONFLICT');
        return about(view);
      }),
    );
  }

  async unfinished(client: string | null): Promise<readonly KeptOrder[]> {
    const found: KeptOrder[] = [];
    for (const one of this.kept.all()) {
      if (client !== null && one.client?.id !== client) continue;
      if (isWritten(one, await this.shelf.all()) || !(await this.isStillHere(one.client?.id ?? null))) this.kept.drop(one.id);
      else found.push({ ...one, draft: soldToday(one.draft, await this.deps.catalogue.bySkus(skusOf(one.draft))) });
    }
    return found;
  }
  /** Nothing of a client who was erased lives on in a form (152-FZ). */
  private async isStillHere(client: string | null): Promise<boolean> {
    if (client === null || !this.deps.databases.known().includes(this.shelf.database)) return true;
    return (await this.deps.documents.read(this.shelf.database, client)) !== null;
  }

  async lenses(draft: PairDraft, options: readonly string[]): Promise<readonly LensMatch[]> {
    const { catalogue } = this.deps;
    if (this.families?.revision !== catalogue.revision) {
      this.families = { revision: catalogue.revision, entries: catalogue.search('', ALL_FAMILIES, { kind: 'lens' }) };
    }
    const held = await this.reserved();
    return findLenses(await this.families.entries, wishOf(draft, options), (article) => {
      const shelved = this.shelvedAs(article, held);
      return shelved === null ? 0 : Math.max(0, shelved.pieces - shelved.held);
    });
  }
  async frames(text: string): Promise<readonly CatalogueEntry[]> {
    const [found] = await Promise.all([this.deps.catalogue.search(text, SHOWN_FRAMES, { kind: 'frame' }), this.reserved()]);
    // What lies here and is promised to nobody comes first; otherwise as it was found.
    const isHere = ({ sku }: CatalogueEntry) => {
      const shelved = this.shelved(sku);
      return shelved !== null && shelved.pieces > shelved.held;
    };
    return [...found.filter(isHere), ...found.filter((entry) => !isHere(entry))];
  }
  async services(): Promise<readonly CatalogueEntry[]> {
    return this.deps.catalogue.search('', ALL_SERVICES, { kind: 'service' });
  }
  async draftOf(held: HeldOrder, pair: PairLetter): Promise<PairDraft | null> {
    const details = held.view.pairs.find((one) => one.pair === pair)?.details;
    return details ? draftOfPair(details, (skus) => this.deps.catalogue.bySkus(skus)) : null;
  }

  shelved(sku: string): Shelved | null {
    return this.shelvedAs(sku, this.stock?.held ?? NOTHING_HELD);
  }
  shelvedLens(lens: DraftLens, draft: PairDraft, side: Side): Shelved | null {
    const power = powerFor(draft, side);
    return power && this.shelved(stockKey(lens.entry.sku, power, side));
  }
  private shelvedAs(sku: string, held: ReadonlyMap<string, Held>): Shelved | null {
    // An article of its own is counted like any other, whatever family it is of.
    const level = this.deps.stock.of({ sku, subject: 'goods', kind: 'frame' });
    if (level === null) return null;
    const { reserved = 0, consumed = 0 } = held.get(sku) ?? {};
    return { pieces: level.qty, held: reserved + consumed };
  }

  async reserved(): Promise<ReadonlyMap<string, Held>> {
    const all = await this.shelf.all();
    this.stock ??= { at: this.deps.now(), held: heldStock(all.map(({ order, view }) => [order._id, view])) };
    return this.stock.held;
  }

  async promise(drafts: readonly PairDraft[]): ReturnType<OrdersModel['promise']> {
    const { now, place } = this.deps;
    const days = loadByDay((await this.shelf.all()).map(({ view }) => view));
    const load = Object.fromEntries([...days].map(([day, { pairs }]) => [day, pairs]));
    const input = promiseInputOf(drafts.map(detailsOf), now(), load);
    const { promise, calendars } = await readOpticsRules(this.deps.databases, place());
    const promised = promiseDay(input, promise, calendars);
    const fromStock = input.lenses.map((lens) => ({ ...lens, source: 'stock' as const, supplier: null }));
    const changes = {
      ...(input.lenses.some(({ source }) => source === 'supplier') && { stock: { lenses: fromStock, express: false } }),
      ...(input.tint && { noTint: { tint: false } }),
      ...(!input.express && { express: { express: true } }),
    };
    const instead = whatIf(input, changes, promise, calendars).filter(({ gained }) => gained > 0);
    return { promised, instead };
  }

  async again(held: HeldOrder, claim: Omit<Claim, 'original' | 'again'>): Promise<OrderWritten> {
    if (!this.mayEdit) return { code: 'FORBIDDEN' };
    return this.written(async () => {
      const original = held.order._id;
      // The new order says the link in its first write; should this device die before the old one says it back, `looseLinks` tells.
      const made = await this.shelf.create(held.order.client, remakeEvents({ ...claim, original, again: '' }, held.view).again);
      await this.shelf.write(original, remakeEvents({ ...claim, original, again: made.order._id }, held.view).original);
      return made;
    });
  }

  cartForDeposit(held: HeldOrder, clientName: string) {
    return depositCart(held.view, payerOf(held, clientName));
  }
  cartForAdvance(held: HeldOrder, clientName: string) {
    return advanceCart(payerOf(held, clientName));
  }
  cartForHandOver(held: HeldOrder, clientName: string, deposits: readonly OpenDeposit[]) {
    return handOverCart(held.view, payerOf(held, clientName), deposits);
  }
  refunds({ view }: HeldOrder) {
    return refundDue(view);
  }
  async staffName(id: string | null): Promise<string | null> {
    if (id === null) return null;
    const { databases, place } = this.deps;
    const staff = await databases.get<{ name?: string }>(storeDatabase(place().store), id).catch(() => null);
    return staff?.name ?? null;
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
  }

  private async written(work: () => Promise<HeldOrder>): Promise<OrderWritten> {
    try {
      return { order: await work() };
    } catch (error) {
      return { code: codeOf(error) };
    }
  }
}

const payerOf = ({ order }: HeldOrder, name: string): Payer => ({
  number: order.number ?? order._id,
  client: order.client === null ? null : { id: order.client, name },
});
