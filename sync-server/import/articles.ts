import { CONTROL, COSTS, PRODUCTS } from '../../design/databases.ts';
import { fieldChanges } from '../../design/catalogue/product-changes.ts';
import type { Cost, Product } from '../../design/documents/catalogue.ts';
import type { ArticleWrite, HeldArticle } from '../../design/import/apply-change.ts';
import type { ProductChange } from '../../design/import/checked-row.ts';
import type { ImportJob } from '../../design/import/job.ts';
import { noteJobChanges, type ProductChangeNote } from '../catalogue/back-office/change-log.store.ts';
import type { Database, DocumentInput, Engine } from '../engine/engine.ts';
import { isDamaged } from './damaged-piece.ts';
import type { JobStore } from './jobs.store.ts';

export interface WriteDeps {
  readonly engine: Engine;
  readonly jobs: Pick<JobStore, 'piece'>;
  /** Articles gone through so far. */
  readonly progress: (done: number) => Promise<void>;
}

/** What is decided of the articles of one piece, as they are held. */
export type Decide = (changes: readonly ProductChange[], held: readonly HeldArticle[]) => Promise<ArticleWrite[]>;

/** Goes through what a job has decided, piece by piece. */
export async function eachPiece(
  { jobs, progress }: Pick<WriteDeps, 'jobs' | 'progress'>,
  job: ImportJob,
  work: (changes: readonly ProductChange[]) => Promise<void>,
  /** Given: damaged pieces are left out, and it hears of the others. */
  whole?: (named: ImportJob['pieces'][number]) => void,
): Promise<void> {
  let done = 0;
  for (const named of job.pieces) {
    const changes = await jobs.piece(named).catch((error: unknown) => {
      if (!whole || !isDamaged(error)) throw error;
      return null;
    });
    if (changes) {
      await work(changes);
      whole?.(named);
    }
    done += named.changes;
    await progress(done);
  }
}

/** What comes next says that the job is done: it must not outlive what it speaks of. */
export async function durable(engine: Engine): Promise<void> {
  for (const name of [CONTROL, COSTS, PRODUCTS]) await (await engine.open(name)).flush?.();
}

/** Who a job's changes are told under in the history of the articles. */
export type Hand = Pick<ProductChangeNote, 'who' | 'how' | 'batch'> & { readonly stamp: string };

/** Articles that a job makes are told of once for all of them (`noteJobCreations`). */
function noteOf(sku: string, { who, how, batch }: Hand, before: HeldArticle, { product, cost }: HeldArticle): ProductChangeNote {
  if (product && !before.product) return { sku, who, how, batch, fields: {} };
  const ofCost = cost ? fieldChanges({ cost: before.cost?.cost ?? null }, { cost: cost.cost }) : {};
  return { sku, who, how, batch, fields: { ...(product ? fieldChanges(before.product, product) : {}), ...ofCost } };
}

/** The articles of some changes as they are held now, in their order. */
export async function heldArticles(engine: Engine, changes: readonly ProductChange[]): Promise<HeldArticle[]> {
  const [products, costs] = [await engine.open(PRODUCTS), await engine.open(COSTS)];
  const heldProducts = await held<Product>(products, 'product', changes);
  const heldCosts = await held<Cost>(costs, 'cost', changes);
  return changes.map(({ sku }) => ({ product: heldProducts.get(sku) ?? null, cost: heldCosts.get(sku) ?? null }));
}

/** The articles of one piece, read and written together; once more where a hand was at one of them in between. */
export async function writeArticles(
  engine: Engine,
  changes: readonly ProductChange[],
  hand: Hand,
  decide: Decide,
): Promise<ArticleWrite[]> {
  if (changes.length === 0) return [];
  const [products, costs] = [await engine.open(PRODUCTS), await engine.open(COSTS)];
  for (let tries = 0; tries < 10; tries += 1) {
    const before = await heldArticles(engine, changes);
    const results = await decide(changes, before);
    await noteJobChanges(
      engine,
      hand.stamp,
      results.map((after, place) => noteOf(changes[place]!.sku, hand, before[place]!, after)),
    );
    // Costs first: a product is never dearer to buy than anybody knows.
    const isWritten =
      (await put(costs, results.flatMap(({ cost }) => cost ?? []))) && // prettier-ignore
      (await put(
        products,
        results.flatMap(({ product }) => product ?? []),
      ));
    if (isWritten) return results;
  }
  throw new Error('articles are written by others again and again');
}

async function held<T>(database: Database, type: string, changes: readonly ProductChange[]): Promise<Map<string, T>> {
  const docs = await database.range({ keys: changes.map(({ sku }) => `${type}:${sku}`) });
  return new Map(docs.map((doc) => [String(doc['sku']), doc as unknown as T]));
}

/** @returns whether all were written; `false`: somebody else was quicker */
async function put(database: Database, docs: readonly object[]): Promise<boolean> {
  if (docs.length === 0) return true;
  const results = await database.bulk(docs as unknown as DocumentInput[]);
  const failed = results.find(({ ok, error }) => !ok && error !== 'conflict');
  if (failed) throw new Error(`${failed.id}: ${failed.error}`);
  return results.every(({ ok }) => ok);
}
