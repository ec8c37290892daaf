import { openMonths, parseDatabaseName } from '$design/databases.ts';
import type { LocalStore } from '../storage/local-store.ts';
import type { RemoteDatabase, RemoteSeq } from './server.client.ts';

const keyOf = (database: string): string => `pulled.${database}`;
const ORDER: Readonly<Record<string, number>> = { store: 0, catalog: 1, chain: 2, sales: 3 };

/** Which databases have news for this device: the server's sequence against the one last pulled to the end. */
export class RemoteSequences {
  private readonly store: LocalStore;
  private databases: readonly RemoteDatabase[] = [];
  private readonly current = new Map<string, RemoteSeq>();

  constructor(store: LocalStore) {
    this.store = store;
  }

  /** What the session allows, with sequences as of now. */
  allow(databases: readonly RemoteDatabase[]): void {
    this.databases = databases;
    for (const { name, seq } of databases) this.current.set(name, seq);
  }

  /** News of the feed. `true` where it means something to pull. */
  hear(name: string, seq: RemoteSeq): boolean {
    this.current.set(name, seq);
    return this.isBehind(name);
  }

  isBehind(name: string): boolean {
    return (
      this.databases.some((db) => db.name === name && db.pull) &&
      this.store.read<RemoteSeq>(keyOf(name)) !== this.current.get(name)
    );
  }

  mayPush(): string[] {
    return this.databases.filter((db) => db.push).map((db) => db.name);
  }

  /**
   * What is to be pulled, most needed first: people, catalogue, figures, then receipts, the newest month first. Of months a device
   * keeps this and the last; `seq` is the one to note when the pull has ended.
   */
  behind(now: number, timeZone: string): { name: string; seq: RemoteSeq }[] {
    const months = openMonths(now, timeZone).slice(0, 2);
    const wanted = this.databases.filter((db) => {
      const parts = parseDatabaseName(db.name);
      return db.pull && parts !== null && (parts.month === null || months.includes(parts.month)) && this.isBehind(db.name);
    });
    const rank = (name: string): number => ORDER[parseDatabaseName(name)?.kind ?? ''] ?? 9;
    return wanted
      .map((db) => ({ name: db.name, seq: this.current.get(db.name) ?? db.seq }))
      .sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? 1 : -1));
  }

  pulled(name: string, seq: RemoteSeq): void {
    this.store.write(keyOf(name), seq);
  }

  /** Forgets what was pulled: after the browser lost a database. */
  forget(name: string): void {
    this.store.remove(keyOf(name));
  }
}
