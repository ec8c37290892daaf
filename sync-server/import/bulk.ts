import { setImmediate } from 'node:timers/promises';
import { DomainError } from '../../design/errors.office.ts';
import type { ProductChange } from '../../design/import/checked-row.ts';
import type { FindingType } from '../../design/import/finding.ts';
import { PIECE_CHANGES, type ImportJob } from '../../design/import/job.ts';
import { GUESS_ALL, STANDARD_RULES } from '../../design/import/profile.ts';
import type { JobStore } from './jobs.store.ts';
import { assertSound } from './stage.ts';

/** Names of files and edits in a job. */
const NAME = 200;

/**
 * An edit of many articles as a job: what it changes is laid down whole, then it stands `checked`, as a supplier's file does when it has
 * been read. Killed in between it stays a draft that changes nothing.
 * @param name what is done, in words: it stands where a file's name would
 */
export async function stageBulk(
  store: JobStore,
  { name, changes }: { readonly name: string; readonly changes: readonly ProductChange[] },
  now: number,
): Promise<ImportJob> {
  if (changes.length === 0) throw new DomainError('IMPORT_CHECK_FAILED', { changes: 0 });
  for (const [place, change] of changes.entries()) {
    assertSound(change);
    // A hundred thousand of them would keep others waiting.
    if (place % PIECE_CHANGES === 0) await setImmediate();
  }
  const job = await store.make(
    {
      ...{ source: 'bulk', file: { id: '', name: name.slice(0, NAME), bytes: 0 }, profile: null, supplier: '' },
      ...{ choice: GUESS_ALL, mapping: null, rules: STANDARD_RULES, dryRun: false, ahead: null },
    },
    now,
  );
  const pieces: ImportJob['pieces'] = [];
  for (let from = 0; from < changes.length; from += PIECE_CHANGES) {
    const part = changes.slice(from, from + PIECE_CHANGES);
    pieces.push(await store.addPiece(job._id, 'piece', pieces.length + 1, part));
  }
  await store.flush();
  const found: Partial<Record<FindingType, number>> = {};
  for (const { held } of changes) for (const type of held) found[type] = (found[type] ?? 0) + 1;
  const { length: total } = changes;
  return store.change(job._id, () => ({
    ...{ state: 'checked', started: now, checked: now, pieces, found, progress: { done: total, of: total } },
    changes: { new: 0, changed: total, vanished: 0, held: changes.filter(({ held }) => held.length > 0).length },
    counters: { total, processed: total, created: 0, updated: total, skipped: 0, errors: 0 },
  }));
}
