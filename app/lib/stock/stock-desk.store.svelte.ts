import { CATALOG, storeDatabase } from '$design/databases.ts';
import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { Sale, StockMovement } from '$design/documents/facts.ts';
import type { StockMinimum } from '$design/documents/stock-minimum.ts';
import type { StockTransfer } from '$design/documents/stock-transfer.ts';
import type { ErrorCode } from '$design/errors.ts';
import { docId, rangeOf, typeOfId } from '$design/ids.ts';
import { powerWords } from '$design/optics/power-words.ts';
import { heldStock, type Held } from '$design/orders/reservations.ts';
import { adjustmentFacts } from '$design/stock/adjustment.ts';
import { StockBook } from '$design/stock/book.ts';
import { NEEDS_APPROVAL, paperOf, type StockDraft } from '$design/stock/desk.ts';
import { deskRows } from '$design/stock/desk-rows.ts';
import { isLikePiece } from '$design/stock/piece-code.ts';
import type { PieceLedger } from '$design/stock/pieces.ts';
import { correctionOf, paperFact } from '$design/stock/paper.ts';
import { REORDER_DAYS } from '$design/stock/reorder.ts';
import { openTransfers, type OpenTransfer } from '$design/stock/transfers.ts';
import { DAY } from '$design/time/clock.ts';
import { stampFrom } from '$design/time/hlc.ts';
import { codeOf } from '../clients/failure-code.ts';
import type { OpticsDeps } from '../optics/optics.deps.ts';
import type { OrderShelf } from '../orders/order-shelf.ts';
import type { DataChange } from '../storage/change-hub.ts';
import type { Documents } from '../storage/documents.ts';
import type { DeskRow, OtherShop, PieceView, StockDeskModel, StockNorm } from './stock-desk.model.ts';
import { PaperNumbers } from './paper-numbers.ts';
import { PurchasesStore } from './purchases.store.svelte.ts';
import { readPieces } from './read-pieces.ts';
import { StockKeeper } from './stock-keeper.ts';

export interface StockDeskDeps extends Pick<
  OpticsDeps,
  'databases' | 'facts' | 'stamps' | 'store' | 'hub' | 'now' | 'place' | 'device' | 'by' | 'can' | 'approval' | 'catalogue'
> {
  readonly documents: Pick<Documents, 'create' | 'edit' | 'editFields'>;
  readonly shelf: Pick<OrderShelf, 'all' | 'onChange'>;
  readonly idle: () => Promise<void>;
  /** What this device's tabs share. */
  readonly locks?: LockManager;
}

const SETTINGS = 'settings:store-';
const EACH = 'stock-each-piece';
const LENS = 'stock-lens-family';
/** Of these each piece can have a code of its own. */
const HAVE_PIECES: readonly string[] = ['frame', 'sunglasses'];
/** What else than facts the desk shows. */
const LOOKED_AT: readonly string[] = ['stock-transfer', 'stock-minimum', 'settings', 'purchase-order', 'supplier-stock'];

/** The stock desk: a book counted up from facts, and papers that are facts. */
export class StockDeskStore implements StockDeskModel {
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  rows = $state.raw<readonly DeskRow[]>([]);
  transfers = $state.raw<readonly OpenTransfer[]>([]);
  papers = $state.raw<readonly StockMovement[]>([]);
  shops = $state.raw<readonly OtherShop[]>([]);
  private names: Readonly<Record<string, string>> = {};
  private kinds: Readonly<Record<string, string>> = {};
  private each = $state(false);
  readonly purchases: PurchasesStore;
  private readonly paperNumbers: PaperNumbers;
  private book: StockBook | null = null;
  private keeper: StockKeeper<StockBook> | null = null;
  private looking: Promise<void> | null = null;
  private stale = false;
  private readonly stops: (() => void)[] = [];
  private readonly deps: StockDeskDeps;

  constructor(deps: StockDeskDeps) {
    this.deps = deps;
    this.paperNumbers = new PaperNumbers(deps.store, deps.locks);
    this.each = deps.store.read<boolean>(EACH) ?? false;
    this.purchases = new PurchasesStore({ ...deps, onChange: () => this.refresh() });
  }

  get store(): string {
    return this.deps.place().store;
  }
  get mayMove(): boolean {
    return this.deps.can('stock.move');
  }
  get suppliers(): readonly string[] {
    const names = this.papers.flatMap(({ document }) => (document?.kind === 'receipt' && document.party ? [document.party] : []));
    return [...names, ...this.purchases.suppliers].filter((name, at, all) => all.indexOf(name) === at).sort();
  }

