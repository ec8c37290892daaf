import { parseDatabaseName, salesDatabase, storeDatabase } from '$design/databases.ts';
import type { Opening, OpeningCorrection } from '$design/documents/opening.ts';
import { RECEIPT_TYPES } from '$design/folds/movement.ts';
import { openingBalance } from '$design/folds/opening.ts';
import { StockCount, type StockFact, type StockFold } from '$design/folds/stock-count.ts';
import { rangeOf, typeOfId } from '$design/ids.ts';
import type { DataChange } from '../storage/change-hub.ts';
import type { Databases } from '../storage/databases.ts';

export interface StockKeeperDeps<Count extends StockFold> {
  readonly databases: Pick<Databases, 'range' | 'ids' | 'get'>;
  readonly shop: () => string | null;
  /** Month databases of the shop that this device holds. */
  readonly months: () => readonly string[];
  /** Resolves when the page has nothing better to do: between portions, so that a scan never waits for them. */
  readonly idle: () => Promise<void>;
  /** Month whose opening is begun from, `null` for none; without this the newest. */
  readonly from?: (openings: readonly Opening[]) => string | null;
  /** An empty count, for each time that it is counted anew. */
  readonly fresh: () => Count;
  readonly onCount: (count: Count) => void;
}

const FACTS = [...RECEIPT_TYPES, 'stock-movement'] as const;
const RESULT = 'fiscal-result';
const PORTION = 100;
const isFact = (id: string): boolean => (FACTS as readonly string[]).includes(typeOfId(id));

/**
 * Counts the shop's stock from the sealed opening and the facts that this device holds, off the sale path: in portions, once, and from then
 * on by what changes. A new opening or correction counts anew.
 */
export class StockKeeper<Count extends StockFold> {
  private readonly deps: StockKeeperDeps<Count>;
  private count: Count;
  private work: Promise<void> = Promise.resolve();
  private stopped = false;
  /** Month database that the newest sealed opening begins: what lies in an older one is in the opening already. */
  private from = '';

  constructor(deps: StockKeeperDeps<Count>) {
    this.deps = deps;
    this.count = deps.fresh();
  }

  start(): Promise<void> {
    return this.enqueue(() => this.recount());
  }

  stop(): void {
    this.stopped = true;
  }

  changed({ database, ids, origin }: DataChange): Promise<void> {
    const kind = parseDatabaseName(database)?.kind;
    if (kind === 'store' && ids.some((id) => typeOfId(id).startsWith('opening'))) return this.enqueue(() => this.recount());
    if (kind !== 'sales' || origin === 'dropped' || !ids.some((id) => isFact(id) || typeOfId(id) === RESULT)) return this.work;
    return this.enqueue(() => this.follow(database, ids));
  }

  private async recount(): Promise<void> {
    const { databases, shop, months, idle, onCount } = this.deps;
    const store = shop();
    if (store === null) return;
    const count = this.deps.fresh();
    const [openings, corrections] = await Promise.all(
      (['opening', 'opening-correction'] as const).map((type) => {
        const { startkey, endkey } = rangeOf(type);
        return databases.range(storeDatabase(store), startkey, endkey);
      }),
    );
    const sealed = (openings as Opening[]).map(({ month }) => month).sort();
    const newest = this.deps.from ? this.deps.from(openings as Opening[]) : (sealed.at(-1) ?? null);
    if (newest !== null) {
      count.begin(openingBalance(openings as Opening[], corrections as OpeningCorrection[], newest)!.stock);
    }
    this.from = newest === null ? '' : salesDatabase(store, newest);
    for (const name of months().filter((one) => one >= this.from)) {
      const results = rangeOf(RESULT);
      for (const id of await databases.ids(name, results.startkey, results.endkey)) count.takeResult(id);
      for (const type of FACTS) await this.read(name, type, count);
      await idle();
    }
    this.count = count;
    onCount(count);
  }

  private async read(name: string, type: (typeof FACTS)[number], count: Count): Promise<void> {
    let { startkey } = rangeOf(type);
    const { endkey } = rangeOf(type);
    for (;;) {
      if (this.stopped) return;
      await this.deps.idle();
      const facts = await this.deps.databases.range<StockFact>(name, startkey, endkey, { limit: PORTION });
      for (const fact of facts) count.take(fact);
      if (facts.length < PORTION) return;
      startkey = `${facts.at(-1)!._id}\u0000`;
    }
  }

  private async follow(database: string, ids: readonly string[]): Promise<void> {
    if (database < this.from) return;
    for (const id of ids) {
      if (typeOfId(id) === RESULT) this.count.takeResult(id);
      else if (isFact(id)) {
        const fact = await this.deps.databases.get<StockFact>(database, id);
        if (fact) this.count.take(fact);
      }
    }
    this.deps.onCount(this.count);
  }

  private enqueue(run: () => Promise<void>): Promise<void> {
    this.work = this.work
      .then(() => (this.stopped ? undefined : run()))
      // Stock is a word beside the price: without it the till sells as before.
      .catch((error: unknown) => console.error('stock', error));
    return this.work;
  }
}

/** Counts the sales floor, for the till. */
export const keepFloor = (deps: Omit<StockKeeperDeps<StockCount>, 'fresh'>): StockKeeper<StockCount> =>
  new StockKeeper({ ...deps, fresh: () => new StockCount() });
