import type { HeldArticle } from '../../design/import/apply-change.ts';
import type { ProductChange } from '../../design/import/checked-row.ts';
import { NAMED_MEANWHILE, type ChangedMeanwhile, type ImportJob, type StoodArticles } from '../../design/import/job.ts';
import { isOfTakenBack, undoChange, type Past, type Surroundings, type UndoStamps } from '../../design/import/take-back.ts';
import { pastOf, touchedBy } from '../catalogue/back-office/change-log.store.ts';
import type { Engine } from '../engine/engine.ts';
import { durable, eachPiece, heldArticles, writeArticles, type Decide, type WriteDeps } from './articles.ts';
import { notedChanges } from './damaged-piece.ts';
import type { JobStore } from './jobs.store.ts';
import type { StageDeps } from './stage.ts';
import { standsAs, type StandingGoods } from './still-standing.ts';

export interface UndoDeps extends WriteDeps {
  /** All jobs there are. */
  readonly all: readonly ImportJob[];
  /** What lies, comes or is promised of the articles that would go into the archive. */
  readonly standing: StandingGoods;
}

/** What an undo of the job looks at before it begins. @param standing as `StageDeps.standing` */
export async function undoContext(
  deps: { readonly engine: Engine; readonly store: JobStore; readonly standing: StageDeps['standing'] },
  job: ImportJob,
): Promise<Omit<UndoDeps, 'progress'>> {
  const { engine, store } = deps;
  const skus = new Set<string>();
  // What only a damaged piece names was never published: nobody has put it on a shelf.
  const look = (changes: readonly ProductChange[]): Promise<void> => {
    for (const change of changes) if (mayArchive(change)) skus.add(change.sku);
    return Promise.resolve();
  };
  await eachPiece({ jobs: store, progress: silently }, job, look, () => undefined);
  return { engine, jobs: store, all: await store.all(), standing: skus.size > 0 ? await deps.standing(skus) : new Map() };
}

/** What taking a job back does, or would do. */
export interface UndoSums {
  /** Articles. */
  readonly restored: number;
  /** Fields that somebody changed since the job, of which the first are named. */
  readonly left: number;
  readonly leftNamed: ChangedMeanwhile[];
  /** Articles that stay on sale. */
  readonly kept: StoodArticles;
}

const silently = (): Promise<void> => Promise.resolve();

/** May taking this change back archive its article? */
const mayArchive = ({ what, before, after }: ProductChange): boolean =>
  what === 'create' || before?.archived !== undefined || after.archived !== undefined;

/** Takes a job back; may be broken off anywhere and begun again, and counts the same. */
export async function undoPieces(deps: UndoDeps, job: ImportJob): Promise<UndoSums> {
  const stamps = { job: job.stamp!, undo: job.undo!.stamp };
  const hand = { stamp: stamps.undo, who: job.undo!.name, how: 'undo', batch: job.number } as const;
  const decide = deciderOf(deps, job, stamps);
  const sums = summing(deps.standing);
  const back = async (changes: readonly ProductChange[]): Promise<void> =>
    sums.add(changes, await writeArticles(deps.engine, changes, hand, decide));
  const whole: ImportJob['pieces'] = [];
  await eachPiece(deps, job, back, (named) => void whole.push(named));
  // What a damaged piece had written is known from the history of its articles.
  if (whole.length < job.pieces.length) for await (const changes of notedChanges(deps, job, whole)) await back(changes);
  await durable(deps.engine);
  return sums.told();
}

/** What taking a job back would do now; nothing is written. */
export async function previewUndo(deps: Omit<UndoDeps, 'progress'>, job: ImportJob, undo: string): Promise<UndoSums> {
  const decide = deciderOf(deps, job, { job: job.stamp!, undo });
  const sums = summing(deps.standing);
  const look = async (changes: readonly ProductChange[]): Promise<void> =>
    sums.add(changes, await decide(changes, await heldArticles(deps.engine, changes)));
  await eachPiece({ ...deps, progress: silently }, job, look, () => undefined);
  return sums.told();
}

function summing(standing: StandingGoods) {
  const [sum, leftNamed, kept] = [{ restored: 0, left: 0 }, [] as ChangedMeanwhile[], standsAs(standing)];
  return {
    add(changes: readonly ProductChange[], results: Awaited<ReturnType<Decide>>): void {
      for (const [place, { inForce, left, kept: why }] of results.entries()) {
        const { sku } = changes[place]!;
        if (inForce) sum.restored += 1;
        sum.left += left.length;
        for (const field of left) if (leftNamed.length < NAMED_MEANWHILE) leftNamed.push({ sku, field });
        if (why) kept.add(sku, why);
      }
    },
    told: (): UndoSums => ({ ...sum, leftNamed, kept: kept.told }),
  };
}

function deciderOf({ engine, all, standing }: Omit<UndoDeps, 'progress'>, job: ImportJob, stamps: UndoStamps): Decide {
  const undone = all.filter((one) => one._id !== job._id && one.state === 'undone' && one.stamp !== null && one.undo !== null);
  const takenBack = new Map(undone.map(({ stamp, undo }) => [stamp!, undo!.stamp]));
  const jobs = new Set(all.flatMap(({ stamp, undo }) => [stamp ?? '', undo?.stamp ?? '']));
  for (const stamp of [stamps.job, stamps.undo]) jobs.add(stamp);
  /** Older jobs that were taken back when this one stood on them already: what it found there may have been theirs. */
  const below = [...takenBack].filter(([stamp, undo]) => stamp < stamps.job && undo > stamps.job).map(([stamp]) => stamp);
  const surroundings = (past: Past | null, sku: string): Surroundings => ({ takenBack, jobs, past, stands: standing.has(sku) });
  return async (changes, held) => {
    const touched = await touchedBy(
      engine,
      changes.map(({ sku }) => sku),
      below,
    );
    const asked = changes.filter(({ sku }, place) => touched.has(sku) || isMarked(held[place]!, takenBack));
    const pasts = await pastsOf(engine, asked);
    return changes.map((change, place) =>
      undoChange(change, held[place]!, stamps, surroundings(pasts.get(change.sku) ?? null, change.sku)),
    );
  };
}

/** Does the article bear the mark of a job that was taken back? */
function isMarked({ product, cost }: HeldArticle, takenBack: Surroundings['takenBack']): boolean {
  if (takenBack.size === 0) return false;
  return [...Object.values(product?.stamps ?? {}), ...Object.values(cost?.stamps ?? {})].some((stamp) =>
    isOfTakenBack(stamp, takenBack),
  );
}

/** Histories are read one by one: so many at a time. */
const AT_ONCE = 16;

async function pastsOf(engine: Engine, changes: readonly ProductChange[]): Promise<Map<string, Past>> {
  const found = new Map<string, Past>();
  for (let from = 0; from < changes.length; from += AT_ONCE) {
    const part = changes.slice(from, from + AT_ONCE);
    await Promise.all(part.map(async ({ sku }) => void found.set(sku, await pastOf(engine, sku))));
  }
  return found;
}