  get eachPiece(): boolean {
    return this.each;
  }
  set eachPiece(each: boolean) {
    this.each = each;
    this.deps.store.write(EACH, each);
  }

  get lensFamily(): string | null {
    return this.deps.store.read<string>(LENS);
  }
  set lensFamily(sku: string | null) {
    this.deps.store.write(LENS, sku);
  }

  async open(): Promise<void> {
    if (this.keeper) return this.refresh();
    const { databases, facts, idle, hub, shelf } = this.deps;
    const keeper = new StockKeeper<StockBook>({
      ...{ databases, idle, shop: () => this.store, months: () => facts.names(), fresh: () => new StockBook() },
      onCount: (book) => {
        this.book = book;
        void this.refresh();
      },
    });
    this.keeper = keeper;
    this.stops.push(
      () => keeper.stop(),
      hub.on((change) => this.heard(change, keeper)),
      shelf.onChange(() => void this.refresh()),
    );
    await keeper.start();
    if (!this.book) this.state = 'failed';
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
    this.keeper = null;
  }

  nameOf(sku: string): string {
    const [family, power] = [this.names[sku.split('~')[0]!], powerWords(sku)];
    return this.names[sku] ?? (family === undefined ? sku : `${family} ${power ?? ''}`.trim());
  }

  async find(code: string): Promise<CatalogueEntry | null> {
    const found = await this.deps.catalogue.lookUp(code).catch(() => null);
    if (found?.state !== 'found') return null;
    this.learn([found.entry]);
    return found.entry;
  }

  async entriesOf(skus: readonly string[]): Promise<readonly CatalogueEntry[]> {
    const entries = await this.deps.catalogue.bySkus([...skus]).catch(() => []);
    this.learn(entries);
    return entries;
  }

  async post(draft: StockDraft, what: string): Promise<StockMovement | ErrorCode | null> {
    if (!this.mayMove) return 'FORBIDDEN';
    const signed = NEEDS_APPROVAL.has(draft.kind) ? await this.deps.approval.ask({ action: 'stock.move', what }) : undefined;
    if (signed === null) return null;
    const signature = signed && { by: signed.by, name: signed.name ?? null, role: signed.role };
    const hasPieces = (sku: string): boolean => HAVE_PIECES.includes(this.kinds[sku] ?? '');
    return this.write((hlc, number) =>
      paperFact(paperOf(draft, { store: this.store, number, hasPieces }, signature), this.head(hlc))!,
    );
  }

  async adjust(sku: string, lies: number, because: string, what: string): Promise<StockMovement | ErrorCode | null> {
    if (!this.mayMove || !this.book) return 'FORBIDDEN';
    const difference = correctionOf(sku, 'floor', lies, this.book.at('floor', sku));
    if (difference.difference === 0) return null;
    const signed = await this.deps.approval.ask({ action: 'stock.move', what });
    if (signed === null) return null;
    const { by, name = null, role } = signed;
    return this.write((hlc, number) => {
      const head = { ...this.head(hlc), key: hlc, number, of: null, because, signed: { by, name, role } };
      return adjustmentFacts(head, [difference])[0]!;
    });
  }

  async piecesOf(sku: string): Promise<readonly PieceView[]> {
    const ledger = await this.readPieces();
    return ledger.codes(sku).map((code) => ({ code, state: ledger.stateOf(code), events: [...ledger.of(code)].reverse() }));
  }

  async nearPieces(code: string): Promise<readonly string[]> {
    return isLikePiece(code) ? (await this.readPieces()).near(code) : [];
  }
  private readPieces(): Promise<PieceLedger> {
    return readPieces(this.deps.databases, this.deps.facts.names());
  }

  async setNorm(sku: string, { minimum, maximum, pack }: StockNorm): Promise<ErrorCode | null> {
    if (!this.mayMove) return 'FORBIDDEN';
    const { databases, documents } = this.deps;
    const [database, id, who] = [storeDatabase(this.store), docId('stock-minimum', sku), this.who()];
    try {
      const known = await databases.range<StockMinimum>(database, id, id);
      if (known.length > 0) await documents.editFields<StockMinimum>(database, id, who, { minimum, maximum, pack });
      else {
        await documents.create<StockMinimum>(database, (hlc) => ({
          ...{ _id: id, type: 'stock-minimum', schema: 1, hlc, ...who, store: this.store, sku, minimum, maximum, pack },
          stamps: { minimum: hlc, maximum: hlc, pack: hlc },
        }));
      }
      await this.refresh();
      return null;
    } catch (error) {
      return codeOf(error);
    }
  }

