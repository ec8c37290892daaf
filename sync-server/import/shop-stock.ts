import { PRODUCTS, salesDatabaseOf, storeDatabase } from '../../design/databases.ts';
import type { StockMovement } from '../../design/documents/facts.ts';
import { isApproved } from '../../design/import/apply-change.ts';
import type { ProductChange } from '../../design/import/checked-row.ts';
import type { ImportJob, JobOutcome } from '../../design/import/job.ts';
import { shopStockBack, shopStockFacts, shopStockId } from '../../design/import/shop-stock.ts';
import { keyOfId } from '../../design/ids.ts';
import { parseHlc } from '../../design/time/hlc.ts';
import type { Database, Engine } from '../engine/engine.ts';
import { readTakeBook } from '../stock-take/take-book.ts';
import type { JobStore } from './jobs.store.ts';

export interface ShopStockDeps {
  readonly engine: Engine;
  readonly store: Pick<JobStore, 'piece'>;
  readonly timeZoneOf: (store: string) => string;
}

/** A job that only enters stock where a person let the new article through enters none of what was held. */
const isEntered = (change: ProductChange, { approvals }: ImportJob): boolean =>
  change.stock !== null && (change.what === 'update' || isApproved(change, approvals));

/**
 * Makes the stock of a shop what a decided job's file says, for a chain that moves to us or a store-room that is kept elsewhere: papers of
 * the differences, at the instant that the file came. May be broken off anywhere and begun again: each piece of the job is entered once, by
 * the names of its papers, and those stand in the month of the job's own stamp.
 * @returns `undefined` where the file is not the stock of a shop
 */
export async function enterShopStock(deps: ShopStockDeps, job: ImportJob): Promise<JobOutcome['stock']> {
  const { stockStore: store, stockPlace: place = 'floor' } = job.rules;
  if (store === null || (job.changes.stock ?? 0) === 0 || !(await deps.engine.exists(storeDatabase(store)))) return undefined;
  const zone = deps.timeZoneOf(store);
  const { book } = await readTakeBook(deps.engine, { _id: job._id, store, place, begun: job.made, approved: null });
  const sales = await deps.engine.open(salesDatabaseOf({ store, hlc: job.stamp! }, zone));
  const sum = { store, articles: 0, changed: 0, unknown: 0 };
  for (const [n, named] of job.pieces.entries()) {
    const entered = (await deps.store.piece(named)).filter((change) => isEntered(change, job));
    const known = await inCatalogue(deps.engine, entered);
    const said = entered.flatMap(({ sku, stock }) => (known.has(sku) ? [{ sku, pieces: stock! }] : []));
    const head = {
      ...{ job: keyOfId(job._id), piece: n + 1, number: job.number, supplier: job.supplier || null, place, store },
      ...{ hlc: job.stamp!, at: parseHlc(job.stamp!)!.wall, because: job.confirmed?.name ?? '' },
    };
    const { facts, changed } = shopStockFacts(head, said, (sku) => book.at(sku, job.made));
    await writeOnce(sales, facts);
    sum.articles += said.length;
    sum.changed += changed;
    sum.unknown += entered.length - said.length;
  }
  await sales.flush?.();
  return sum;
}

/** Takes back what a job entered, by papers of its own: what was sold or counted since stays. Done twice it adds nothing. */
export async function undoShopStock(deps: ShopStockDeps, job: ImportJob): Promise<void> {
  const { stockStore: store } = job.rules;
  if (store === null || !(await deps.engine.exists(storeDatabase(store)))) return;
  const zone = deps.timeZoneOf(store);
  const key = keyOfId(job._id);
  const ids = job.pieces.flatMap((_, n) => (['more', 'less'] as const).map((way) => shopStockId(key, n + 1, way)));
  const held = await (await deps.engine.open(salesDatabaseOf({ store, hlc: job.stamp! }, zone))).range({ keys: ids });
  const { stamp, name } = job.undo!;
  const back = { hlc: stamp, at: parseHlc(stamp)!.wall, because: name };
  const sales = await deps.engine.open(salesDatabaseOf({ store, hlc: stamp }, zone));
  await writeOnce(
    sales,
    held.map((fact) => shopStockBack(fact as unknown as StockMovement, back)),
  );
  await sales.flush?.();
}

async function writeOnce(sales: Database, facts: readonly StockMovement[]): Promise<void> {
  for (const fact of facts) {
    const written = await sales.put(fact);
    if (!written.ok && written.error !== 'conflict') throw new Error(`${fact._id}: ${written.error}`);
  }
}

async function inCatalogue(engine: Engine, changes: readonly ProductChange[]): Promise<Set<string>> {
  if (changes.length === 0) return new Set();
  const docs = await (await engine.open(PRODUCTS)).range({ keys: changes.map(({ sku }) => `product:${sku}`) });
  return new Set(docs.map(({ sku }) => String(sku)));
}
