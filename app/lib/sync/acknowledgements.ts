import type { LocalDatabase } from '../storage/database.types.ts';
import type { LocalStore } from '../storage/local-store.ts';

/** A document of this device with its leaf revisions, as the local change feed tells. */
export interface Candidate {
  readonly id: string;
  readonly revs: readonly string[];
  readonly seq: number;
}

const keyOf = (database: string): string => `ack.${database}`;

/**
 * What the server has acknowledged, per database: the local sequence up to which it holds everything, and beyond it the revisions it
 * is known to hold. "Unsent" is computed from this, never from a flag on a document: a flag can be cleared too early (design §5).
 */
export class Acknowledgements {
  private readonly store: LocalStore;
  /** `database\nid\nrev` that the server holds, learnt in this session. */
  private readonly held = new Set<string>();

  constructor(store: LocalStore) {
    this.store = store;
  }

  sequence(database: string): number {
    return this.store.read<number>(keyOf(database)) ?? 0;
  }

  /** The server was restored or replaced: it holds only what it says itself. */
  rewind(database: string, seq: number): void {
    if (seq < this.sequence(database)) this.store.write(keyOf(database), seq);
  }

  /** A power cut may take back what a database held: then the mark speaks of what is no more, and everything is compared anew. */
  limit(database: string, updateSeq: number): void {
    if (this.sequence(database) > updateSeq) this.store.write(keyOf(database), 0);
  }

  note(database: string, id: string, rev: string): void {
    this.held.add(`${database}\n${id}\n${rev}`);
  }

  isHeld(database: string, id: string, rev: string): boolean {
    return this.held.has(`${database}\n${id}\n${rev}`);
  }

  /** Leaf revisions here that the server is not known to hold. Design documents are the server's own. */
  async candidates(database: string, db: LocalDatabase): Promise<{ list: Candidate[]; seq: number }> {
    const changes = await db.changes({ since: this.sequence(database), style: 'all_docs', return_docs: true });
    const list = changes.results.flatMap((row) => {
      if (row.id.startsWith('_design/')) return [];
      const revs = row.changes.map((change) => change.rev).filter((rev) => !this.isHeld(database, row.id, rev));
      return revs.length > 0 ? [{ id: row.id, revs, seq: Number(row.seq) }] : [];
    });
    const seq = Number(changes.last_seq);
    // Everything up to here is on the server: the next look begins there, and its marks need not be kept.
    const upTo = list.length > 0 ? Math.min(...list.map((c) => c.seq)) - 1 : seq;
    if (upTo > this.sequence(database)) this.store.write(keyOf(database), upTo);
    return { list, seq };
  }
}
