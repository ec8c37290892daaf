import { addMonths, localMonth } from '../../design/time/local-time.ts';
import { salesDatabase } from '../../design/databases.ts';
import { upgrade } from '../../design/documents/upgrade.ts';
import type { DayFact } from '../../design/folds/rollup-day.ts';
import { isDayFact, receiptKeyOf } from '../../design/folds/rollup-day.ts';
import { HOUR } from '../../design/time/clock.ts';
import { homesOf } from '../homes/homes.ts';
import { dayRange } from '../../design/time/day-range.ts';
import { parseHlc, stampFrom } from '../../design/time/hlc.ts';
import type { Engine, StoredDocument } from '../engine/engine.ts';
import type { Stray } from './strays.ts';

/** A shift lasts 24 h at most, so facts lie in the month of their stamp or of this long before. */
const SHIFT_REACH = 36 * HOUR;
const RANGED = ['sale', 'refund', 'correction', 'fiscal-result', 'recovery'] as const;
const RECEIPTS = ['sale', 'refund', 'correction'];

/** The fact in today's schema; `null` where the document is none of the day's or newer than this program. */
export function dayFactOf(doc: StoredDocument & { type?: unknown; schema?: unknown }): DayFact | null {
  const { doc: current, newer } = upgrade(doc);
  return !newer && isDayFact(current) ? current : null;
}

/**
 * Every fact of a shop's day: those whose receipts bear stamps of that day, by ranges of ids, and the receipts named in `strays`, which
 * bear the stamp of another day or were settled on another one (after midnight, or long after the sale).
 */
export async function loadDayFacts(
  engine: Engine,
  { store, day, timeZone }: { store: string; day: string; timeZone: string },
  strays: readonly Stray[],
): Promise<Map<string, DayFact>> {
  const { from, to } = dayRange(day, timeZone);
  const facts = new Map<string, DayFact>();
  const take = (docs: readonly StoredDocument[]): void => {
    for (const doc of docs) {
      const fact = dayFactOf(doc);
      if (fact) facts.set(fact._id, fact);
    }
  };
  const monthsAround = (first: number, last: number): string[] => [
    ...new Set([localMonth(first - SHIFT_REACH, timeZone), localMonth(first, timeZone), localMonth(last, timeZone)]),
  ];

  const named = (months: Iterable<string>): string[] => [...months].map((month) => salesDatabase(store, month));
  const homes = await homesOf(engine, store);

  for (const name of new Set([...named(monthsAround(from, to)), ...homes])) {
    if (!(await engine.exists(name))) continue;
    const database = await engine.open(name);
    for (const type of RANGED)
      take(await database.range({ startkey: `${type}:${stampFrom(from)}`, endkey: `${type}:${stampFrom(to)}` }));
    // A void bears its own, later stamp.
    take(await database.range({ startkey: `sale-void:${stampFrom(from)}`, endkey: 'sale-void:\ufff0' }));
  }
  for (const { key, days } of strays) {
    const wall = parseHlc(key)?.wall ?? from;
    const month = localMonth(wall, timeZone);
    const settled = days.flatMap((one) => {
      const range = dayRange(one, timeZone);
      return monthsAround(range.from, range.to);
    });
    const months = new Set([...monthsAround(wall, wall), addMonths(month, 1), ...monthsAround(from, to), ...settled]);
    for (const name of new Set([...named(months), ...homes])) {
      if (!(await engine.exists(name))) continue;
      const database = await engine.open(name);
      take(await database.range({ keys: RANGED.map((type) => `${type}:${key}`) }));
      const voids = await database.range({ startkey: `sale-void:${stampFrom(wall)}`, endkey: 'sale-void:\ufff0' });
      take(voids.filter((v) => RECEIPTS.some((type) => v['sale'] === `${type}:${key}`)));
    }
  }
  const about = new Set([...facts.values()].filter((f) => f.type !== 'sale-void').map(receiptKeyOf));
  for (const fact of facts.values()) if (fact.type === 'sale-void' && !about.has(receiptKeyOf(fact))) facts.delete(fact._id);
  return facts;
}
