import { DomainError } from '../../design/errors.office.ts';
import { isApproved } from '../../design/import/apply-change.ts';
import type { ImportJob } from '../../design/import/job.ts';
import { hasNoRightRow, stepOf } from '../../design/import/job-steps.ts';
import type { Clock } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import type { Confirmation, UnsyncedTerminal } from './imports.ts';
import type { JobStore } from './jobs.store.ts';
import { unsyncedTerminals } from './unsynced.ts';

export interface ActivateDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly store: JobStore;
}

/** Does the job change prices of articles that tills sell already? New articles trouble nobody. */
async function changesPrices({ store }: ActivateDeps, job: ImportJob): Promise<boolean> {
  for await (const changes of store.pieces(job._id, 'piece')) {
    if (changes.some((one) => one.what === 'update' && one.after.price !== undefined && isApproved(one, job.approvals)))
      return true;
  }
  return false;
}

/** Registers that immediate activation would have to wait for; none where no price changes. */
export async function waitedFor(deps: ActivateDeps, job: ImportJob): Promise<UnsyncedTerminal[]> {
  const terminals = await unsyncedTerminals(deps.engine, deps.clock.now());
  return terminals.length > 0 && (await changesPrices(deps, job)) ? terminals : [];
}

/**
 * Sets the moment from which a checked job holds. Prices at a time to come wait for no till: they go ahead in the shops' lists (design §7).
 * @throws DomainError UNSYNC_BUFFERS, IMPORT_TIME_PAST, IMPORT_STATE, IMPORT_NOTHING_RIGHT
 */
export async function confirmJob(deps: ActivateDeps, id: string, { name, by, at, override }: Confirmation): Promise<ImportJob> {
  const job = await deps.store.get(id);
  if (stepOf(job.state, 'schedule') === null || job.dryRun)
    throw new DomainError('IMPORT_STATE', { state: job.state, dry_run: job.dryRun });
  if (hasNoRightRow(job)) throw new DomainError('IMPORT_NOTHING_RIGHT');
  const now = deps.clock.now();
  if (at !== null && at <= now) throw new DomainError('IMPORT_TIME_PAST');
  if (at === null && !override) {
    const terminals = await waitedFor(deps, job);
    if (terminals.length > 0) throw new DomainError('UNSYNC_BUFFERS', { unsync_terminals: terminals });
  }
  const confirmed = { name, ...(by === undefined ? {} : { by }), at: now, override: override ?? null };
  return deps.store.step(id, 'schedule', () => ({ confirmed, due: at ?? now, failure: null }));
}
