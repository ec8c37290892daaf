import { setTimeout as sleep } from 'node:timers/promises';
import { canonicalJson } from '../../design/canonical-json.ts';
import { CHAIN, parseDatabaseName, resultIdOf } from '../../design/databases.ts';
import type { DayRollup } from '../../design/documents/chain.ts';
import type { FiscalResult, Receipt, SaleVoid } from '../../design/documents/facts.ts';
import { RECEIPT_TYPES } from '../../design/folds/movement.ts';
import { rollupDay, rollupId } from '../../design/folds/rollup-day.ts';
import { rangeOf } from '../../design/ids.ts';
import { DAY } from '../../design/time/clock.ts';
import { instantOf } from '../../design/time/day-range.ts';
import type { Engine, StoredDocument } from '../engine/engine.ts';
import { loadDayFacts } from '../rollup/day-facts.ts';
import { createStrays } from '../rollup/strays.ts';

/** What is told of faults and open sales at most; how many there are is told beside it. */
const AT_MOST = 200;
/** A day's document may be a moment behind the sale that was just made. */
const CATCH_UP = { times: 5, wait: 300 } as const;

export interface MonthFault {
  readonly rule: 'sale-settled-once' | 'no-double' | 'result-has-sale' | 'same-content' | 'rollup-is-fold';
  readonly what: string;
  readonly why: string;
}

export interface MonthVerdict {
  readonly database: string;
  readonly sales: number;
  readonly results: number;
  readonly days: number;
  /** Results whose sales are still on their way. */
  readonly owed: number;
  readonly faults: readonly MonthFault[];
  readonly found: number;
  /** Sales without an outcome: each must lie in its till's tray. */
  readonly open: readonly { readonly _id: string; readonly key: string; readonly fn: string; readonly pos: string | null }[];
  readonly openCount: number;
}

/**
 * A month of a shop held against itself: every sale has one outcome, no document number is used twice, every result has its sale, and the
 * days of the dashboard equal a fresh fold of their facts. One month in memory at a time.
 */
export async function verifyMonth(
  engine: Engine,
  name: string,
  timeZone: string,
  /** A result younger than this (epoch ms) may wait for its sale: the till brings it, or the journal a little later. */
  owedSince: number,
): Promise<MonthVerdict> {
  const { store, month } = parseDatabaseName(name) as { store: string; month: string };
  const database = await engine.open(name);
  const ofType = async <T>(type: string) => (await database.range(rangeOf(type))) as unknown as (T & StoredDocument)[];
  const receipts: Receipt[] = [];
  for (const type of RECEIPT_TYPES) receipts.push(...(await ofType<Receipt>(type)));
  const results = await ofType<FiscalResult>('fiscal-result');
  const voids = await ofType<SaleVoid>('sale-void');
  const faults: MonthFault[] = [];

  const byId = new Map(receipts.map((one) => [one._id, one]));
  const marks = new Set<string>();
  const orphans: { _id: string; sale: string; at: number }[] = [];
  let owed = 0;
  const settled = new Map<string, number>();
  for (const { _id, sale, fn, fd, total, at } of results) {
    const mark = `${fn}-${fd}`;
    if (marks.has(mark)) faults.push({ rule: 'no-double', what: mark, why: 'two results bear this number' });
    marks.add(mark);
    settled.set(sale, (settled.get(sale) ?? 0) + 1);
    const receipt = byId.get(sale);
    if (!receipt) orphans.push({ _id, sale, at });
    else if (receipt.total !== total) faults.push({ rule: 'same-content', what: _id, why: 'its total is not that of its sale' });
  }
  for (const { sale } of voids) settled.set(sale, (settled.get(sale) ?? 0) + 1);
  // A sale may be settled in a later shift, which another month holds.
  const unsettled = receipts.filter(({ _id }) => !settled.has(_id)).map(({ _id }) => resultIdOf(_id));
  const others = await inOtherMonths(engine, name, [...orphans.map(({ sale }) => sale), ...unsettled]);
  for (const { _id, sale, at } of orphans) {
    if (others.has(sale)) continue;
    if (at > owedSince) owed += 1;
    else faults.push({ rule: 'result-has-sale', what: _id, why: 'its sale is nowhere' });
  }
  const open: MonthVerdict['open'][number][] = [];
  for (const { _id, key, fn, pos } of receipts) {
    const outcomes = settled.get(_id) ?? (others.has(resultIdOf(_id)) ? 1 : 0);
    if (outcomes === 0) open.push({ _id, key, fn, pos });
    else if (outcomes > 1) faults.push({ rule: 'sale-settled-once', what: _id, why: `it has ${outcomes} outcomes` });
  }
  const days = daysOf(month, timeZone);
  const strays = createStrays(engine);
  for (const day of days) if (!(await isFold(engine, strays, { store, day, timeZone }))) faults.push(notFold(store, day));
  const counts = { sales: receipts.length, results: results.length, days: days.length, owed };
  const found = { found: faults.length, openCount: open.length };
  return { database: name, ...counts, ...found, faults: faults.slice(0, AT_MOST), open: open.slice(0, AT_MOST) };
}

/** Those of the documents that the shop's other months hold. */
async function inOtherMonths(engine: Engine, name: string, ids: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  if (ids.length === 0) return found;
  const { store } = parseDatabaseName(name)!;
  for (const other of await engine.list()) {
    const { kind, store: shop } = parseDatabaseName(other) ?? {};
    if (other === name || kind !== 'sales' || shop !== store) continue;
    for (const { _id } of await (await engine.open(other)).range({ keys: ids })) found.add(_id);
  }
  return found;
}

const notFold = (store: string, day: string): MonthFault => ({
  rule: 'rollup-is-fold',
  what: rollupId(store, day),
  why: 'it is not the fold of its facts',
});

function daysOf(month: string, timeZone: string): string[] {
  const first = `${month.slice(0, 4)}-${month.slice(4)}-01`;
  const noon = instantOf(`${first}T12:00:00`, timeZone);
  const days = Array.from({ length: 31 }, (_, i) => new Date(noon + i * DAY).toISOString().slice(0, 10));
  return days.filter((day) => day.slice(0, 7) === first.slice(0, 7));
}

async function isFold(
  engine: Engine,
  strays: ReturnType<typeof createStrays>,
  place: { store: string; day: string; timeZone: string },
): Promise<boolean> {
  const chain = await engine.open(CHAIN);
  for (let times = 0; ; times += 1) {
    const facts = await loadDayFacts(engine, place, await strays.about(place.store, place.day, place.timeZone));
    const stored = (await chain.get(rollupId(place.store, place.day))) as unknown as DayRollup | null;
    const fold = rollupDay(facts.values(), place);
    // Which tills are silent at the moment is no fact of the day.
    const same = stored ? plain(stored) === plain(fold) : facts.size === 0;
    if (same || times >= CATCH_UP.times) return same;
    await sleep(CATCH_UP.wait);
  }
}

const plain = (rollup: DayRollup): string => canonicalJson({ ...rollup, _rev: undefined, syncing: undefined });
