import { createHash } from 'node:crypto';
import { CONTROL } from '../../design/databases.ts';
import { journalRow, type JournalRow } from '../../design/fiscal/journal-copy.ts';
import { MINUTE, SECOND, type Clock } from '../../design/time/clock.ts';
import type { Engine, Seq, StoredDocument } from '../engine/engine.ts';
import { reasonOf, type Log } from '../log.ts';
import type { Shops } from '../provisioning/shops.ts';
import type { ArrivedRow, JournalStore, StoredRow } from './journal.store.ts';
import { composedOf, placeOf, recoveryOf } from './placing.ts';
import type { Tasks } from './tasks.store.ts';

/** A sale that its till has not delivered this long (ms) after its journal row arrived is written from the row (design §5). */
export const RECOVER_AFTER = { live: 10 * MINUTE, demo: 10 * SECOND } as const;

export interface IntakeDeps {
  readonly engine: Engine;
  readonly journal: JournalStore;
  readonly tasks: Tasks;
  readonly shops: Shops;
  readonly clock: Clock;
  readonly log: Log;
  readonly recoverAfter: number;
  readonly counted: (what: 'row' | 'malformed' | 'recovered') => void;
}

export interface Intake {
  /** Stores the rows durably, works through what is new, answers how far everything is held. */
  receive(from: { pos: string; store: string }, rows: readonly ArrivedRow[]): Promise<number>;
  /** Does what is due now: sales still missing, rows of a shop that did not exist yet. Also runs every second. */
  tick(): Promise<void>;
  /** Sales and rows that wait. */
  waiting(): number;
  stop(): Promise<void>;
}

const CURSOR = 'cursor:journal';
const BATCH = 200;
const md5Hex = (text: string): string => createHash('md5').update(text).digest('hex');

/**
 * Turns the gateways' journal rows into documents of the shops. Rows are stored first and worked through from a cursor, so that a crash
 * at any point repeats work and loses none; every document has its revision given, so that a repeat writes nothing.
 */
