import { parseDatabaseName, salesDatabaseOf } from '$design/databases.ts';
import { docId, rangeOf } from '$design/ids.ts';
import { HOUR } from '$design/time/clock.ts';
import type { Databases } from './databases.ts';
import { IdTaken } from './databases.ts';
import type { LocalStore } from './local-store.ts';
import type { FactDocument } from './database.types.ts';

interface Fact extends FactDocument {
  readonly store: string;
  readonly hlc: string;
  readonly shift?: { fn: string; number: number; openedAt: number } | null;
}

const LAST_SALES = 20;
/** Times that a new stamp is taken when an id is held already: each is a lost race between tabs. */
const MOST_STAMPS = 5;

export interface FactsOptions {
  /** Where facts go that name a month which the server does not take (app/lib/months). */
  readonly homes?: { of(named: string, fact: Pick<Fact, 'shift'>): string };
  /** Remembers over restarts into which months this device has written. */
  readonly store?: LocalStore;
}

const WRITTEN = 'facts-written';
/** Months that are looked through for what is still open: the newest, and those written last, whatever a wrong clock named them. */
const RECENT = 2;

/** The shop's month databases as one place of facts. `place` is read at each call: the device may be paired anew. */
export class Facts {
  private readonly databases: Databases;
  private readonly place: () => { store: string; timeZone: string };
  private readonly options: FactsOptions;
  /** By month: the keys of the newest sales, by id. */
  private readonly saleKeys = new Map<string, ReadonlyMap<string, string>>();

  constructor(databases: Databases, place: () => { store: string; timeZone: string }, options: FactsOptions = {}) {
    this.databases = databases;
    this.place = place;
    this.options = options;
  }

  /** The month database that a fact names, or the home that the server gave its shift because the clock was wrong. */
  databaseOf(fact: Fact): string {
    const named = salesDatabaseOf(fact, this.place().timeZone);
    return this.options.homes?.of(named, fact) ?? named;
  }

  /**
   * Months in which something may still be open: the newest two and those that this device has written last. A clock set back by years
   * writes into a month far behind, and what lies there is no less today's.
   */
  recent(): string[] {
    const names = this.names();
    const written = this.options.store?.read<string[]>(WRITTEN) ?? [];
    return names.filter((name, i) => i < RECENT || written.includes(name));
  }

  /** Noted before the write: a kill between the two costs a look into an empty month. */
  private noteWrite(database: string): void {
    const { store } = this.options;
    const written = store?.read<string[]>(WRITTEN) ?? [];
    if (written[0] !== database)
      store?.write(WRITTEN, [database, ...written.filter((name) => name !== database)].slice(0, RECENT));
  }

  /** Month databases of this shop that this device holds, the newest first. */
  names(): string[] {
    const { store } = this.place();
    const own = this.databases.known().filter((name) => {
      const parts = parseDatabaseName(name);
      return parts?.kind === 'sales' && parts.store === store;
    });
    return own.sort().reverse();
  }

  /** Writes a new fact under a stamp of `compose`'s making; durable when it resolves. Returns it as stored, revision included. */
  async write<T extends Fact>(compose: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const fact = await compose();
      const database = this.databaseOf(fact);
      this.noteWrite(database);
      try {
        return { ...fact, _rev: await this.databases.create(database, fact) };
      } catch (error) {
        if (!(error instanceof IdTaken) || attempt >= MOST_STAMPS) throw error;
      }
    }
  }

  /** Stores documents that the gateway composed, each in the month of its shift. */
  async adopt(facts: readonly (Fact | null | undefined)[]): Promise<void> {
    for (const fact of facts) if (fact) await this.databases.adopt(this.databaseOf(fact), [fact]);
  }

  /** Was a sale with this key written since `since` (epoch ms)? The last ones are looked at whatever a corrected clock makes of `since`. */
  async hasSale(key: string, since: number): Promise<boolean> {
    const keys = await Promise.all(this.recent().map((name) => this.keysOf(name, Math.max(0, since - HOUR))));
    return keys.some((known) => known.includes(key));
  }

  /** Each sale is read once: a fact never changes, and a busy hour of them is too much to read on the way of every sale. */
  private async keysOf(name: string, from: number): Promise<string[]> {
    const { startkey, endkey } = rangeOf('sale');
    const [since, last] = await Promise.all([
      this.databases.ids(name, docId('sale', String(from).padStart(13, '0')), endkey),
      this.databases.ids(name, startkey, endkey, { descending: true, limit: LAST_SALES }),
    ]);
    const ids = [...new Set([...since, ...last])];
    const before = this.saleKeys.get(name);
    const unread = ids.filter((id) => !before?.has(id));
    const read = await this.databases.all<{ _id: string; key?: string }>(name, unread);
    const keyOf = new Map(read.map((sale) => [sale._id, sale.key ?? '']));
    const known = new Map(ids.map((id) => [id, before?.get(id) ?? keyOf.get(id) ?? '']));
    this.saleKeys.set(name, known);
    return [...known.values()];
  }

  /** What belongs to the same shift lies beside it, voids and results included (design §4): one look, on the way of every sale. */
  findBeside<T>(fact: Fact, id: string): Promise<T | null> {
    return this.databases.get<T>(this.databaseOf(fact), id);
  }

  async find<T>(id: string): Promise<T | null> {
    for (const name of this.names()) {
      const found = await this.databases.get<T>(name, id);
      if (found) return found;
    }
    return null;
  }
}
