import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { CHAIN, parseDatabaseName, STORE_CODE } from '../../design/databases.ts';
import type { RegisterState } from '../../design/documents/chain.ts';
import type { CashMovement, FiscalResult, Receipt, SaleVoid, ShiftEvent } from '../../design/documents/facts.ts';
import { DomainError } from '../../design/errors.ts';
import { RECEIPT_TYPES } from '../../design/folds/movement.ts';
import { rangeOf } from '../../design/ids.ts';
import { MINUTE, type Clock } from '../../design/time/clock.ts';
import type { AppFacts } from '../../design/invariant.ts';
import type { Gateways } from '../devices/gateways.store.ts';
import type { Database, Engine, StoredDocument } from '../engine/engine.ts';
import { requireReadToken } from '../metrics/read-token.ts';
import { checkOpenings } from '../openings/check.ts';
import { verifyMonth } from './verify-month.ts';

const databaseName = z.string().refine((name) => parseDatabaseName(name)?.kind === 'sales');
const query = z.object({ drives: z.string().regex(/^\d{16}(,\d{16}){0,99}$/), database: databaseName.optional() });
const shopQuery = z.object({ store: z.string().regex(STORE_CODE) });
const monthQuery = z.object({ database: databaseName });

async function ofType<T>(database: Database, type: string): Promise<(T & StoredDocument)[]> {
  return (await database.range(rangeOf(type))) as (T & StoredDocument)[];
}

const salesDatabases = async (engine: Engine): Promise<string[]> =>
  (await engine.list()).filter((name) => parseDatabaseName(name)?.kind === 'sales');

/** What the app's side of the invariant says about documents of `drives`, without names, lines or clients. */
async function appFacts(engine: Engine, drives: ReadonlySet<string>, only: string | undefined): Promise<AppFacts> {
  const facts = { sales: [], results: [], voids: [], shiftEvents: [], cash: [], tray: [] } as {
    [K in keyof AppFacts]: AppFacts[K][number][];
  };
  const names = only === undefined ? await salesDatabases(engine) : [only];
  for (const name of names) {
    const database = await engine.open(name);
    const receipts: Receipt[] = [];
    for (const type of RECEIPT_TYPES) receipts.push(...(await ofType<Receipt>(database, type)));
    for (const { _id, total, key, fn } of receipts) if (drives.has(fn)) facts.sales.push({ _id, total, key });
    for (const { _id, sale, fn, fd, total } of await ofType<FiscalResult>(database, 'fiscal-result')) {
      if (drives.has(fn)) facts.results.push({ _id, sale, fn, fd, total });
    }
    for (const { sale, shift } of await ofType<SaleVoid>(database, 'sale-void')) {
      if (drives.has(shift.fn)) facts.voids.push({ sale });
    }
    for (const { _id, _rev, fn } of await ofType<ShiftEvent>(database, 'shift-event')) {
      if (drives.has(fn)) facts.shiftEvents.push({ _id, _rev });
    }
    for (const { _id, _rev, shift } of await ofType<CashMovement>(database, 'cash-movement')) {
      if (drives.has(shift.fn)) facts.cash.push({ _id, _rev });
    }
  }
  return facts;
}

/** What this server remembers of each till's event journal (design/event-witness.ts). */
async function eventHeads(engine: Engine): Promise<Record<string, { seq: number; hash: string }>> {
  const states = await ofType<RegisterState>(await engine.open(CHAIN), 'register-state');
  return Object.fromEntries(
    states.flatMap(({ pos, events }) => (pos !== null && events ? [[pos, { seq: events.seq, hash: events.hash }]] : [])),
  );
}

export interface VerifyDeps {
  readonly engine: Engine;
  readonly readToken: string;
  readonly gateways: Pick<Gateways, 'list'>;
  /** Up to which row a till's journal is held here. */
  readonly held: (pos: string) => Promise<number>;
  readonly timeZoneOf: (store: string) => string;
  readonly clock: Clock;
  /** ms after which a sale is written from the journal. */
  readonly recoverAfter: number;
}

/**
 * The server's half of `npm run verify`, with the read token, in pieces of a month and a shop so that nobody holds a chain in memory:
 * GET /api/verify/databases: what there is. GET /api/verify?drives=FN,FN[&database=…]: facts of these drives. GET
 * /api/verify/month?database=…: the month held against itself and its days. GET /api/verify/openings?store=…: the shop's sealed openings.
 */
export function verifyRoutes(
  app: FastifyInstance,
  { engine, readToken, gateways, held, timeZoneOf, clock, recoverAfter }: VerifyDeps,
): void {
  const existing = async (database: string): Promise<string> => {
    if (!(await engine.exists(database))) throw new DomainError('DATABASE_NOT_FOUND', { database });
    return database;
  };

  app.get('/verify', async (request) => {
    requireReadToken(request, readToken);
    const { success, data } = query.safeParse(request.query);
    if (!success) throw new DomainError('QUERY_INVALID', { drives: 'numbers of fiscal drives, 16 digits each, by commas' });
    if (data.database !== undefined) await existing(data.database);
    return { ...(await appFacts(engine, new Set(data.drives.split(',')), data.database)), events: await eventHeads(engine) };
  });

  app.get('/verify/databases', async (request) => {
    requireReadToken(request, readToken);
    const tills = await Promise.all(gateways.list().map(async ({ pos, store }) => ({ pos, store, held: await held(pos) })));
    return { databases: await salesDatabases(engine), tills };
  });

  app.get('/verify/month', async (request) => {
    requireReadToken(request, readToken);
    const { success, data } = monthQuery.safeParse(request.query);
    if (!success) throw new DomainError('QUERY_INVALID', { database: 'sales-<shop>-<yyyymm>' });
    const database = await existing(data.database);
    const owedSince = clock.now() - recoverAfter - MINUTE;
    return verifyMonth(engine, database, timeZoneOf(parseDatabaseName(database)!.store!), owedSince);
  });

  app.get('/verify/openings', async (request) => {
    requireReadToken(request, readToken);
    const { success, data } = shopQuery.safeParse(request.query);
    if (!success) throw new DomainError('QUERY_INVALID', { store: 'the code of a shop' });
    return checkOpenings(engine, data.store);
  });
}