export async function createIntake(deps: IntakeDeps): Promise<Intake> {
  const { engine, journal, tasks, shops, clock, log } = deps;
  const control = await engine.open(CONTROL);
  let cursor: StoredDocument | null = await control.get(CURSOR);

  /** Everything below runs one at a time. */
  let queue: Promise<unknown> = Promise.resolve();
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = queue.then(work, work);
    queue = next.catch(() => undefined);
    return next;
  }

  async function catchUp(): Promise<void> {
    for (;;) {
      const since = (cursor?.['seq'] ?? 0) as Seq;
      const { rows, lastSeq } = await journal.after(since, BATCH);
      if (lastSeq === since) return;
      for (const stored of rows) await workOn(stored);
      const next = { _id: CURSOR, type: 'cursor', schema: 1, seq: lastSeq };
      const written = await control.put(cursor ? { ...next, _rev: cursor._rev } : next);
      if (!written.ok) throw new Error(`the journal's cursor was not written: ${written.error}`);
      cursor = { ...next, _rev: written.rev! };
      if (rows.length === 0 && lastSeq === since) return;
    }
  }

  async function workOn(stored: StoredRow): Promise<void> {
    const known = journalRow.safeParse(stored.row);
    if (!known.success) {
      deps.counted('malformed');
      log('warn', 'journal-row-malformed', {
        row: stored._id,
        fields: known.error.issues.map((i) => i.path.join('.')).slice(0, 5),
      });
      return;
    }
    deps.counted('row');
    if (!shops.get(stored.store)) {
      log('warn', 'journal-row-of-unknown-shop', { row: stored._id, store: stored.store });
      await tasks.set({ row: stored._id, due: clock.now() + MINUTE });
      return;
    }
    await writeComposed(stored, known.data);
    const { kind, sale } = known.data;
    if (kind === 'receipt-voided') await forget(stored.pos, known.data);
    if (kind === 'receipt-stored' && sale && !(await held(stored, sale))) {
      await tasks.set({ row: stored._id, due: stored.received + deps.recoverAfter });
    }
  }

  /** Rows whose receipt was voided before registration: the sale that never was needs no rescue. Till and key name it. */
  const voided = new Set<string>();
  async function forget(pos: string, row: JournalRow): Promise<void> {
    voided.add(`${pos}:${row.key}`);
    for (const task of tasks.due(Number.MAX_SAFE_INTEGER)) {
      const stored = await journal.get(task.row);
      if (stored?.pos === pos && stored.row['key'] === row.key) await tasks.done(task.row);
    }
  }

  function placed(stored: StoredRow, fact: Parameters<typeof placeOf>[0]): string | null {
    const database = placeOf(fact, stored.store, shops.timeZoneOf(stored.store), clock.now());
    if (database === null) log('error', 'journal-document-misplaced', { row: stored._id, document: fact._id });
    return database;
  }

  async function writeComposed(stored: StoredRow, row: JournalRow): Promise<void> {
    for (const fact of composedOf(row)) {
      const database = placed(stored, fact);
      if (database === null || fact._rev === undefined) continue;
      const facts = await engine.open(database);
      // Found by a gateway in its drive: one before it, whose journal is lost, may have told of it in other words. The first word stands.
      if (row.details['found'] === true && (await facts.get(fact._id)) !== null) continue;
      const [written] = await facts.bulk([fact], { newEdits: false });
      if (!written!.ok) log('error', 'journal-document-refused', { row: stored._id, document: fact._id, error: written!.error });
    }
  }

  /** Is the sale there already (or can it never be placed)? */
  async function held(stored: StoredRow, sale: NonNullable<JournalRow['sale']>): Promise<boolean> {
    if (voided.has(`${stored.pos}:${String(stored.row['key'])}`)) return true;
    const database = placed(stored, sale);
    return database === null || (await (await engine.open(database)).get(sale._id)) !== null;
  }

  async function perform(rowId: string): Promise<void> {
    const stored = await journal.get(rowId);
    const row = stored && journalRow.safeParse(stored.row);
    if (!stored || !row?.success) return tasks.done(rowId);
    if (!shops.get(stored.store)) return tasks.set({ row: rowId, due: clock.now() + MINUTE });
    await writeComposed(stored, row.data);
    const { kind, sale } = row.data;
    if (kind === 'receipt-stored' && sale?._rev !== undefined && !(await held(stored, sale))) {
      if (clock.now() < stored.received + deps.recoverAfter) {
        return tasks.set({ row: rowId, due: stored.received + deps.recoverAfter });
      }
      const database = placed(stored, sale)!;
      const docs = [recoveryOf(sale, stored.received, md5Hex), sale];
      const written = await (await engine.open(database)).bulk(docs, { newEdits: false });
      if (!written.every((result) => result.ok)) throw new Error(`${sale._id} could not be recovered`);
      deps.counted('recovered');
      log('warn', 'sale-recovered', { sale: sale._id, pos: stored.pos });
    }
    await tasks.done(rowId);
  }

  const tick = (): Promise<void> =>
    inTurn(async () => {
      await catchUp();
      for (const task of tasks.due(clock.now())) await perform(task.row);
    });
  const failed = (error: unknown): void => log('error', 'journal-work-failed', { why: reasonOf(error) });

  await tick().catch(failed);
  const timer = setInterval(() => void tick().catch(failed), SECOND);
  timer.unref();

  return {
    receive: (from, rows) =>
      inTurn(async () => {
        const acknowledged = await journal.keep(from, rows, clock.now());
        // The rows are safe: whatever goes wrong from here on is tried again on the next tick.
        await catchUp().catch(failed);
        return acknowledged;
      }),
    tick,
    waiting: () => tasks.count(),
    async stop() {
      clearInterval(timer);
      await queue;
    },
  };
}
