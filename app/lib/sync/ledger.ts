import { isErrorCode, type ErrorCode } from '$design/errors.ts';
import { HOUR, SECOND } from '$design/time/clock.ts';
import type { LocalDatabase } from '../storage/database.types.ts';

/** A revision that the server refused. It stays here, is shown, and is offered again: refusal must never lose money (design §5). */
export interface Refusal {
  readonly database: string;
  readonly id: string;
  readonly rev: string;
  readonly code: ErrorCode;
  /** When it was refused first, and when last; epoch ms. */
  readonly at: number;
  readonly last: number;
  readonly tries: number;
}
export type RefusalKey = Pick<Refusal, 'database' | 'id' | 'rev'>;

/** A row of `_bulk_docs` that was not taken. */
export interface RefusedRow {
  readonly id: string;
  readonly rev?: string;
  readonly error: string;
  readonly reason?: string;
  readonly code?: string;
}

/** The server names its code in the row or at the head of the reason; CouchDB's validator only in the reason. */
export function codeOfRow(row: RefusedRow): ErrorCode {
  if (isErrorCode(row.code)) return row.code;
  const word = /[A-Z][A-Z_]{3,}/.exec(row.reason ?? '')?.[0];
  return isErrorCode(word) ? word : 'DOCUMENT_MALFORMED';
}

/** A word on the document, not a stumble of the server (a time-out, a crash in its middle), which is no refusal. */
export const isRefusal = (row: RefusedRow): boolean =>
  row.error === 'forbidden' || row.error === 'conflict' || isErrorCode(row.code);

/** ms before a refused revision is offered again by itself: from 30 s doubling to an hour, so that a thousand of them slow no round. */
export const offerAgainAfter = (tries: number): number => Math.min(HOUR, 30 * SECOND * 2 ** Math.min(10, Math.max(0, tries - 1)));

export const isDue = (refusal: Refusal, now: number): boolean =>
  // A clock set back must not put the next offer off for years.
  now >= refusal.last + offerAgainAfter(refusal.tries) || now < refusal.last;

const keyOf = ({ database, id, rev }: RefusalKey): string => `${database} ${id} ${rev}`;

/** Counts by database and code, with the oldest moment: what the server is told, without ids or bodies. */
export function countRefusals(list: readonly Refusal[]): { database: string; code: ErrorCode; count: number; oldest: number }[] {
  const counts = new Map<string, { database: string; code: ErrorCode; count: number; oldest: number }>();
  for (const { database, code, at } of list) {
    const key = `${database} ${code}`;
    const before = counts.get(key);
    counts.set(key, { database, code, count: (before?.count ?? 0) + 1, oldest: Math.min(before?.oldest ?? at, at) });
  }
  return [...counts.values()].sort((a, b) => (a.database + a.code < b.database + b.code ? -1 : 1));
}

/** Name of the local database that keeps the ledger: thousands of refusals would overflow `localStorage`. */
export const LEDGER = 'refusals';

interface Kept {
  refusal: Refusal;
  /** Revision of the ledger's own document. */
  own: string | null;
}

/**
 * The ledger kept on the device, a document a refusal. Should it be lost, nothing is: what is not acknowledged is offered again and
 * refused again.
 */
export class Ledger {
  private readonly open: () => LocalDatabase;
  private readonly kept = new Map<string, Kept>();
  private wanted = new Set<string>();
  private writing: Promise<void> = Promise.resolve();

  constructor(open: () => LocalDatabase) {
    this.open = open;
  }

  /** Before anything is asked of it. */
  async load(): Promise<void> {
    for (const entry of await readLedger(this.open())) this.kept.set(keyOf(entry.refusal), entry);
  }

  /** The oldest first. */
  list(): Refusal[] {
    return [...this.kept.values()].map(({ refusal }) => refusal).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  }

  get size(): number {
    return this.kept.size;
  }

  of(database: string): Refusal[] {
    return this.list().filter((refusal) => refusal.database === database);
  }

  /** A person wants these offered with the next push, whatever was waited for. */
  want(keys: readonly RefusalKey[]): void {
    for (const key of keys) this.wanted.add(keyOf(key));
  }

  /** Offered with the next push? What was never refused always is. */
  mayOffer(key: RefusalKey, now: number): boolean {
    const known = this.kept.get(keyOf(key));
    return !known || this.wanted.has(keyOf(key)) || isDue(known.refusal, now);
  }

  has(key: RefusalKey): boolean {
    return this.kept.has(keyOf(key));
  }

  /** A repeat counts its tries and keeps the first moment. Resolves when the list is kept. */
  async refuse(refusals: readonly Omit<Refusal, 'tries' | 'last'>[]): Promise<void> {
    const changed = refusals.map((next) => {
      const key = keyOf(next);
      const before = this.kept.get(key);
      const at = before?.refusal.at ?? next.at;
      const refusal = { ...next, at, last: next.at, tries: (before?.refusal.tries ?? 0) + 1 };
      // The same entry: a write on its way still brings its revision.
      if (before) before.refusal = refusal;
      else this.kept.set(key, { refusal, own: null });
      this.wanted.delete(key);
      return key;
    });
    await this.write(changed);
  }

  /** What the server holds by now, or what is no leaf here any more. */
  async drop(keys: readonly RefusalKey[]): Promise<void> {
    const gone = keys.map(keyOf).filter((key) => this.kept.has(key));
    if (gone.length > 0) await this.write(gone, true);
  }

  /** One write after another, each with the revisions of the one before. */
  private write(keys: readonly string[], gone = false): Promise<void> {
    const docs: { key: string; kept: Kept }[] = [];
    for (const key of keys) {
      const kept = this.kept.get(key);
      if (kept) docs.push({ key, kept });
      if (gone) {
        this.kept.delete(key);
        this.wanted.delete(key);
      }
    }
    this.writing = this.writing
      .then(async () => {
        const rows = docs.map(({ key, kept }) => ({
          ...(gone ? { _deleted: true } : kept.refusal),
          _id: key,
          ...(kept.own ? { _rev: kept.own } : {}),
          ...(gone ? {} : { document: kept.refusal.id, revision: kept.refusal.rev }),
        }));
        const answers = await this.open().bulkDocs(rows as never);
        for (const [i, answer] of answers.entries()) if ('ok' in answer && answer.ok) docs[i]!.kept.own = answer.rev ?? null;
      })
      // A ledger that cannot be written (no room) is still shown; what it tells of stays unsent and is offered again after a start.
      .catch((error: unknown) => console.error('ledger', error));
    return this.writing;
  }
}

/** The kept refusals, also for a tab that does not lead. */
export async function readLedger(db: LocalDatabase): Promise<{ refusal: Refusal; own: string }[]> {
  const { rows } = await db.allDocs({ include_docs: true });
  return rows.flatMap(({ doc }) => {
    const entry = doc as (Record<string, unknown> & { _rev: string }) | undefined;
    if (!entry || !isErrorCode(entry['code'])) return [];
    const { database, document, revision, code, at, last, tries } = entry;
    const refusal = { database: String(database), id: String(document), rev: String(revision), code };
    return [{ refusal: { ...refusal, at: Number(at), last: Number(last), tries: Number(tries) }, own: entry._rev }];
  });
}
