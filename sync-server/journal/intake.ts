import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { JOURNAL } from '../../design/databases.ts';
import { journalRow, type JournalRow } from '../../design/fiscal/journal-copy.ts';
import { MINUTE, SECOND, type Clock } from '../../design/time/clock.ts';
import type { DocumentInput, Engine } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import type { Follower } from '../follow/follower.ts';
import type { Homes, Place } from '../homes/homes.ts';
import { reasonOf, type Log } from '../log.ts';
import type { Shops } from '../provisioning/shops.ts';
import type { Arrival, ArrivedRow, JournalStore, StoredRow } from './journal.store.ts';
import { composedOf, recoveryOf, type JournalFact } from './placing.ts';
import type { Tasks } from './tasks.store.ts';

/** A sale that its till has not delivered this long (ms) after its journal row arrived is written from the row (design §5). */
export const RECOVER_AFTER = { live: 10 * MINUTE, demo: 10 * SECOND } as const;

export interface IntakeDeps {
  readonly engine: Engine;
  readonly journal: JournalStore;
  readonly tasks: Tasks;
  readonly shops: Shops;
  readonly homes: Homes;
  /** Facts that were stored although something about them is odd. */
  readonly flagged: (database: string, facts: readonly { doc: DocumentInput; reasons: readonly string[] }[]) => Promise<void>;
  readonly clock: Clock;
  readonly log: Log;
  readonly recoverAfter: number;
  readonly counted: (what: 'row' | 'malformed' | 'recovered') => void;
}

export interface Intake {
  /** Stores the rows durably, works through what is new (a page at most), answers how far everything is held. */
  receive(from: Omit<Arrival, 'received'>, rows: readonly ArrivedRow[]): Promise<number>;
  /** Up to which row a till's journal is held. */
  held(pos: string): Promise<number>;
  /** Does what is due now: new rows, sales still missing, rows of a shop that did not exist yet. */
  tick(): Promise<void>;
  /** Ticks every second. One server of several does it (the lease of the jobs), though each takes rows in. */
  work(): Follower;
  /** Resolves when no row is being worked through, or soon: what is less urgent waits for it (requirements L-19). */
  idle(): Promise<void>;
  /** Sales and rows that wait. */
  waiting(): number;
  stop(): Promise<void>;
}

/** Rows worked through in one turn: what arrives meanwhile waits for this long and no longer. */
const PAGE = 200;
/** How often (ms) tasks that another server has set are looked for. */
const LOOK_AGAIN = 30 * SECOND;
/** How long (ms) something less urgent waits for the rows in hand at most. */
const IDLE_WITHIN = 2 * SECOND;
const md5Hex = (text: string): string => createHash('md5').update(text).digest('hex');

/**
 * Turns the gateways' journal rows into documents of the shops. Rows are stored first and worked through from a cursor, so that a crash
 * at any point repeats work and loses none; every document has its revision given, so that a repeat writes nothing.
 */
