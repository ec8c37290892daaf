import type { Alarms } from './care/alarms.ts';
import type { Clock } from '../design/time/clock.ts';
import type { GatewayConfig } from './config.ts';
import type { Crash } from './crash-points.ts';
import type { Events } from './events.ts';
import type { Journal } from './journal/journal.ts';
import type { Stores } from './journal/stores.ts';
import type { Log } from './log.ts';
import type { OfdTransport } from './ofd/ofd.ts';
import type { Random } from './random.ts';
import type { Register } from './register/register.ts';
import type { CopyJournal } from './safekeeping/copy-in-worker.ts';
import type { Disk } from './safekeeping/disk.ts';
import type { Metrics } from './telemetry/metrics.ts';
import type { Standing } from './telemetry/standing.ts';
import type { Timers } from './timers.ts';

/** What every part of the gateway works with; tests hand in their own clock, register, operator and randomness. */
export interface Context {
  readonly config: GatewayConfig;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly log: Log;
  readonly journal: Journal;
  readonly stores: Stores;
  readonly events: Events;
  readonly alarms: Alarms;
  readonly metrics: Metrics;
  readonly standing: Standing;
  readonly disk: Disk;
  readonly copyJournal: CopyJournal;
  /** `null`: none configured; sales answer REGISTER_NOT_CONFIGURED. */
  readonly register: Register | null;
  readonly ofd: OfdTransport | null;
  readonly crash: Crash;
}
