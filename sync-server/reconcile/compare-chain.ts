import { CHAIN, parseDatabaseName, salesDatabase } from '../../design/databases.ts';
import type { RegisterState, Report, ReportItem } from '../../design/documents/chain.ts';
import type { FiscalResult } from '../../design/documents/facts.ts';
import { rangeOf } from '../../design/ids.ts';
import { compareTill, type TillFacts } from '../../design/reconcile/compare-till.ts';
import { isSilent } from '../../design/reconcile/unsent-tills.ts';
import { HOUR } from '../../design/time/clock.ts';
import { addMonths, localMonth } from '../../design/time/local-time.ts';
import type { Engine } from '../engine/engine.ts';
import type { Homes } from '../homes/homes.ts';
import { homesOf } from '../homes/homes.ts';
import { updateLedgers } from './ledgers.store.ts';

/** How far back results are held against the journal: older ones were, hour by hour. */
const LOOK_BACK = 36 * HOUR;
/** What a report lists at most; how much was found is told beside it. */
const ITEMS_AT_MOST = 200;

export interface ChainFacts {
  readonly engine: Engine;
  readonly homes: Pick<Homes, 'placeOf'>;
  readonly timeZoneOf: (store: string) => string;
  /** Since when the server listens, epoch ms. */
  readonly since: number;
}

export type Findings = Pick<Report, 'from' | 'to' | 'lost' | 'waiting' | 'found' | 'items' | 'tills'>;

/** C-42 over every till that ever sent its journal. */
export async function compareChain({ engine, homes, timeZoneOf, since }: ChainFacts, now: number): Promise<Findings> {
  const ledgers = await updateLedgers(engine, homes);
  const states = (await (await engine.open(CHAIN)).range(rangeOf('register-state'))) as unknown as RegisterState[];
  const byPos = new Map(states.map((state) => [state.pos, state]));
  const stores = new Set([...ledgers.values()].map(({ store }) => store));
  const results = new Map<string, TillFacts['results'][number][]>();
  for (const store of stores) {
    for (const { pos, ...result } of await recentResults(engine, store, timeZoneOf(store), now - LOOK_BACK, now)) {
      if (pos !== null) results.set(pos, [...(results.get(pos) ?? []), result]);
    }
  }
  const tills: Report['tills'] = [];
  const [lost, waiting]: [ReportItem[], ReportItem[]] = [[], []];
  for (const [pos, { store, ledger }] of [...ledgers].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const state = byPos.get(pos);
    const silent = !state || isSilent(state, { now, since });
    const facts = { pos, store, ledger, silent, copyWaiting: state?.copy?.waiting ?? 0, results: results.get(pos) ?? [] };
    const compared = compareTill(facts, now);
    tills.push(compared.till);
    lost.push(...compared.lost);
    waiting.push(...compared.waiting);
  }
  const items = [...lost, ...waiting].slice(0, ITEMS_AT_MOST);
  return {
    from: now - LOOK_BACK,
    to: now,
    lost: lost.length,
    waiting: waiting.length,
    found: lost.length + waiting.length,
    items,
    tills,
  };
}

/** Fiscal results whose receipts bear stamps of a time, wherever they lie. */
async function recentResults(engine: Engine, store: string, zone: string, from: number, to: number) {
  const month = localMonth(to, zone);
  const months = [addMonths(month, -1), month].map((one) => salesDatabase(store, one));
  const names = new Set([...months, ...(await homesOf(engine, store))]);
  const found: Pick<FiscalResult, '_id' | 'pos' | 'fn' | 'fd' | 'at'>[] = [];
  for (const name of names) {
    if (parseDatabaseName(name) === null || !(await engine.exists(name))) continue;
    const docs = await (await engine.open(name)).range({ startkey: `fiscal-result:${from}`, endkey: `fiscal-result:${to}` });
    for (const { _id, pos, fn, fd, at } of docs as unknown as FiscalResult[]) found.push({ _id, pos, fn, fd, at });
  }
  return found;
}
