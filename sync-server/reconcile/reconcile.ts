import { CONTROL } from '../../design/databases.ts';
import type { Report } from '../../design/documents/chain.ts';
import type { ReportJob } from '../../design/reconcile/report-jobs.ts';
import { DAY, HOUR, type Clock } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { startRound, type Round } from '../follow/round.ts';
import type { Homes } from '../homes/homes.ts';
import type { Log } from '../log.ts';
import type { Stamps } from '../stamps.ts';
import { absences } from './absences.store.ts';
import { compareChain, type Findings } from './compare-chain.ts';
import { compareDeposits } from './deposits.ts';
import { compareOfflinePrices } from './offline-prices.ts';
import { forgetOld, reports, writeReport } from './reports.store.ts';

export interface ReconcileDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly stamps: Stamps;
  readonly homes: Pick<Homes, 'placeOf'>;
  readonly timeZoneOf: (store: string) => string;
  readonly log: Log;
  /** `waiting`: absences that cannot be looked at while receipts are pending. */
  readonly measured: (job: ReportJob, figures: { lost: number; found: number; waiting: number }) => void;
}

/** `run`: what is due, or everything now. */
export type Reconciliation = Round<'due' | 'all'>;

/**
 * The reconciliations of requirements C-41 (after more than 8 h away) and C-42 (hourly), and of deposits (daily). Each leaves a report in `chain`
 * (`report:<job>:…`), a figure for the alarms and, where something is lost, an error in the log. Nothing is corrected by itself.
 */
export function startReconciliation(deps: ReconcileDeps): Reconciliation {
  const { engine, clock, log } = deps;
  const since = clock.now();

  const reportOf = (id: string, job: ReportJob, store: string | null, findings: Findings): Report => ({
    ...{ _id: `report:${job}:${id}`, type: 'report', schema: 1, hlc: deps.stamps(), by: null, pos: null },
    ...{ job, store, at: clock.now(), seen: null },
    ...findings,
  });

  async function hourly(now: number, all: boolean): Promise<void> {
    const hour = Math.floor(now / HOUR) * HOUR;
    const last = (await reports(engine, 'c42')).at(-1);
    if (!all && last && last.at >= hour) return;
    const findings = await compareChain({ ...deps, since }, now);
    const stamp = new Date(hour).toISOString().slice(0, 13);
    await writeReport(engine, reportOf(stamp, 'c42', null, findings));
    deps.measured('c42', findings);
    if (findings.lost > 0) log('error', 'reconciliation-lost', { job: 'c42', lost: findings.lost, first: findings.items[0] });
    await forgetOld(engine, now);
  }

  /** Once a day: it reads two months of every shop. */
  async function deposits(now: number, all: boolean): Promise<void> {
    const day = Math.floor(now / DAY) * DAY;
    // Beside the days' reports lie those of the watch, one a deposit or debt (settlement-watch.ts).
    const last = (await reports(engine, 'deposits')).filter(({ _id }) => /:\d{4}-\d\d-\d\d$/.test(_id)).at(-1);
    if (!all && last && last.at >= day) return;
    const findings = await compareDeposits(engine, now);
    await writeReport(engine, reportOf(new Date(day).toISOString().slice(0, 10), 'deposits', null, findings));
    deps.measured('deposits', findings);
    if (findings.found > 0) log('warn', 'reconciliation-deposits', { job: 'deposits', found: findings.found });
  }

  async function returns(): Promise<void> {
    const control = await engine.open(CONTROL);
    let [waiting, found] = [0, 0];
    for (const absence of await absences(engine)) {
      const result = await compareOfflinePrices(engine, absence, deps.timeZoneOf(absence.store));
      if (!result) {
        waiting += 1;
        continue;
      }
      const { findings, sales } = result;
      found += findings.found;
      if (sales > 0) await writeReport(engine, reportOf(`${absence.pos}:${absence.from}`, 'c41', absence.store, findings));
      if (findings.found > 0) log('warn', 'reconciliation-prices', { job: 'c41', pos: absence.pos, lines: findings.found });
      await control.put({ _id: absence._id, _rev: absence._rev, _deleted: true });
    }
    deps.measured('c41', { lost: 0, found, waiting });
  }

  return startRound<'due' | 'all'>({
    what: 'reconciliation',
    log,
    async work(which = 'due') {
      await hourly(clock.now(), which === 'all');
      await returns();
      await deposits(clock.now(), which === 'all');
    },
  });
}
