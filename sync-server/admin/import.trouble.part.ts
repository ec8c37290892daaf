import { ERRORS, isErrorCode } from '../../design/errors.ts';
import type { ImportJob } from '../../design/import/job.ts';
import { html, type Html } from './html.ts';
import { jobAddress, refusal } from './import.parts.ts';

/** Why a decided job is not in force, and what to do; nothing where all is well. */
export function troubleOf({ failure }: Pick<ImportJob, 'failure'>): Html | null {
  if (failure === null || !isErrorCode(failure)) return null;
  const { what, next } = ERRORS[failure].ru;
  return refusal({ title: what, detail: next });
}

/** For the page that an administrator sees first: until it goes away, no price changes on any till. */
export const troublesPart = (jobs: readonly ImportJob[]): Html | null =>
  jobs.length === 0
    ? null
    : html`${jobs.map(
        (job) =>
          html`${troubleOf(job)}
            <p><a href="${jobAddress(job._id)}">${job.file.name}, ${job.number}</a></p>`,
      )}`;
