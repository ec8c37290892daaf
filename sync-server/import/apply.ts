import { CONTROL, COSTS, PRODUCTS } from '../../design/databases.ts';
import type { Cost, Product } from '../../design/documents/catalogue.ts';
import { applyChange, isApproved, undoChange, type ArticleWrite, type HeldArticle } from '../../design/import/apply-change.ts';
import type { ProductChange } from '../../design/import/checked-row.ts';
import { NAMED_MEANWHILE, type ChangedMeanwhile, type ImportJob, type JobOutcome } from '../../design/import/job.ts';
import { fieldChanges } from '../../design/catalogue/product-changes.ts';
import { noteJobChanges, noteJobCreations, type ProductChangeNote } from '../catalogue/back-office/change-log.store.ts';
import type { Database, DocumentInput, Engine } from '../engine/engine.ts';
import { isDamaged, notedChanges } from './damaged-piece.ts';
import type { JobStore } from './jobs.store.ts';

export interface WriteDeps {
  readonly engine: Engine;
  readonly jobs: Pick<JobStore, 'piece'>;
  /** Articles gone through so far. */
  readonly progress: (done: number) => Promise<void>;
}

/**
 * Writes what a job has decided into `products` and `costs`, piece by piece. May be broken off anywhere and begun again: the job's stamp in
 * a document tells what is written already, and the outcome counts the same.
 */
export async function applyPieces(deps: WriteDeps, job: ImportJob): Promise<JobOutcome> {
  const stamp = job.stamp!;
  const outcome = { created: 0, updated: 0, archived: 0, held: 0, heldGone: 0, changedMeanwhile: 0 };
  const meanwhile: ChangedMeanwhile[] = [];
  const hand = { stamp, who: job.confirmed?.name ?? '', how: job.source ?? 'import', batch: job.number } as const;
  if (job.changes.new > 0) await noteJobCreations(deps.engine, stamp, hand);
  await eachPiece(deps, job, async (changes) => {
    const open = changes.filter((change) => isApproved(change, job.approvals));
    outcome.held += changes.length - open.length;
    const isGone = ({ what }: ProductChange): boolean => what === 'archive';
    outcome.heldGone += changes.filter(isGone).length - open.filter(isGone).length;
    const results = await write(deps.engine, open, hand, (change, held) => applyChange(change, held, stamp));
    for (const [place, { inForce, left }] of results.entries()) {
      const { what, sku } = open[place]!;
      if (inForce) outcome[what === 'create' ? 'created' : what === 'archive' ? 'archived' : 'updated'] += 1;
      outcome.changedMeanwhile += left.length;
      for (const field of left) if (meanwhile.length < NAMED_MEANWHILE) meanwhile.push({ sku, field });
    }
  });
  return { ...outcome, meanwhile };
}

/** Takes a job back in the same way. `restored`: articles; `left`: fields that somebody changed since the job. */
export async function undoPieces(deps: WriteDeps, job: ImportJob): Promise<{ restored: number; left: number }> {
  const stamps = { job: job.stamp!, undo: job.undo!.stamp };
  const hand = { stamp: stamps.undo, who: job.undo!.name, how: 'undo', batch: job.number } as const;
  const sum = { restored: 0, left: 0 };
  const back = async (changes: readonly ProductChange[]): Promise<void> => {
    for (const { inForce, left } of await write(deps.engine, changes, hand, (change, held) => undoChange(change, held, stamps))) {
      if (inForce) sum.restored += 1;
      sum.left += left.length;
    }
  };
  const whole: ImportJob['pieces'] = [];
  const isWhole = (named: ImportJob['pieces'][number]): void => void whole.push(named);
  await eachPiece(deps, job, back, isWhole);
  // What a damaged piece had written is known from the history of its articles.
  if (whole.length < job.pieces.length) {
    for await (const changes of notedChanges(deps, job, whole)) await back(changes);
    await durable(deps.engine);
  }
  return sum;
}

async function eachPiece(
  { engine, jobs, progress }: WriteDeps,
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
  await durable(engine);
}

/** What comes next says that the job is done: it must not outlive what it speaks of. */
async function durable(engine: Engine): Promise<void> {
  for (const name of [CONTROL, COSTS, PRODUCTS]) await (await engine.open(name)).flush?.();
}

/** Who a job's changes are told under in the history of the articles. */
type Hand = Pick<ProductChangeNote, 'who' | 'how' | 'batch'> & { readonly stamp: string };

/** Articles that a job makes are told of once for all of them (`noteJobCreations`). */
function noteOf(sku: string, { who, how, batch }: Hand, before: HeldArticle, { product, cost }: HeldArticle): ProductChangeNote {
  if (product && !before.product) return { sku, who, how, batch, fields: {} };
  const ofCost = cost ? fieldChanges({ cost: before.cost?.cost ?? null }, { cost: cost.cost }) : {};
  return { sku, who, how, batch, fields: { ...(product ? fieldChanges(before.product, product) : {}), ...ofCost } };
}

/** The articles of one piece, read and written together; once more where a hand was at one of them in between. */
async function write(
  engine: Engine,
  changes: readonly ProductChange[],
  hand: Hand,
  decide: (change: ProductChange, held: HeldArticle) => ArticleWrite,
): Promise<ArticleWrite[]> {
  if (changes.length === 0) return [];
  const [products, costs] = [await engine.open(PRODUCTS), await engine.open(COSTS)];
  for (let tries = 0; tries < 10; tries += 1) {
    const heldProducts = await held<Product>(products, 'product', changes);
    const heldCosts = await held<Cost>(costs, 'cost', changes);
    const before = changes.map(({ sku }) => ({ product: heldProducts.get(sku) ?? null, cost: heldCosts.get(sku) ?? null }));
    const results = changes.map((change, place) => decide(change, before[place]!));
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
