import { CONTROL } from '../../design/databases.ts';
import type { DayFact } from '../../design/folds/rollup-day.ts';
import { receiptKeyOf } from '../../design/folds/rollup-day.ts';
import { parseHlc } from '../../design/time/hlc.ts';
import { localDate } from '../../design/time/local-time.ts';
import type { Engine } from '../engine/engine.ts';

/**
 * Receipts that count on another day than their stamp says: sold before midnight and registered after, or settled days later. Kept in
 * the control database (`rollup-stray:<store>:<day>:<key>`), because ranges of ids would not find them on that day.
 */
export interface Strays {
  /** The days that this fact changes: its stamp's own, and those it strays into. What is a stray is remembered durably first. */
  note(fact: DayFact, timeZone: string): Promise<{ own: string | null; others: string[] }>;
  /** The receipts that stray into a day or out of it, with the days they stray into: their facts lie in those months, too. */
  about(store: string, day: string, timeZone: string): Promise<Stray[]>;
  /** Forgets them all: the facts tell them again. */
  clear(): Promise<void>;
}

export interface Stray {
  readonly key: string;
  readonly days: readonly string[];
}

const prefix = 'rollup-stray:';

export function createStrays(engine: Engine): Strays {
  const shops = new Map<string, Promise<Map<string, Set<string>>>>();

  /** Days by receipt key. */
  async function load(store: string): Promise<Map<string, Set<string>>> {
    const control = await engine.open(CONTROL);
    const days = new Map<string, Set<string>>();
    const docs = await control.range({ startkey: `${prefix}${store}:`, endkey: `${prefix}${store}:\ufff0` });
    for (const doc of docs) add(days, String(doc['key']), String(doc['day']));
    return days;
  }
  const shop = (store: string): Promise<Map<string, Set<string>>> => {
    let days = shops.get(store);
    if (!days) {
      shops.set(store, (days = load(store)));
      days.catch(() => shops.delete(store));
    }
    return days;
  };

  return {
    async note(fact, timeZone) {
      const key = receiptKeyOf(fact);
      const days = await shop(fact.store);
      const own = ownDay(key, timeZone);
      const at = fact.type === 'sale-void' || fact.type === 'recovery' ? own : localDate(fact.at, timeZone);
      if (at !== null && at !== own && !days.get(key)?.has(at)) {
        const control = await engine.open(CONTROL);
        const result = await control.put({ _id: `${prefix}${fact.store}:${at}:${key}`, type: 'rollup-stray', day: at, key });
        if (!result.ok && result.error !== 'conflict') throw new Error(`${result.id}: ${result.error}`);
        add(days, key, at);
      }
      return { own, others: [...(days.get(key) ?? [])] };
    },
    async about(store, day, timeZone) {
      const strays = [...(await shop(store))].map(([key, days]) => ({ key, days: [...days] }));
      return strays.filter(({ key, days }) => days.includes(day) || ownDay(key, timeZone) === day);
    },
    async clear() {
      const control = await engine.open(CONTROL);
      const docs = await control.range({ startkey: prefix, endkey: `${prefix}\ufff0` });
      if (docs.length > 0) await control.bulk(docs.map(({ _id, _rev }) => ({ _id, _rev, _deleted: true })));
      shops.clear();
    },
  };
}

/** The day that a receipt's stamp names. */
function ownDay(key: string, timeZone: string): string | null {
  const stamp = parseHlc(key);
  return stamp && localDate(stamp.wall, timeZone);
}

function add(days: Map<string, Set<string>>, key: string, day: string): void {
  const held = days.get(key);
  if (held) held.add(day);
  else days.set(key, new Set([day]));
}
