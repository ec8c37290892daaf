import type { ImportJob, JobState } from './job.ts';

/** What may be asked of a job, by a person or by the server itself. */
export type JobStep =
  'check' | 'checked' | 'schedule' | 'apply' | 'applied' | 'abandon' | 'undo' | 'undone' | 'fail' | 'cancel' | 'reset';

const STEPS: Readonly<Record<JobStep, Partial<Readonly<Record<JobState, JobState>>>>> = {
  // A restart begins the check anew.
  check: { draft: 'checking', checking: 'checking' },
  checked: { checking: 'checked' },
  schedule: { checked: 'scheduled' },
  apply: { checked: 'applying', scheduled: 'applying', applying: 'applying' },
  applied: { applying: 'done' },
  // What was staged is damaged: the old catalogue comes back before anything was published.
  abandon: { applying: 'undoing' },
  undo: { done: 'undoing', undoing: 'undoing' },
  undone: { undoing: 'undone' },
  // What is decided is carried through: `applying` and `undoing` never fail.
  fail: { draft: 'failed', checking: 'failed', checked: 'failed', scheduled: 'failed' },
  cancel: { draft: 'cancelled', checking: 'cancelled', checked: 'cancelled', scheduled: 'cancelled' },
  reset: { failed: 'draft', cancelled: 'draft' },
};

/** The state after a step; `null` where the step is not possible (E-20: no cancel of what is finished, no second undo). */
export const stepOf = (state: JobState, step: JobStep): JobState | null => STEPS[step][state] ?? null;

/**
 * Is every row of the checked file left out for errors (K-22)? Such a file is refused as a whole: it is some other table, or it was
 * exported wrong, and nothing may follow from what is *not* in it.
 */
export const hasNoRightRow = ({ source, counters }: Pick<ImportJob, 'source' | 'counters'>): boolean =>
  source !== 'bulk' && counters.errors > 0 && counters.skipped >= counters.total;

/** While a job stands so, `products` holds neither the old nor the new catalogue whole: nothing of it is published. */
export const holdsCatalogue = (state: JobState): boolean => state === 'applying' || state === 'undoing';

/** Was the job confirmed together with its file, and is it that confirmation's turn? A crash may lie between check and confirmation. */
export const isConfirmedAhead = ({ state, ahead, dryRun, failure }: ImportJob): boolean =>
  state === 'checked' && ahead !== null && !dryRun && failure === null;

/** Does the server go on with the job now, or at its time, without a person's word? */
export const goesOnByItself = (job: ImportJob): boolean =>
  !isAtRest(job.state) || isConfirmedAhead(job) || (job.state === 'done' && job.undo !== null);

/** Nothing happens to a job by itself any more that stands so. */
export const isAtRest = (state: JobState): boolean => !['checking', 'scheduled', 'applying', 'undoing'].includes(state);
