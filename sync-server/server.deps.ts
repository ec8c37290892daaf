import type { Clock } from '../design/time/clock.ts';
import type { ServerClock } from './admin/clock.part.ts';
import type { Pictures } from './catalogue/back-office/pictures.store.ts';
import type { SyncConfig } from './config.ts';
import type { CouchApi } from './couch-api/embedded.api.ts';
import type { BodyBudget } from './db/body-budget.ts';
import type { ReplicationStore } from './db/replication.ts';
import type { Engine } from './engine/engine.ts';
import type { RequestRate } from './http/request-rate.ts';
import type { Log } from './log.ts';
import type { Transports } from './messages/sender.ts';
import type { Photos } from './photos/photos.store.ts';
import type { LastVerifiedBackup } from './provisioning/last-backup.ts';

/** What a server stands on: its store, its clock, its folders, its tokens. */
export interface ServerDeps {
  readonly engine: Engine;
  readonly store: ReplicationStore;
  readonly clock: Clock;
  /** Absent: the clock is no machine's. */
  readonly machineClock?: ServerClock;
  readonly log: Log;
  readonly config: Pick<SyncConfig, 'demo' | 'demoTills' | 'gatewayTokens' | 'publicUrl' | 'tls' | 'appDir' | 'devApp'>;
  readonly metricsToken: string;
  /** The administrator's `/db`, and the token that opens it. */
  readonly couchApi: CouchApi;
  readonly adminToken: string;
  readonly version: string;
  readonly lastVerifiedBackup?: LastVerifiedBackup;
  /** How electronic receipts go out. */
  readonly transports: Transports;
  readonly photos: Photos;
  /** Pictures of articles. */
  readonly pictures: Pictures;
  /** Where suppliers' files are kept. */
  readonly importFolder: string;
  /** Opens the connector for suppliers' files. */
  readonly importToken: string;
  /** Tests only: other bounds than those of design/sync/limits.ts and db/body-budget.ts. */
  readonly bounds?: Partial<Bounds>;
}

export interface Bounds {
  readonly requestRate: RequestRate;
  readonly bodyBudget: BodyBudget;
  /** Bytes that a revoked device may hand in. */
  readonly quarantineRoom: number;
}
