import { isWithin } from '$design/catalogue/category-path.ts';
import { CHAIN_COST, salesDatabase, storeDatabase } from '$design/databases.ts';
import type { TakeCost } from '$design/documents/chain.ts';
import type { SheetLine, StockTake, StockZone } from '$design/documents/stock-take.ts';
import { DomainError, type ErrorCode } from '$design/errors.ts';
import { docId, keyOfId, rangeOf, typeOfId } from '$design/ids.ts';
import { readPowerArticle } from '$design/optics/lens-sku.ts';
import { articleOfPiece, isLikePiece } from '$design/stock/piece-code.ts';
import type { PieceLedger } from '$design/stock/pieces.ts';
import { powerWords } from '$design/optics/power-words.ts';
import { nextOrderNumber } from '$design/orders/number.ts';
import type { Action } from '$design/people/roles.ts';
import { BookLedger } from '$design/stock-take/book.ts';
import { takeCostId } from '$design/stock-take/cost.ts';
import { countedIn, countOf, zoneKey } from '$design/stock-take/count.ts';
import { approvedLines, differencesOf } from '$design/stock-take/differences.ts';
import { NO_ZONE } from '$design/stock-take/limits.ts';
import { openingOfTake } from '$design/stock-take/opening-before.ts';
import { isOpen, obstaclesOf, takeState } from '$design/stock-take/state.ts';
import type { CatalogueModel } from '../app.model.ts';
import { codeOf } from '../clients/failure-code.ts';
import type { ApprovalModel } from '../people/approval.model.ts';
import { StockKeeper } from '../stock/stock-keeper.ts';
import type { ChangeHub, DataChange } from '../storage/change-hub.ts';
import type { Databases } from '../storage/databases.ts';
import type { Stamps } from '../storage/device-clock.ts';
import type { Documents, Person } from '../storage/documents.ts';
import { readPieces } from '../stock/read-pieces.ts';
import { SheetWriter } from './sheet-writer.ts';
import type { Named, Scanned, ShownTake, StockTakeModel, TakeDraft } from './stock-take.model.ts';
import { TakeShelf } from './take-shelf.ts';

export interface StockTakeDeps {
  readonly databases: Pick<Databases, 'range' | 'ids' | 'get' | 'all' | 'create' | 'known'>;
  readonly documents: Pick<Documents, 'create' | 'edit' | 'editFields'>;
  readonly hub: Pick<ChangeHub, 'on'>;
  readonly stamps: Pick<Stamps, 'next'>;
  readonly catalogue: Pick<CatalogueModel, 'byBarcode' | 'bySkus'>;
  readonly approval: Pick<ApprovalModel, 'ask'>;
  readonly months: () => readonly string[];
  readonly idle: () => Promise<void>;
  readonly who: () => Person;
  readonly store: () => string;
  /** Number of this device. */
  readonly device: () => number;
  /** Server-corrected, epoch ms. */
  readonly now: () => number;
  readonly can: (action: Action) => boolean;
}

const TYPES: readonly string[] = ['stock-take', 'stock-zone', 'stock-sheet'];
/** Takes on the list: a shop has a few a year. */
const SHOWN = 30;

export class StockTakeStore implements StockTakeModel {
  state = $state<'loading' | 'ready' | 'failed'>('loading');
  takes = $state.raw<readonly StockTake[]>([]);
  names = $state.raw<Readonly<Record<string, Named>>>({});
  private held = $state.raw<{ readonly shelf: TakeShelf } | null>(null);
  private ledger = $state.raw<{ readonly book: BookLedger } | null>(null);
  private pieces = $state.raw<PieceLedger | null>(null);
  private keeper: StockKeeper<BookLedger> | null = null;
  private readonly writer: SheetWriter;
  private readonly stops: (() => void)[] = [];
  private work: Promise<void> = Promise.resolve();
  private readonly deps: StockTakeDeps;

  readonly current: ShownTake | null = $derived.by(() => this.shown());

  constructor(deps: StockTakeDeps) {
    this.deps = deps;
    this.writer = new SheetWriter({ ...deps, database: () => this.database });
    this.stops.push(deps.hub.on((change) => this.changed(change)));
  }

  get mayLead(): boolean {
    return this.deps.can('stock.move');
  }
  get device(): number {
    return this.deps.device();
  }
  private get database(): string {
    return storeDatabase(this.deps.store());
  }

  async open(): Promise<void> {
    try {
      const { startkey, endkey } = rangeOf('stock-take');
      this.takes = await this.deps.databases.range<StockTake>(this.database, startkey, endkey, {
        descending: true,
        limit: SHOWN,
      });
      this.state = 'ready';
    } catch {
      this.state = 'failed';
    }
  }

