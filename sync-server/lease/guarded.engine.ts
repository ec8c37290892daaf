import type { Database, Engine } from '../engine/engine.ts';
import type { Lease } from './lease.ts';

const WRITES: ReadonlySet<string | symbol> = new Set<keyof Database>(['put', 'bulk']);

/**
 * The same engine, but each write first makes sure that the lease is still ours: a server that slept through its ttl (a suspended
 * machine, a stopped process) finds out before it writes and not after. What it writes after that is compare-and-set or says the same
 * whoever says it, so the moment between question and write does no harm.
 */
export function guardedEngine(engine: Engine, lease: Pick<Lease, 'confirm'>): Engine {
  const guarded = (database: Database): Database =>
    proxyOf(database, (name, write) =>
      WRITES.has(name)
        ? async (...args: unknown[]) => {
            await lease.confirm();
            return write(...args);
          }
        : null,
    );
  return proxyOf(engine, (name, open) =>
    name === 'open' ? async (...args: unknown[]) => guarded((await open(...args)) as Database) : null,
  );
}

type Method = (...args: unknown[]) => unknown;

function proxyOf<T extends object>(target: T, replace: (name: string | symbol, method: Method) => Method | null): T {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const method = (value as Method).bind(target);
      return replace(name, method) ?? method;
    },
  });
}
