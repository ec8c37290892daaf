import { FINDING_TEXTS } from '../../design/import/finding-texts.ts';
import { FINDINGS, type FindingType } from '../../design/import/finding.ts';
import type { ImportJob } from '../../design/import/job.ts';
import type { ChangeKind, Imports, StagedChange } from '../import/imports.ts';

const PAGE = 1_000;
const TYPES = Object.keys(FINDINGS) as FindingType[];

async function count(imports: Imports, id: string, kind: ChangeKind, is: (change: StagedChange) => boolean): Promise<number> {
  let sum = 0;
  for (let page = 1; ; page += 1) {
    const { rows, total } = await imports.changes(id, { kind, page, limit: PAGE });
    sum += rows.filter(is).length;
    if (page * PAGE >= total) return sum;
  }
}

/** Changes that still wait for somebody's word. */
export async function stillHeld(imports: Imports, { _id, approvals, changes: { held }, found }: ImportJob): Promise<number> {
  if (approvals.length === 0 || held === 0) return held;
  const given = new Set(approvals.flatMap((one) => one.types));
  if (TYPES.every((type) => !('held' in FINDINGS[type]) || !found[type] || given.has(type))) return 0;
  return count(imports, _id, 'held', ({ approved }) => !approved);
}

/** Articles that the job puts into the archive as it stands now: they are not in the file, and nobody's word is waited for. */
export async function archiving(imports: Imports, { _id, rules, changes: { vanished } }: ImportJob): Promise<number> {
  if (!rules.archiveVanished || vanished === 0) return 0;
  return count(imports, _id, 'vanished', ({ approved }) => approved);
}

/** What still lies, comes or is promised of each article that is gone from the file, by SKU, in a sentence. */
export async function standingOf(imports: Imports, { _id }: ImportJob): Promise<Record<string, string>> {
  const found = await imports.everyFinding(_id, { type: 'VANISHED_STANDS' });
  return Object.fromEntries(found.map((one) => [one.value ?? '', FINDING_TEXTS.VANISHED_STANDS.message(one)]));
}