  private learn(entries: readonly Pick<CatalogueEntry, 'sku' | 'name' | 'kind'>[]): void {
    this.names = { ...this.names, ...Object.fromEntries(entries.map(({ sku, name }) => [sku, name])) };
    this.kinds = { ...this.kinds, ...Object.fromEntries(entries.map(({ sku, kind }) => [sku, kind])) };
  }

  private who() {
    return { by: this.deps.by(), pos: this.deps.device()?.till ?? null };
  }
  private head(hlc: string) {
    return { hlc, store: this.store, ...this.who(), at: this.deps.now() };
  }

  private async write(compose: (hlc: string, number: string) => StockMovement): Promise<StockMovement | ErrorCode> {
    const { facts, stamps, place } = this.deps;
    const taken = this.papers.flatMap(({ document }) => document!.number ?? []);
    try {
      const fact = await facts.write(async () => {
        const hlc = await stamps.next();
        return compose(hlc, await this.paperNumbers.next(hlc, place().timeZone, taken));
      });
      this.book?.take(fact);
      await this.refresh();
      return fact;
    } catch (error) {
      return codeOf(error);
    }
  }

  private heard(change: DataChange, keeper: StockKeeper<StockBook>): void {
    void keeper.changed(change);
    const ours = change.database === storeDatabase(this.store) || change.database === CATALOG;
    if (change.ids.some((id) => typeOfId(id) === 'supplier-stock')) this.purchases.offersChanged();
    if (ours && change.ids.some((id) => LOOKED_AT.includes(typeOfId(id)))) void this.refresh();
  }

  /** Many facts may come at once: one look at a time, and one more where something came meanwhile. */
  private refresh(): Promise<void> {
    this.stale = true;
    // Without a book there is nothing to look at yet: the count tells when there is.
    if (!this.book) return Promise.resolve();
    this.looking ??= this.look();
    return this.looking;
  }

  private async look(): Promise<void> {
    try {
      while (this.stale && this.book) {
        this.stale = false;
        await this.show(this.book);
        this.state = 'ready';
      }
    } catch {
      this.state = 'failed';
    } finally {
      // At once: whoever asks after the last turn of the loop begins a new look.
      this.looking = null;
    }
  }

  private async show(book: StockBook): Promise<void> {
    const [known, minimums, sales, held] = await Promise.all([
      this.own<StockTransfer>('stock-transfer'),
      this.own<StockMinimum>('stock-minimum'),
      this.sold(),
      this.held(),
    ]);
    const transfers = openTransfers(known, book.papers);
    const ordered = await this.purchases.look(book.papers);
    const rows = deskRows(book, { store: this.store, transfers, minimums, sales, held, ordered });
    const entries = await this.deps.catalogue.bySkus(rows.flatMap(({ sku }) => [sku, sku.split('~')[0]!]));
    this.learn(entries);
    this.transfers = transfers;
    this.papers = book.papers.filter(({ document }) => document !== undefined).sort((a, b) => b.at - a.at);
    this.shops = await this.otherShops();
    // A lens family is a matrix of powers: what is made to order and sold under its name never lay on a shelf.
    const kept = rows.filter(({ sku }) => this.kinds[sku] !== 'lens');
    this.rows = book.kept ? kept.map((row) => ({ ...row, name: this.nameOf(row.sku) })) : [];
  }

  private async own<T>(type: string): Promise<readonly T[]> {
    const { databases } = this.deps;
    const name = storeDatabase(this.store);
    if (!databases.known().includes(name)) return [];
    const { startkey, endkey } = rangeOf(type);
    return databases.range<T>(name, startkey, endkey);
  }

  private async sold(): Promise<readonly Sale[]> {
    const { databases, facts, now } = this.deps;
    const from = docId('sale', stampFrom(now() - REORDER_DAYS * DAY));
    const months = await Promise.all(facts.names().map((name) => databases.range<Sale>(name, from, rangeOf('sale').endkey)));
    return months.flat();
  }

  private async held(): Promise<ReadonlyMap<string, Held>> {
    const orders = await this.deps.shelf.all();
    return heldStock(orders.map(({ order, view }) => [order._id, view] as const));
  }

  private async otherShops(): Promise<readonly OtherShop[]> {
    const { databases } = this.deps;
    if (!databases.known().includes(CATALOG)) return [];
    const docs = await databases.range<{ _id: string; name?: string }>(CATALOG, SETTINGS, `${SETTINGS}\ufff0`);
    const all = docs.map(({ _id, name }) => ({ code: _id.slice(SETTINGS.length), name: name ?? _id.slice(SETTINGS.length) }));
    return all.filter(({ code }) => code !== this.store);
  }
}
