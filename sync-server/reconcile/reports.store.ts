import { CHAIN } from '../../design/databases.ts';
import { report as reportShape, type Report } from '../../design/documents/chain.ts';
import { rangeOf } from '../../design/ids.ts';
import type { ReportJob } from '../../design/reconcile/report-jobs.ts';
import { DAY } from '../../design/time/clock.ts';
import type { Engine, StoredDocument } from '../engine/engine.ts';

/** Clean reports prove that the job ran: two days of them are enough. One with findings stays until a quarter is over. */
const KEEP = { clean: 2 * DAY, findings: 92 * DAY } as const;

export async function reports(engine: Engine, job?: ReportJob): Promise<(Report & StoredDocument)[]> {
  const docs = await (await engine.open(CHAIN)).range(job ? rangeOf(`report:${job}`) : rangeOf('report'));
  return docs.flatMap((doc) => (reportShape.safeParse(doc).success ? [doc as unknown as Report & StoredDocument] : []));
}

/** Written over where the same report exists already (a job that was killed after it). @throws Error where the store refuses. */
export async function writeReport(engine: Engine, report: Report): Promise<void> {
  const chain = await engine.open(CHAIN);
  const before = await chain.get(report._id);
  const result = await chain.put({ ...report, ...(before ? { _rev: before._rev } : {}) });
  if (!result.ok) throw new Error(`${report._id}: ${result.error}`);
}

export async function forgetOld(engine: Engine, now: number): Promise<void> {
  const old = (await reports(engine)).filter(({ at, found }) => now - at > (found === 0 ? KEEP.clean : KEEP.findings));
  if (old.length === 0) return;
  await (await engine.open(CHAIN)).bulk(old.map(({ _id, _rev }) => ({ _id, _rev, _deleted: true })));
}

/** A person has looked at it. Answers whether there is such a report. */
export async function markSeen(engine: Engine, id: string, now: number): Promise<boolean> {
  const chain = await engine.open(CHAIN);
  const doc = await chain.get(id);
  if (!reportShape.safeParse(doc).success) return false;
  return (await chain.put({ ...doc!, seen: now })).ok;
}
