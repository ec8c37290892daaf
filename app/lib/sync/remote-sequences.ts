import { openMonths, parseDatabaseName } from '$design/databases.ts';
import type { RemoteDatabase, RemoteSeq } from './server.client.ts';

const ORDER: Readonly<Record<string, number>> = { store: 0, catalog: 1, chain: 2, sales: 3 };

/**
 * Which databases have news for this device: the server's sequence against the one last pulled to the end. Kept in memory only: each
 * start looks at every database once, so that no mark can outlive what it speaks of.
 */
export class RemoteSequences {
  private databases: readonly RemoteDatabase[] = [];
  private readonly current = new Map<string, RemoteSeq>();
  private instance: string | null = null;
  private readonly ended = new Map<string, RemoteSeq>();
  /** When the feed told of a database last, in words heard so far. */
  private readonly heard = new Map<string, number>();
  private words = 0;

  /** How many words the feed has said: read before a session is asked for, handed to `allow` with it. */
  get told(): number {
    return this.words;
  }

  /** What the session allows, with sequences of the moment in which it was asked for; what the feed told since then (`told`) is newer. */
  allow(databases: readonly RemoteDatabase[], told = this.words): void {
    this.databases = databases;
    for (const { name, seq } of databases) if ((this.heard.get(name) ?? 0) <= told) this.current.set(name, seq);
  }

  /** News of the feed. `true` where it means something to do: a pull, or a database that the session has not named (a new month). */
  hear(name: string, seq: RemoteSeq): boolean {
    this.words += 1;
    this.heard.set(name, this.words);
    this.current.set(name, seq);
    return this.isBehind(name) || !this.databases.some((db) => db.name === name);
  }

  isBehind(name: string): boolean {
    return this.databases.some((db) => db.name === name && db.pull) && this.ended.get(name) !== this.current.get(name);
  }

  /**
   * The server was started anew since: it may have been restored from a backup, where sequences begin again at an older value, so every
   * database is looked at once more.
   */
  isAnother(instance: string): boolean {
    const isAnother = this.instance !== null && this.instance !== instance;
    this.instance = instance;
    if (isAnother) this.ended.clear();
    return isAnother;
  }

  /** Documents that the session told of. */
  countOf(name: string): number | undefined {
    return this.databases.find((db) => db.name === name)?.count;
  }

  /** Ids that a new device needs before the rest. */
  firstOf(name: string): readonly string[] {
    return this.databases.find((db) => db.name === name)?.first ?? [];
  }

  /** Names that the session allows. */
  names(): string[] {
    return this.databases.map((db) => db.name);
  }

  mayPush(): string[] {
    return this.databases.filter((db) => db.push).map((db) => db.name);
  }

  /**
   * What is to be pulled, most needed first: people, catalogue, figures, then receipts, the newest month first. Of months a device
   * keeps this and the last; `seq` is the one to note when the pull has ended.
   */
  behind(now: number, timeZone: string): { name: string; seq: RemoteSeq }[] {
    const wanted = this.kept(now, timeZone).filter(({ name }) => this.isBehind(name));
    const rank = (name: string): number => ORDER[parseDatabaseName(name)?.kind ?? ''] ?? 9;
    return wanted
      .map((db) => ({ name: db.name, seq: this.current.get(db.name) ?? db.seq }))
      .sort((a, b) => rank(a.name) - rank(b.name) || (a.name < b.name ? 1 : -1));
  }

  /** What a device keeps of what it may pull: of months this and the last. */
  kept(now: number, timeZone: string): readonly RemoteDatabase[] {
    const months = openMonths(now, timeZone).slice(0, 2);
    return this.databases.filter((db) => {
      const parts = parseDatabaseName(db.name);
      return db.pull && parts !== null && (parts.month === null || months.includes(parts.month));
    });
  }

  pulled(name: string, seq: RemoteSeq): void {
    this.ended.set(name, seq);
  }
}
