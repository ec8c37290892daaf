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

/** Who has the turn, as it is stored: right after a crash, and on every server. `job` is the one that it names. */
async function turnOf(engine: Engine): Promise<{ readonly turn: Turn | null; readonly job: ImportJob | null }> {
  const turn = (await (await engine.open(CONTROL)).get(TURN)) as Turn | null;
  const job = turn?.job ? await (await engine.open(IMPORTS)).get(turn.job) : null;
  return { turn, job: job as unknown as ImportJob | null };
}

/**
 * Is `products` in the middle of a job? Two looks, before and after reading it, that are not `held` and have one `version` say that what was
 * read belongs together.
 */
export async function catalogueHold(engine: Engine): Promise<CatalogueHold> {
  const { turn, job } = await turnOf(engine);
  if (!turn?.job) return { held: false, version: turn?._rev ?? '' };
  return { held: job !== null && holdsCatalogue(job.state), version: `${turn._rev} ${job?._rev}` };
}

/**
 * May a job begin to change the catalogue, or go on with it? Not while another is being written or taken back: the end of the one would
 * publish half of the other.
 */
export async function mayTakeTurn(engine: Engine, id: string): Promise<boolean> {
  const { job } = await turnOf(engine);
  return job === null || job._id === id || !holdsCatalogue(job.state);
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
