import { parseDatabaseName, salesDatabaseOf } from '$design/databases.ts';
import { rangeOf } from '$design/ids.ts';
import { HOUR } from '$design/time/clock.ts';
import type { Databases } from './databases.ts';
import { IdTaken } from './databases.ts';
import type { FactDocument } from './database.types.ts';

interface Fact extends FactDocument {
  readonly store: string;
  readonly hlc: string;
  readonly shift?: { openedAt: number } | null;
}

/** Times that a new stamp is taken when an id is held already: each is a lost race between tabs. */
const MOST_STAMPS = 5;

/** The shop's month databases as one place of facts. `place` is read at each call: the device may be paired anew. */
export class Facts {
  private readonly databases: Databases;
  private readonly place: () => { store: string; timeZone: string };

  constructor(databases: Databases, place: () => { store: string; timeZone: string }) {
    this.databases = databases;
    this.place = place;
  }

  databaseOf(fact: Fact): string {
    return salesDatabaseOf(fact, this.place().timeZone);
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
      try {
        return { ...fact, _rev: await this.databases.create(this.databaseOf(fact), fact) };
      } catch (error) {
        if (!(error instanceof IdTaken) || attempt >= MOST_STAMPS) throw error;
      }
    }
  }

  /** Stores documents that the gateway composed, each in the month of its shift. */
  async adopt(facts: readonly (Fact | null | undefined)[]): Promise<void> {
    for (const fact of facts) if (fact) await this.databases.adopt(this.databaseOf(fact), [fact]);
  }

  /** Was a sale with this key written since `since` (epoch ms), give or take a corrected clock? */
  async hasSale(key: string, since: number): Promise<boolean> {
    const from = `sale:${String(Math.max(0, since - HOUR)).padStart(13, '0')}`;
    for (const name of this.names().slice(0, 2)) {
      const sales = await this.databases.range<{ key?: string }>(name, from, rangeOf('sale').endkey);
      if (sales.some((sale) => sale.key === key)) return true;
    }
    return false;
  }

  async find<T>(id: string): Promise<T | null> {
    for (const name of this.names()) {
      const found = await this.databases.get<T>(name, id);
      if (found) return found;
    }
    return null;
  }
}
