import { expect, it } from 'vitest';
import type { ImportJob } from '../../design/import/job.ts';
import { createStamps } from '../stamps.ts';
import { jobStamp } from './job-stamp.ts';

const job = (stamp: string | null, undo: string | null): ImportJob =>
  ({ stamp, undo: undo === null ? null : { stamp: undo } }) as unknown as ImportJob;
const storeOf = (...jobs: ImportJob[]) => ({ all: () => Promise.resolve(jobs) });
/** A server that has just started, by whatever its clock says. */
const startedAt = (now: number) => createStamps({ now: () => now });

it('a server started anew in the same instant, or with its clock set back a day, does not write under the mark of an earlier job', async () => {
  const noon = 1_795_251_600_000;
  const first = await jobStamp(storeOf(), startedAt(noon));
  for (const now of [noon, noon - 86_400_000]) {
    const undo = await jobStamp(storeOf(job(first, null)), startedAt(now));
    expect(undo > first).toBe(true);
    const next = await jobStamp(storeOf(job(first, undo), job(null, null)), startedAt(now));
    expect(next > undo).toBe(true);
  }
  expect(await jobStamp(storeOf(job(first, null)), startedAt(noon + 1))).toContain(`${noon + 1}`);
});
