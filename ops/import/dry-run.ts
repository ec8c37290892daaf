import { randomUUID } from 'node:crypto';
import type { Finding } from '../../design/import/finding.ts';
import { GUESS_ALL, STANDARD_RULES } from '../../design/import/profile.ts';
import type { ImportReport } from '../../design/import/report.ts';
import { reportOf } from '../../design/import/report.ts';
import { localDate } from '../../design/time/local-time.ts';
import { checkInProcess } from '../../sync-server/import/process/check-in-process.ts';

async function* nothingKnown(): AsyncGenerator<never[]> {
  // A dry run without a server knows no catalogue: every article is a new one.
}

/**
 * Checks a file without a server: sheet and columns are guessed, the catalogue counts as empty. The file is opened in a process of its own,
 * whatever it is. `progress`: rows read of so many. @throws DomainError where it cannot be read
 */
export async function dryRun(
  path: string,
  sheet: string | null,
  progress: (done: number, of: number) => void,
  signal: AbortSignal,
): Promise<{ readonly report: ImportReport }> {
  const startedAt = Date.now();
  const findings: Finding[] = [];
  const { counts } = await checkInProcess(
    {
      path,
      reading: { choice: { ...GUESS_ALL, sheet }, mapping: null, rules: STANDARD_RULES },
      supplier: null,
      today: localDate(startedAt, 'Europe/Moscow'),
      known: nothingKnown,
    },
    {
      batch(found) {
        for (const finding of found.findings) findings.push(finding);
        return Promise.resolve();
      },
      progress: (done, of) => Promise.resolve(progress(done, of)),
    },
    signal,
  );
  const run = { importId: randomUUID(), profileId: null, startedAt, completedAt: Date.now(), dryRun: true };
  return { report: reportOf(run, counts, findings) };
}
