import { parseDatabaseName, salesDatabase } from '../../design/databases.ts';
import { addMonths } from '../../design/time/local-time.ts';
import type { Engine } from '../engine/engine.ts';
import { homesOf } from '../homes/homes.ts';

export interface SalesName {
  readonly name: string;
  readonly store: string;
  readonly month: string;
}

/** Every month database of the chain: the own shop's first, the newest first within a shop. */
export async function salesNames(engine: Engine, own: string): Promise<SalesName[]> {
  const names = (await engine.list()).flatMap((name): SalesName[] => {
    const { kind, store, month } = parseDatabaseName(name) ?? {};
    return kind === 'sales' ? [{ name, store: store!, month: month! }] : [];
  });
  const far = ({ store }: SalesName): number => (store === own ? 0 : 1);
  return names.sort((a, b) => far(a) - far(b) || (a.store < b.store ? -1 : a.store > b.store ? 1 : a.month < b.month ? 1 : -1));
}

/**
 * Those of them in which something of a month may lie: that month, the one before (a shift that spans the midnight), the one after (a
 * register's clock is its own), and the homes of wrong clocks.
 */
export async function around(engine: Engine, names: readonly SalesName[], month: string): Promise<SalesName[]> {
  const months = [-1, 0, 1].map((by) => addMonths(month, by));
  const near = new Set<string>();
  for (const store of new Set(names.map((one) => one.store))) {
    for (const one of months) near.add(salesDatabase(store, one));
    for (const home of await homesOf(engine, store)) near.add(home);
  }
  return names.filter(({ name }) => near.has(name));
}