  expected(sku: string): number | null {
    const blind = this.held?.shelf.take?.blind ?? true;
    return blind || !this.ledger ? null : this.ledger.book.at(sku, this.deps.now());
  }

  inZone(zone: string, sku: string): number {
    return countedIn(zone, sku, this.held?.shelf.sheets ?? [], this.held?.shelf.zones);
  }

  async lookForPieces(): Promise<void> {
    this.pieces = await readPieces(this.deps.databases, this.deps.months()).catch(() => null);
  }

  missing(sku: string): readonly string[] {
    const [ledger, read] = [this.pieces, this.current?.counted.pieces];
    if (!ledger || !read) return [];
    return ledger.codes(sku).filter((code) => ledger.stateOf(code) === 'here' && !read.has(code));
  }

  nameOf(staff: string | null): string {
    return (staff && this.held?.shelf.staff.get(staff)) || '';
  }

  async costOf(take: string): Promise<TakeCost | null> {
    const { databases, can, store } = this.deps;
    if (!can('report.extended') || !databases.known().includes(CHAIN_COST)) return null;
    return databases.get<TakeCost>(CHAIN_COST, takeCostId(store(), take)).catch(() => null);
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop();
    this.keeper?.stop();
  }

  async show(id: string | null): Promise<void> {
    if (id === (this.held?.shelf.id ?? null)) return;
    this.keeper?.stop();
    this.keeper = null;
    this.ledger = null;
    this.held = null;
    if (id === null) return;
    const shelf = new TakeShelf(this.deps.databases, this.database, id);
    await shelf.read();
    const { take } = shelf;
    if (!take) return;
    this.held = { shelf };
    this.read(take);
    await this.learn(this.countedSkus());
  }

  /** Reads the books behind the counting: nothing of a scan waits for them. */
  private read({ place, begun }: StockTake): void {
    const { databases, store, months, idle } = this.deps;
    const keeper = new StockKeeper<BookLedger>({
      ...{ databases, months, idle, shop: store },
      fresh: () => new BookLedger(place, begun),
      // A month may end, and its books be sealed, while the shelves are counted.
      from: (openings) => openingOfTake(openings, begun, (month) => months().includes(salesDatabase(store(), month))),
      onCount: (book) => {
        if (this.keeper !== keeper) return;
        this.ledger = { book };
        void this.learn(book.skus());
      },
    });
    this.keeper = keeper;
    void keeper.start();
  }

  private changed(change: DataChange): void {
    void this.keeper?.changed(change);
    if (change.database !== this.database || !change.ids.some((id) => TYPES.includes(typeOfId(id)))) return;
    // One after another: what came later must not be covered by what was read before it.
    this.work = this.work
      .then(async () => {
        const held = this.held;
        const own = held ? change.ids.filter((id) => held.shelf.isPart(id)) : [];
        if (held && own.length > 0) {
          await held.shelf.changed(own);
          if (this.held?.shelf === held.shelf) this.held = { shelf: held.shelf };
          await this.learn(this.countedSkus());
        }
        if (this.state === 'ready' && change.ids.some((id) => typeOfId(id) === 'stock-take')) await this.open();
      })
      .catch((error: unknown) => console.error('stock-take', error));
  }

  /** Resolves when what was told before the call is shown. */
  settled(): Promise<void> {
    return this.work;
  }

  private shown(): ShownTake | null {
    const { held, ledger } = this;
    const take = held?.shelf.take;
    if (!held || !take) return null;
    const docs = held.shelf.zones;
    const counted = countOf(docs, held.shelf.sheets);
    const zones = docs.map((doc) => {
      const key = zoneKey(doc._id);
      return { doc, key, count: counted.zones.get(key) ?? null };
    });
    const inScope = (sku: string) => this.isInScope(take, sku);
    // Counted to the end: what is sold from then on explains nothing of what was missing.
    const until = take.review?.at ?? Number.MAX_SAFE_INTEGER;
    const lines = ledger ? differencesOf({ counted, book: ledger.book, inScope, until }) : null;
    const undone = docs.filter(({ done }) => done === null).length;
    return { take, state: takeState(take), zones, counted, lines, obstacles: obstaclesOf(counted, lines ?? [], undone) };
  }