export function createIntake(deps: IntakeDeps): Intake {
  const { engine, journal, tasks, shops, clock, log } = deps;
  const cursors = createCursors(engine, JOURNAL);

  /** Storing and working each go one at a time; a batch that arrives is stored whatever is being worked through. */
  const oneAtATime = () => {
    let queue: Promise<unknown> = Promise.resolve();
    const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
      const next = queue.then(work, work);
      queue = next.catch(() => undefined);
      return next;
    };
    return { inTurn, idle: () => queue };
  };
  const storing = oneAtATime();
  const working = oneAtATime();
  let stopped = false;

  /** Works through the next page. Answers whether there is more. */
  async function nextPage(): Promise<boolean> {
    const since = await cursors.of(JOURNAL);
    const { rows, lastSeq } = await journal.after(since, PAGE);
    if (lastSeq === since) return false;
    for (const stored of rows) await workOn(stored);
    await cursors.move(JOURNAL, lastSeq);
    return true;
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
      if (!task.row.startsWith(`journal-row:${pos}:`)) continue;
      const stored = await journal.get(task.row);
      if (stored?.pos === pos && stored.row['key'] === row.key) await tasks.done(task.row);
    }
  }

  async function placed(stored: StoredRow, fact: JournalFact): Promise<Place | null> {
    const place = await deps.homes.placeOf(fact, stored.store);
    if (place === null) log('error', 'journal-document-misplaced', { row: stored._id, document: fact._id });
    return place;
  }

  /** A fact away from the month that it names is shown to a person: whose clock was it? */
  async function flagRehomed({ database, rehomed }: Place, fact: JournalFact): Promise<void> {
    if (rehomed) await deps.flagged(database, [{ doc: fact, reasons: ['CLOCK_WRONG'] }]);
  }

  async function writeComposed(stored: StoredRow, row: JournalRow): Promise<void> {
    for (const fact of composedOf(row)) {
      const place = await placed(stored, fact);
      if (place === null || fact._rev === undefined) continue;
      const facts = await engine.open(place.database);
      // Found by a gateway in its drive: one before it, whose journal is lost, may have told of it in other words. The first word stands.
      if (row.details['found'] === true && (await facts.get(fact._id)) !== null) continue;
      const [written] = await facts.bulk([fact], { newEdits: false });
      if (!written!.ok) log('error', 'journal-document-refused', { row: stored._id, document: fact._id, error: written!.error });
      else await flagRehomed(place, fact);
    }
  }

  /** Is the sale there already (or can it never be placed)? */
  async function held(stored: StoredRow, sale: NonNullable<JournalRow['sale']>): Promise<boolean> {
    if (voided.has(`${stored.pos}:${String(stored.row['key'])}`)) return true;
    const place = await placed(stored, sale);
    return place === null || (await (await engine.open(place.database)).get(sale._id)) !== null;
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
      const place = (await placed(stored, sale))!;
      const docs = [recoveryOf(sale, stored.received, md5Hex), sale];
      const written = await (await engine.open(place.database)).bulk(docs, { newEdits: false });
      if (!written.every((result) => result.ok)) throw new Error(`${sale._id} could not be recovered`);
      await flagRehomed(place, sale);
      deps.counted('recovered');
      log('warn', 'sale-recovered', { sale: sale._id, pos: stored.pos });
    }
    await tasks.done(rowId);
  }

  const failed = (error: unknown): void => log('error', 'journal-work-failed', { why: reasonOf(error) });

  async function tick(): Promise<void> {
    while (await working.inTurn(nextPage)) if (stopped) return;
    await working.inTurn(async () => {
      // One that cannot be done holds up no other; all are tried again.
      for (const task of tasks.due(clock.now())) await perform(task.row).catch(failed);
    });
  }
  return {
    async receive(from, rows) {
      const { acknowledged, lost } = await storing.inTurn(() => journal.keep({ ...from, received: clock.now() }, rows));
      if (lost) log('error', 'journal-rows-lost', { pos: from.pos, ...lost });
      // The rows are safe: whatever goes wrong from here on is tried again on the next tick.
      await working.inTurn(nextPage).catch(failed);
      return acknowledged;
    },
    held: (pos) => journal.held(pos),
    tick,
    work() {
      let looked = clock.now();
      let over = false;
      let running = tasks.reload().catch(failed);
      let ticking = false;
      const again = async (): Promise<void> => {
        if (ticking || over) return;
        ticking = true;
        try {
          if (Math.abs(clock.now() - looked) >= LOOK_AGAIN) {
            looked = clock.now();
            await tasks.reload();
          }
          await tick();
        } catch (error) {
          failed(error);
        } finally {
          ticking = false;
        }
      };
      const timer = setInterval(() => void (running = again()), SECOND);
      timer.unref();
      running = running.then(again);
      return {
        settled: tick,
        async stop() {
          over = true;
          clearInterval(timer);
          await running;
        },
      };
    },
    async idle() {
      await Promise.race([working.idle(), sleep(IDLE_WITHIN, undefined, { ref: false })]);
    },
    waiting: () => tasks.count(),
    async stop() {
      stopped = true;
      await storing.idle();
      await working.idle();
    },
  };
}
