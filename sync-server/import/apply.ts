import { applyChange, isApproved, type ArticleWrite, type HeldArticle } from '../../design/import/apply-change.ts';
import type { ProductChange } from '../../design/import/checked-row.ts';
import { NAMED_MEANWHILE, type ChangedMeanwhile, type ImportJob, type JobOutcome } from '../../design/import/job.ts';
import { noteJobCreations } from '../catalogue/back-office/change-log.store.ts';
import { durable, eachPiece, writeArticles, type WriteDeps } from './articles.ts';
import { standsAs, type StandingGoods } from './still-standing.ts';

/**
 * Writes what a job has decided into `products` and `costs`, piece by piece. May be broken off anywhere and begun again: the job's stamp in
 * a document tells what is written already, and the outcome counts the same.
 * @param standing what lies, comes or is promised at this moment of the articles that the job archives
 */
export async function applyPieces(deps: WriteDeps, job: ImportJob, standing: StandingGoods): Promise<JobOutcome> {
  const stamp = job.stamp!;
  const outcome = { created: 0, updated: 0, archived: 0, held: 0, heldGone: 0, changedMeanwhile: 0 };
  const meanwhile: ChangedMeanwhile[] = [];
  const stands = standsAs(standing);
  const hand = { stamp, who: job.confirmed?.name ?? '', how: job.source ?? 'import', batch: job.number } as const;
  if (job.changes.new > 0) await noteJobCreations(deps.engine, stamp, hand);
  await eachPiece(deps, job, async (changes) => {
    const open = changes.filter((change) => isApproved(change, job.approvals));
    outcome.held += changes.length - open.length;
    const isGone = ({ what }: ProductChange): boolean => what === 'archive';
    outcome.heldGone += changes.filter(isGone).length - open.filter(isGone).length;
    const results = await writeArticles(deps.engine, open, hand, (asked, held) =>
      Promise.resolve(
        asked.map((change, place) =>
          staysOnSale(change, held[place]!, standing)
            ? leftOnSale(change, held[place]!, stamp)
            : applyChange(change, held[place]!, stamp),
        ),
      ),
    );
    for (const [place, { inForce, left, kept }] of results.entries()) {
      const { what, sku } = open[place]!;
      if (inForce) outcome[what === 'create' ? 'created' : what === 'archive' ? 'archived' : 'updated'] += 1;
      outcome.changedMeanwhile += left.length;
      for (const field of left) if (meanwhile.length < NAMED_MEANWHILE) meanwhile.push({ sku, field });
      if (kept) stands.add(sku, kept);
    }
  });
  await durable(deps.engine);
  return { ...outcome, meanwhile, ...(stands.told.count > 0 ? { stands: stands.told } : {}) };
}

/**
 * An article that is to go into the archive and stood nowhere when the file was checked or the edit was made may stand somewhere by now. Where
 * it stood already then, a person has said that it goes all the same.
 */
export const isToLookAt = ({ after, held, stood }: Pick<ProductChange, 'after' | 'held' | 'stood'>): boolean =>
  after.archived === true && !held.includes('VANISHED_STANDS') && stood !== true;

/** What the job has archived already stays so: it was looked at before. */
const staysOnSale = (change: ProductChange, { product }: HeldArticle, standing: StandingGoods): boolean =>
  isToLookAt(change) && standing.has(change.sku) && product?.archived === false;

function leftOnSale(change: ProductChange, held: HeldArticle, stamp: string): ArticleWrite {
  const { archived: _, ...after } = change.after;
  return { ...applyChange({ ...change, after }, held, stamp), kept: 'stands' };
}