  private isInScope({ scope }: StockTake, sku: string): boolean {
    const entry = this.names[sku];
    // A lens family is a matrix of powers: pieces of it are none of any power, and nobody can miss them on a shelf.
    if (entry?.kind === 'lens' && !readPowerArticle(sku)) return false;
    if (scope.kind === 'all') return true;
    if (scope.kind === 'list') return scope.skus.includes(sku);
    if (!entry) return false;
    return scope.kind === 'brand' ? entry.brand === scope.brand : isWithin(entry.category, scope.category);
  }

  /** Also what another device counted and no book knows: without its name, price and brand it would be worth nothing, or be left out. */
  private countedSkus(): string[] {
    return [...(this.current?.counted.articles.keys() ?? [])];
  }

  /** Names and prices of articles that are not known yet. */
  private async learn(skus: readonly string[]): Promise<void> {
    const unknown = skus.filter((sku) => !Object.hasOwn(this.names, sku));
    if (unknown.length === 0) return;
    const familyOf = (sku: string): string => readPowerArticle(sku)?.sku ?? sku;
    const families = unknown.map(familyOf).filter((sku, i, all) => all.indexOf(sku) === i);
    const entries = await this.deps.catalogue.bySkus(families).catch(() => []);
    const found = Object.fromEntries(entries.map((entry) => [entry.sku, entry] as const));
    const named = unknown.flatMap((sku) => {
      const entry = found[familyOf(sku)];
      return entry ? [[sku, namedOf(entry, sku)] as const] : [];
    });
    if (named.length > 0) this.names = { ...this.names, ...Object.fromEntries(named) };
  }

  begin({ name, place, scope, blind, zones }: TakeDraft): Promise<{ readonly id: string } | ErrorCode> {
    return this.tried(async () => {
      const { documents, who, store, now } = this.deps;
      // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
      const taken = new Set(this.takes.map(({ number }) => number));
      const take = await documents.create<StockTake>(this.database, (hlc) => ({
        ...{ _id: docId('stock-take', hlc), type: 'stock-take', schema: 1, hlc, ...who(), store: store() },
        ...{ number: nextOrderNumber(hlc, taken), name, place, scope, blind, begun: now() },
        ...{ review: null, missingAreNone: false, approved: null, cancelled: null, posted: null, stamps: {} },
      }));
      for (const zone of zones) await this.writeZone(take._id, zone);
      return { id: take._id };
    });
  }

  addZone(name: string): Promise<ErrorCode | null> {
    return this.done((take) => this.writeZone(take._id, name));
  }
  endZone(zone: StockZone, done: boolean): Promise<ErrorCode | null> {
    return this.done(() => this.edit<StockZone>(zone._id, { done: done ? this.moment() : null }));
  }
  rule(zone: StockZone, ruling: StockZone['ruling']): Promise<ErrorCode | null> {
    return this.done(() => this.edit<StockZone>(zone._id, { ruling }));
  }

  takeOver(zone: StockZone, device: number, anew: boolean): Promise<ErrorCode | null> {
    const upTo = anew ? '' : (this.current?.counted.zones.get(zoneKey(zone._id))?.latest[device]?.id ?? '');
    const others = (zone.taken ?? []).filter((one) => one.device !== device);
    return this.done(() =>
      this.edit<StockZone>(zone._id, { taken: [...others, { ...this.moment(), device, upTo }], done: null }),
    );
  }
  giveBack(zone: StockZone, device: number): Promise<ErrorCode | null> {
    return this.done(() => this.edit<StockZone>(zone._id, { taken: zone.taken?.filter((one) => one.device !== device) ?? [] }));
  }

  async scan(zone: string, code: string, qty: number): Promise<Scanned> {
    const at = this.deps.now();
    try {
      const take = this.openTake();
      const found = await this.meaning(code);
      const piece = found && articleOfPiece(code) !== null ? code : null;
      if (!found && isLikePiece(code)) return { kind: 'doubtful', code, near: await this.near(code) };
      // Once each, whatever was typed before it and whoever read it first.
      if (found && piece !== null && this.current?.counted.pieces.has(piece)) return { kind: 'again', name: found.name, piece };
      const line = await this.writer.add(keyOfId(take._id), zone, {
        at,
        code: code.slice(0, 128),
        sku: found?.sku ?? null,
        qty: piece === null ? qty : 1,
      });
      return found ? { kind: 'counted', line, name: found.name, sku: found.sku } : { kind: 'unknown', line };
    } catch (error) {
      return { kind: 'failed', code: codeOf(error) };
    }
  }

  /** Pieces of the shop that a code like none of theirs may have meant. */
  private async near(code: string): Promise<readonly string[]> {
    if (!this.pieces) await this.lookForPieces();
    return this.pieces?.near(code) ?? [];
  }

