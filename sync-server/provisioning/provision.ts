import {
  CATALOG,
  CHAIN,
  CHAIN_COST,
  CONTROL,
  COSTS,
  JOURNAL,
  openMonths,
  parseDatabaseName,
  PRODUCTS,
  salesDatabase,
  storeDatabase,
} from '../../design/databases.ts';
import { MINUTE, type Clock } from '../../design/time/clock.ts';
import type { Engine } from '../engine/engine.ts';
import { reasonOf, type Log } from '../log.ts';
import type { Shops } from './shops.ts';

const ALWAYS = [CONTROL, JOURNAL, CATALOG, PRODUCTS, COSTS, CHAIN, CHAIN_COST];

export interface Provisioner {
  /** Names that are there: what devices may meet today, and the months of earlier days. */
  provisioned(name: string): boolean;
  /** Makes what is missing now: after a shop was created, at start, every minute and whenever a device asks (months roll over). */
  run(): Promise<void>;
  /** As `run`, where the months that are open have moved on since; costs nothing where they have not. */
  upToDate(): Promise<void>;
  onChange(listener: () => void): () => void;
  stop(): void;
}

export async function createProvisioner(engine: Engine, shops: Shops, clock: Clock, log: Log): Promise<Provisioner> {
  const names = new Set<string>();
  const listeners = new Set<() => void>();

  const missing = (): string[] =>
    shops
      .list()
      .flatMap((shop) => [
        storeDatabase(shop.code),
        ...openMonths(clock.now(), shop.timeZone).map((month) => salesDatabase(shop.code, month)),
      ])
      .concat(ALWAYS)
      .filter((name) => !names.has(name));

  async function make(): Promise<void> {
    const wanted = missing();
    for (const name of wanted) {
      await engine.open(name);
      names.add(name);
    }
    if (wanted.length > 0) for (const listener of listeners) listener();
  }
  async function run(): Promise<void> {
    await shops.reload();
    await make();
  }
  for (const name of await engine.list()) if (parseDatabaseName(name)?.kind === 'sales') names.add(name);
  await run();

  const again = (): void => {
    run().catch((error: unknown) => log('error', 'provisioning-failed', { why: reasonOf(error) }));
  };
  const timer = setInterval(() => missing().length > 0 && again(), MINUTE);
  timer.unref();
  const unwatch = engine.watch((name) => {
    if (name === CATALOG) again();
  });

  return {
    provisioned: (name) => names.has(name),
    run,
    upToDate: () => (missing().length > 0 ? make() : Promise.resolve()),
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
