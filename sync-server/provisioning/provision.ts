import {
  CATALOG,
  CHAIN,
  CONTROL,
  COSTS,
  JOURNAL,
  openMonths,
  PRODUCTS,
  salesDatabase,
  storeDatabase,
} from '../../design/databases.ts';
import { HOUR, type Clock } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { reasonOf, type Log } from '../log.ts';
import type { Shops } from './shops.ts';

const ALWAYS = [CONTROL, JOURNAL, CATALOG, PRODUCTS, COSTS, CHAIN];

export interface Provisioner {
  /** Names that devices may meet today. */
  provisioned(name: string): boolean;
  /** Makes what is missing now: after a shop was created, at start and every hour (months roll over). */
  run(): Promise<void>;
  onChange(listener: () => void): () => void;
  stop(): void;
}

export async function createProvisioner(engine: Engine, shops: Shops, clock: Clock, log: Log): Promise<Provisioner> {
  const names = new Set<string>();
  const listeners = new Set<() => void>();

  async function run(): Promise<void> {
    await shops.reload();
    const wanted = [...ALWAYS];
    for (const shop of shops.list()) {
      wanted.push(storeDatabase(shop.code));
      for (const month of openMonths(clock.now(), shop.timeZone)) wanted.push(salesDatabase(shop.code, month));
    }
    const missing = wanted.filter((name) => !names.has(name));
    for (const name of missing) {
      await engine.open(name);
      names.add(name);
    }
    if (missing.length > 0) for (const listener of listeners) listener();
  }
  await run();

  const again = (): void => {
    run().catch((error: unknown) => log('error', 'provisioning-failed', { why: reasonOf(error) }));
  };
  const timer = setInterval(again, HOUR);
  timer.unref();
  const unwatch = engine.watch((name) => {
    if (name === CATALOG) again();
  });

  return {
    provisioned: (name) => names.has(name),
    run,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop() {
      clearInterval(timer);
      unwatch();
    },
  };
}
