import type { Clock } from '../design/time/clock.ts';
import { startProjector } from './catalogue/projector.ts';
import type { Engine } from './engine/engine.ts';
import type { Log } from './log.ts';
import { startRollups } from './rollup/worker.ts';

/** The server's own writers, each following what changes: the catalogue's projector and the rollup worker. */
export interface Jobs {
  /** Resolves when everything written before the call has been worked through. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export function startJobs(engine: Engine, clock: Clock, timeZoneOf: (store: string) => string, log: Log): Jobs {
  const jobs = [startProjector(engine, { clock, log }), startRollups(engine, { clock, timeZoneOf, log })];
  return {
    async settled() {
      for (const job of jobs) await job.settled();
    },
    async stop() {
      for (const job of jobs) await job.stop();
    },
  };
}
