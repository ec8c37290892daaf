import { CONTROL, IMPORTS } from '../../design/databases.ts';
import type { ImportJob } from '../../design/import/job.ts';
import { holdsCatalogue } from '../../design/import/job-steps.ts';
import type { Engine, StoredDocument } from '../engine/engine.ts';

const TURN = 'import:turn';

interface Turn extends StoredDocument {
  job: string | null;
}

/** `version` differs between two looks where a job has begun, gone on or ended between them. */
export interface CatalogueHold {
  readonly held: boolean;
  readonly version: string;
}

/**
 * Is `products` in the middle of a job? Two looks, before and after reading it, that are not `held` and have one `version` say that what was
 * read belongs together. The answer is read from what is stored: it is right after a crash, and on every server.
 */
export async function catalogueHold(engine: Engine): Promise<CatalogueHold> {
  const turn = (await (await engine.open(CONTROL)).get(TURN)) as Turn | null;
  if (!turn?.job) return { held: false, version: turn?._rev ?? '' };
  const job = (await (await engine.open(IMPORTS)).get(turn.job)) as unknown as ImportJob | null;
  return { held: job !== null && holdsCatalogue(job.state), version: `${turn._rev} ${job?._rev}` };
}

/**
 * The job that is being written or taken back, if there is one: until it has ended no other may begin, or the end of the one would publish
 * half of the other.
 */
async function holderOf(engine: Engine): Promise<string | null> {
  const turn = (await (await engine.open(CONTROL)).get(TURN)) as Turn | null;
  if (!turn?.job) return null;
  const job = (await (await engine.open(IMPORTS)).get(turn.job)) as unknown as ImportJob | null;
  return job !== null && holdsCatalogue(job.state) ? job._id : null;
}

/** May a job begin to change the catalogue, or go on with it? */
export async function mayTakeTurn(engine: Engine, job: string): Promise<boolean> {
  const holder = await holderOf(engine);
  return holder === null || holder === job;
}

/** Names the job that is about to decide, or nobody. Written before the decision, so that whoever sees the one knows of the other. */
export async function giveTurn(engine: Engine, job: string | null): Promise<void> {
  const control = await engine.open(CONTROL);
  const turn = (await control.get(TURN)) as Turn | null;
  if ((turn?.job ?? null) === job) return;
  const written = await control.put({ _id: TURN, ...(turn ? { _rev: turn._rev } : {}), type: 'import-turn', job });
  if (!written.ok) throw new Error(`${TURN}: ${written.error}`);
  await control.flush?.();
}
