import { isServersOwn } from '$design/documents/server-types.ts';
import type { LocalDatabase } from '../storage/database.types.ts';
import type { LocalStore } from '../storage/local-store.ts';

/** A document of this device with its leaf revisions, as the local change feed tells. */
export interface Candidate {
  readonly id: string;
  readonly revs: readonly string[];
  readonly seq: number;
}

interface Open {
  readonly revs: Set<string>;
  readonly seq: number;
}
/** What is known of one database since this start. */
interface Look {
  /** Local sequence up to which `open` is complete. */
  scanned: number;
  readonly open: Map<string, Open>;
  /** `id\nrev` that the server holds, told before the local change feed named them. */
  held: Set<string>;
}

const markOf = (id: string, rev: string): string => `${id}\n${rev}`;

/**
 * What the server has acknowledged, per database: the local sequence up to which it holds everything, and beyond it the revisions that
 * it is not known to hold. "Unsent" is computed from this, never from a flag on a document: a flag can be cleared too early (design §5).
 * The local change feed is read once and from there on only what is new: a refused document of the first of the month must not cost a
 * look over the whole month with every sale.
 */
export class Acknowledgements {
  private readonly store: LocalStore;
  private readonly prefix: string;
  private readonly looks = new Map<string, Look>();
  private readonly turns = new Map<string, Promise<unknown>>();

  /** @param prefix another set of marks, e.g. of what a revoked device has handed in */
  constructor(store: LocalStore, prefix = 'ack') {
    this.store = store;
    this.prefix = prefix;
  }

  private keyOf(database: string): string {
    return `${this.prefix}.${database}`;
  }

  sequence(database: string): number {
    return this.store.read<number>(this.keyOf(database)) ?? 0;
  }

  /** The server was restored or replaced: it holds only what it says itself. */
  rewind(database: string, seq: number): void {
    if (seq < this.sequence(database)) this.store.write(this.keyOf(database), seq);
    this.looks.delete(database);
  }

  /** The database is no more, or nothing said of it holds any longer. */
  forget(database: string): void {
    this.store.remove(this.keyOf(database));
    this.looks.delete(database);
  }

  /** A power cut may take back what a database held: then the mark speaks of what is no more, and everything is compared anew. */
  limit(database: string, updateSeq: number): void {
    if (this.sequence(database) > updateSeq) this.rewind(database, 0);
  }

  /** The server holds this revision. */
  note(database: string, id: string, rev: string): void {
    const look = this.look(database);
    const entry = look.open.get(id);
    if (!entry) look.held.add(markOf(id, rev));
    else if (entry.revs.delete(rev) && entry.revs.size === 0) look.open.delete(id);
  }

  private look(database: string): Look {
    let look = this.looks.get(database);
    if (!look) {
      look = { scanned: this.sequence(database), open: new Map(), held: new Set() };
      this.looks.set(database, look);
    }
    return look;
  }

  /** Leaf revisions here that the server is not known to hold, in the order of writing; what only the server writes is not among them. */
  async candidates(database: string, db: LocalDatabase): Promise<{ list: Candidate[]; seq: number }> {
    // One look after another: two that overlap would each take what the other has noted.
    const before = this.turns.get(database) ?? Promise.resolve();
    const next = before.then(
      () => this.scan(database, db),
      () => this.scan(database, db),
    );
    this.turns.set(database, next);
    return next;
  }

  private async scan(database: string, db: LocalDatabase): Promise<{ list: Candidate[]; seq: number }> {
    const look = this.look(database);
    const told = look.held;
    look.held = new Set();
    const changes = await db.changes({ since: look.scanned, style: 'all_docs', return_docs: true });
    const isHeld = (id: string, rev: string): boolean => told.has(markOf(id, rev)) || look.held.has(markOf(id, rev));
    for (const row of changes.results) {
      look.open.delete(row.id);
      if (isServersOwn(row.id)) continue;
      const revs = row.changes.map(({ rev }) => rev).filter((rev) => !isHeld(row.id, rev));
      if (revs.length > 0) look.open.set(row.id, { revs: new Set(revs), seq: Number(row.seq) });
    }
    const seq = Number(changes.last_seq);
    look.scanned = Math.max(look.scanned, seq);
    const list = [...look.open].map(([id, { revs, seq: at }]) => ({ id, revs: [...revs], seq: at }));
    // Everything up to here is on the server: the next start begins there.
    const upTo = list.reduce((least, { seq: at }) => Math.min(least, at - 1), look.scanned);
    if (upTo > this.sequence(database) && this.looks.get(database) === look) this.store.write(this.keyOf(database), upTo);
    return { list, seq };
  }
}
