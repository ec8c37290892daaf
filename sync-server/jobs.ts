import type { Clock } from '../design/time/clock.ts';
import { SECOND } from '../design/time/clock.ts';
import { startProjector } from './catalogue/projector.ts';
import { startResolver, type ResolverOptions } from './conflicts/resolver.ts';
import type { Engine } from './engine/engine.ts';
import { guardedEngine } from './lease/guarded.engine.ts';
import { createLease, type Lease } from './lease/lease.ts';
import type { Log } from './log.ts';
import { startOpenings } from './openings/worker.ts';
import { startRefundWatch } from './reconcile/refund-watch.ts';
import { startSettlementWatch } from './reconcile/settlement-watch.ts';
import { startRollups } from './rollup/worker.ts';
import { startLateSales } from './stock-take/late-sales.ts';
import { startStockTakes } from './stock-take/poster.ts';
import { startDailyStock } from './stock/daily-stock.ts';
import { startOrderGoods } from './stock/order-goods.ts';
import { startPurchases } from './stock/purchases.ts';
import { startStockWatch } from './stock/stock-watch.ts';
import { startTransfers } from './stock/transfers.ts';

/** The server's own writers, each following what changes: the catalogue's projector, the rollup worker and whatever joins them. */
export interface Jobs {
  /** Resolves when everything written before the call has been worked through; at once where another server does the work. */
  settled(): Promise<void>;
  /** Ends the work and hands the lease back. */
  stop(): Promise<void>;
  readonly lease: Lease;
}

export interface Job {
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** How long a server may be silent before another one on the same CouchDB takes over its jobs, ms. */
const LEASE_TTL = 15 * SECOND;

export interface JobsDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly timeZoneOf: (store: string) => string;
  readonly log: Log;
  /** Unique to this process. */
  readonly holder: string;
  readonly ttl?: number;
  /** Counts what the resolver of conflicts did. */
  readonly conflict?: ResolverOptions['counted'];
  /** What other rooms of the server do as long as the lease is ours, over the engine that the lease guards. */
  readonly works?: readonly ((engine: Engine) => Job)[];
}

/** What runs while the lease `jobs` is ours, over an engine that refuses to write when it no longer is. */
function startAll({ engine, clock, timeZoneOf, log, conflict, works = [] }: JobsDeps): Job[] {
  const followers = [
    startProjector(engine, { clock, log }),
    startRollups(engine, { clock, timeZoneOf, log }),
    startOpenings(engine, { clock, timeZoneOf, log }),
    startRefundWatch(engine, { clock, log }),
    startSettlementWatch(engine, { clock, log }),
    startTransfers(engine, { clock, timeZoneOf, log }),
    startStockWatch(engine, { clock, log }),
    startDailyStock(engine, { clock, timeZoneOf, log }),
    startStockTakes(engine, { clock, timeZoneOf, log }),
    startOrderGoods(engine, { clock, timeZoneOf, log }),
    startPurchases(engine, { clock, timeZoneOf, log }),
    startLateSales(engine, { clock, timeZoneOf, log }),
    startResolver(engine, { log, ...(conflict ? { counted: conflict } : {}) }),
  ];
  return [...followers, ...works.map((work) => work(engine))];
}

export function startJobs(deps: JobsDeps): Jobs {
  const { engine, clock, log, holder, ttl = LEASE_TTL } = deps;
  // The embedded engine's folder is locked by this process: nobody else can be at work on it.
  const lease = createLease(engine, clock, { name: 'jobs', ttl, holder, exclusive: engine.kind === 'embedded', log });
  const guarded = { ...deps, engine: guardedEngine(engine, lease) };
  let jobs: Job[] = [];
  lease.whenHeld(() => {
    const started = (jobs = startAll(guarded));
    return async () => {
      if (jobs === started) jobs = [];
      for (const job of started) await job.stop();
    };
  });
  return {
    lease,
    async settled() {
      await lease.asked;
      for (const job of jobs) await job.settled();
    },
    stop: () => lease.stop(),
  };
}
