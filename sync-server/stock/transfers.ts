import { canonicalJson } from '../../design/canonical-json.ts';
import { parseDatabaseName, salesDatabase, STORE_CODE, storeDatabase } from '../../design/databases.ts';
import { stockMovement, type StockMovement } from '../../design/documents/facts.ts';
import { stockTransfer, type StockTransfer } from '../../design/documents/stock-transfer.ts';
import { articlesOf } from '../../design/folds/movement.ts';
import { docId, keyOfId } from '../../design/ids.ts';
import { transferId, transferOf, withFact } from '../../design/stock/transfers.ts';
import type { Clock } from '../../design/time/clock.ts';
import { parseHlc } from '../../design/time/hlc.ts';
import { localMonth } from '../../design/time/local-time.ts';
import type { Engine } from '../engine/engine.ts';
import { createCursors } from '../follow/cursor.ts';
import { startFollower, type Follower } from '../follow/follower.ts';
import { workThrough } from '../follow/work-through.ts';
import type { Log } from '../log.ts';
import { createStamps, type Stamps } from '../stamps.ts';
import { isSalesOf } from './shop-floor.ts';

/** Another writer may be at the same document: the follower of another database, never more than a few. */
const MOST_TRIES = 5;

interface TransfersOptions {
  readonly clock: Clock;
  readonly timeZoneOf: (store: string) => string;
  readonly log: Log;
}

/**
 * Tells each of two shops what the other did with goods between them: their devices see only their own databases. From the facts of either
 * it keeps `stock-transfer:<from>:<number>` in the `store-` of both, and what one accepted leaves the transit of the other by a fact of the
 * server (`stock-movement:<acceptance>:delivered`). Every step is repeatable: the facts of a transfer are a set by id, and a fact is written
 * once by its name, in the month of the stamp that it was written with first.
 */
export function startTransfers(engine: Engine, { clock, timeZoneOf, log }: TransfersOptions): Follower {
  const cursors = createCursors(engine, 'transfers');
  const stamps = createStamps(clock);
  const deps = { engine, stamps, timeZoneOf };

  const work = (name: string): Promise<void> =>
    workThrough(engine, cursors, name, {
      async take(rows) {
        for (const { doc, deleted } of rows) {
          const fact = deleted || doc?.['type'] !== 'stock-movement' ? null : (stockMovement.safeParse(doc).data ?? null);
          if (fact) await tell(deps, fact, log);
        }
      },
    });

  return startFollower(engine, {
    what: 'transfers',
    wants: (name) => parseDatabaseName(name)?.kind === 'sales',
    work,
    log,
  });
}

type Deps = { readonly engine: Engine; readonly stamps: Stamps; readonly timeZoneOf: (store: string) => string };

async function tell(deps: Deps, fact: StockMovement, log: Log): Promise<void> {
  const id = transferOf(fact);
  if (id === null) return;
  const { document: paper, store } = fact;
  const accepted = paper!.kind === 'accepted';
  const from = accepted ? (paper!.party ?? '') : store;
  // The name says who sent it; a paper that says otherwise is a mistake of a program and must not write into a third shop.
  if (id !== transferId(from, paper!.number ?? '') || !(await isShop(deps.engine, from))) {
    return log('warn', 'transfer-of-nobody', { job: 'transfers', store, fact: fact._id });
  }
  const known = await keep(deps, storeDatabase(from), id, from, fact);
  for (const other of new Set([known.to, store])) {
    if (other !== from && (await isShop(deps.engine, other))) await copy(deps, id, other, known);
  }
  if (accepted) await deliver(deps, from, fact, id);
}

const isShop = async (engine: Engine, store: string): Promise<boolean> =>
  STORE_CODE.test(store) && (await engine.exists(storeDatabase(store)));

/** Works one fact into the transfer at the shop that sent it: there it is put together, the other has a copy. */
function keep(deps: Deps, name: string, id: string, store: string, fact: StockMovement): Promise<StockTransfer> {
  return change(deps, name, id, store, (before) => withFact(before, fact));
}

async function copy(deps: Deps, id: string, store: string, known: StockTransfer): Promise<void> {
  const { from, to, number, sent, answers } = known;
  await change(deps, storeDatabase(store), id, store, () => ({ from, to, number, sent, answers }));
}

type Body = Pick<StockTransfer, 'from' | 'to' | 'number' | 'sent' | 'answers'>;

async function change(
  { engine, stamps }: Deps,
  name: string,
  id: string,
  store: string,
  next: (before: StockTransfer | null) => Body,
): Promise<StockTransfer> {
  const database = await engine.open(name);
  for (let attempt = 1; ; attempt += 1) {
    const stored = await database.get(id);
    const before = stockTransfer.safeParse(stored).data ?? null;
    const { from, to, number, sent, answers } = next(before);
    const body: Body = { from, to, number, sent, answers };
    if (before && canonicalJson(bodyOf(before)) === canonicalJson(body)) return before;
    const doc: StockTransfer = {
      ...{ _id: id, type: 'stock-transfer', schema: 1, hlc: stamps(), by: null, pos: null, store, ...body },
      ...(stored ? { _rev: stored._rev } : {}),
    };
    const written = await database.put(doc);
    if (written.ok) return doc;
    if (written.error !== 'conflict' || attempt >= MOST_TRIES) throw new Error(`${id}: ${written.error}`);
  }
}

const bodyOf = ({ from, to, number, sent, answers }: StockTransfer): Body => ({ from, to, number, sent, answers });

/** What was accepted there leaves the transit here. */
async function deliver({ engine, stamps, timeZoneOf }: Deps, from: string, fact: StockMovement, of: string): Promise<void> {
  const _id = docId('stock-movement', `${keyOfId(fact._id)}:delivered`);
  const hlc = stamps();
  const [first, ...more] = articlesOf(fact).map(({ sku, qty }) => ({ sku, qty }));
  const month = localMonth(parseHlc(hlc)!.wall, timeZoneOf(from));
  // Written before the month turned and not remembered: it must not be written into the next month, too.
  for (const name of (await engine.list()).filter((one) => isSalesOf(one, from))) if (await has(engine, name, _id)) return;
  const database = await engine.open(salesDatabase(from, month));
  const doc: StockMovement = {
    ...{ _id, type: 'stock-movement', schema: 1, hlc, by: null, pos: null, store: from, ...first! },
    ...{ from: 'transit', to: 'other-shop', at: fact.at, because: fact.because, ...(more.length > 0 ? { more } : {}) },
    document: { kind: 'delivered', number: fact.document!.number, party: fact.store, of },
  };
  const written = await database.put(doc);
  if (!written.ok && written.error !== 'conflict') throw new Error(`${_id}: ${written.error}`);
}

const has = async (engine: Engine, name: string, id: string): Promise<boolean> =>
  (await (await engine.open(name)).get(id)) !== null;