  /** What a code names, by this device's own catalogue: the shelves of a shop are counted without any network. */
  private async meaning(code: string): Promise<{ readonly sku: string; readonly name: string } | null> {
    const power = readPowerArticle(code);
    const entry = await this.deps.catalogue.byBarcode(power?.sku ?? code).catch(() => null);
    if (!entry) return null;
    const sku = power ? code : entry.sku;
    if (!Object.hasOwn(this.names, sku)) this.names = { ...this.names, [sku]: namedOf(entry, sku) };
    return { sku, name: this.names[sku]!.name };
  }

  undo(zone: string, line: SheetLine): Promise<ErrorCode | null> {
    const { code, sku } = line;
    return this.done((take) => this.write(take, zone, { code, sku, qty: 0, undo: line.id }));
  }
  recount(sku: string, qty: number): Promise<ErrorCode | null> {
    return this.done((take) => this.write(take, NO_ZONE, { code: '', sku, qty, recount: true }));
  }
  assign(code: string, sku: string): Promise<ErrorCode | null> {
    return this.done((take) => this.write(take, NO_ZONE, { code, sku, qty: 0, assign: true }));
  }

  finish(): Promise<ErrorCode | null> {
    return this.done((take) => this.edit<StockTake>(take._id, { review: this.moment() }));
  }
  goOn(): Promise<ErrorCode | null> {
    return this.done((take) => this.edit<StockTake>(take._id, { review: null }));
  }
  cancel(reason: string): Promise<ErrorCode | null> {
    return this.done((take) => this.edit<StockTake>(take._id, { cancelled: { ...this.moment(), reason } }));
  }
  decideMissing(areNone: boolean): Promise<ErrorCode | null> {
    return this.done((take) => this.edit<StockTake>(take._id, { missingAreNone: areNone }));
  }

  approve(what: string): Promise<ErrorCode | null> {
    return this.done(async (take) => {
      const signed = await this.deps.approval.ask({ action: 'stock.move', what });
      // What is signed is what is shown at the moment of the signature.
      const { lines, obstacles } = this.current ?? {};
      if (!signed || !lines || obstacles?.some(({ blocks }) => blocks)) return;
      const { by, name, role } = signed;
      const approved = {
        ...{ at: this.deps.now(), by, signed: { by, name, role } },
        lines: approvedLines(lines, take.missingAreNone, (sku) => this.names[sku]?.price ?? null),
      };
      await this.deps.documents.edit<StockTake>(this.database, take._id, this.deps.who(), (doc, hand) =>
        doc.approved ? doc : { ...doc, ...hand, approved, stamps: { ...doc.stamps, approved: hand.hlc } },
      );
    });
  }

  private moment(): { at: number; by: string | null } {
    return { at: this.deps.now(), by: this.deps.who().by };
  }

  private openTake(): StockTake {
    const take = this.held?.shelf.take;
    if (!take || !isOpen(take)) throw new DomainError('NOT_FOUND');
    return take;
  }

  private write(take: StockTake, zone: string, line: Omit<Parameters<SheetWriter['add']>[2], 'at'>): Promise<SheetLine> {
    return this.writer.add(keyOfId(take._id), zone, { ...line, at: this.deps.now() });
  }

  private writeZone(take: string, name: string): Promise<unknown> {
    const { documents, who, store } = this.deps;
    return documents.create<StockZone>(this.database, (hlc) => ({
      ...{ _id: docId('stock-zone', `${keyOfId(take)}~${hlc}`), type: 'stock-zone', schema: 1, hlc, ...who(), store: store() },
      ...{ take: keyOfId(take), name, done: null, ruling: null, stamps: {} },
    }));
  }

  private edit<T extends StockTake | StockZone>(id: string, patch: Partial<T>): Promise<unknown> {
    return this.deps.documents.editFields<T>(this.database, id, this.deps.who(), patch);
  }

  /** Does something to the open take and waits until it is shown. */
  private async done(work: (take: StockTake) => Promise<unknown>): Promise<ErrorCode | null> {
    const outcome = await this.tried(async () => {
      await work(this.openTake());
      await this.work;
      return { id: '' };
    });
    return typeof outcome === 'string' ? outcome : null;
  }

  private async tried(work: () => Promise<{ readonly id: string }>): Promise<{ readonly id: string } | ErrorCode> {
    try {
      return await work();
    } catch (error) {
      return codeOf(error);
    }
  }
}

const namedOf = ({ name, brand, category, price, kind, sku }: Named & { readonly sku: string }, as: string): Named => ({
  ...{ brand, category, price, kind },
  name: as === sku ? name : `${name} ${powerWords(as) ?? ''}`,
});
