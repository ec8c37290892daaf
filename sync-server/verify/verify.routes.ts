import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { CHAIN, parseDatabaseName } from '../../design/databases.ts';
import type { RegisterState } from '../../design/documents/chain.ts';
import type { CashMovement, FiscalResult, Refund, Sale, SaleVoid, ShiftEvent } from '../../design/documents/facts.ts';
import { DomainError } from '../../design/errors.ts';
import { rangeOf } from '../../design/ids.ts';
import type { AppFacts } from '../../design/invariant.ts';
import type { Database, Engine, StoredDocument } from '../engine/engine.ts';
import { requireReadToken } from '../metrics/read-token.ts';

const query = z.object({ drives: z.string().regex(/^\d{16}(,\d{16}){0,99}$/) });

async function ofType<T>(database: Database, type: string): Promise<(T & StoredDocument)[]> {
  return (await database.range(rangeOf(type))) as (T & StoredDocument)[];
}

/** What the app's side of the invariant says about documents of `drives`, without names, lines or clients. */
async function appFacts(engine: Engine, drives: ReadonlySet<string>): Promise<AppFacts> {
  const facts = { sales: [], results: [], voids: [], shiftEvents: [], cash: [], tray: [] } as {
    [K in keyof AppFacts]: AppFacts[K][number][];
  };
  const names = (await engine.list()).filter((name) => parseDatabaseName(name)?.kind === 'sales');
  for (const name of names) {
    const database = await engine.open(name);
    const receipts = [...(await ofType<Sale>(database, 'sale')), ...(await ofType<Refund>(database, 'refund'))];
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

/** GET /api/verify?drives=FN,FN with the read token: the server's half of `npm run verify`. */
export function verifyRoutes(app: FastifyInstance, { engine, readToken }: { engine: Engine; readToken: string }): void {
  app.get('/verify', async (request) => {
    requireReadToken(request, readToken);
    const { success, data } = query.safeParse(request.query);
    if (!success) throw new DomainError('QUERY_INVALID', { drives: 'numbers of fiscal drives, 16 digits each, by commas' });
    return { ...(await appFacts(engine, new Set(data.drives.split(',')))), events: await eventHeads(engine) };
  });
}
