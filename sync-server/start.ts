import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Clock } from '../design/time/clock.ts';
import { createPictures } from './catalogue/back-office/pictures.store.ts';
import { startTypePrices } from './catalogue/type-prices.ts';
import { startVatPlans } from './catalogue/vat-plans.ts';
import { ConfigError, type DemoTill, type SyncConfig } from './config.ts';
import { couchReplication } from './db/couchdb.replication.ts';
import { tokenFile } from './couch-api/admin-token.ts';
import { createCouchProxy } from './couch-api/couchdb.proxy.ts';
import { createEmbeddedApi, type CouchApi } from './couch-api/embedded.api.ts';
import { embeddedReplication } from './db/embedded.replication.ts';
import type { ReplicationStore } from './db/replication.ts';
import { loadDemo } from './demo/load.ts';
import { createCouchEngine } from './engine/couchdb.engine.ts';
import { lockFolder } from './engine/data-folder.ts';
import { createEmbeddedEngine } from './engine/embedded.engine.ts';
import type { Engine } from './engine/engine.ts';
import { serverUuid } from './identity.ts';
import { startJobs, type Jobs } from './jobs.ts';
import { jsonLog, reasonOf, type Log } from './log.ts';
import { consoleSms, outboxTransport } from './messages/outbox.transport.ts';
import type { Transports } from './messages/sender.ts';
import { smtpTransport } from './messages/smtp.transport.ts';
import type { LastVerifiedBackup } from './provisioning/last-backup.ts';
import { createPhotos } from './photos/photos.store.ts';
import type { ServerDeps } from './server.deps.ts';
import { buildServer, type SyncServer } from './server.ts';

export interface StartOptions {
  readonly dataDir: string;
  /** 0: any free port. */
  readonly port: number;
  readonly clock: Clock;
  /** Where `clock` is the machine's: whether it is believed. */
  readonly machineClock?: ServerDeps['machineClock'];
  readonly host?: string;
  readonly log?: Log;
  readonly demo?: boolean;
  readonly demoTills?: readonly DemoTill[];
  readonly gatewayTokens?: Readonly<Record<string, string>>;
  readonly metricsToken?: string | null;
  readonly adminToken?: string | null;
  readonly publicUrl?: string;
  readonly appDir?: string;
  readonly devApp?: string | null;
  readonly tls?: SyncConfig['tls'];
  readonly couchdb?: SyncConfig['couchdb'];
  readonly smtpUrl?: string | null;
  /** Tests only. */
  readonly bounds?: ServerDeps['bounds'];
  /** Demo data to have before listening; absent: none. */
  readonly demoData?: { readonly products: number; readonly days: number } | null;
  readonly lastVerifiedBackup?: LastVerifiedBackup;
  /** Runs on the open engine before the server is built: demo data, test fixtures. */
  readonly prepare?: (engine: Engine) => Promise<void>;
}

export interface RunningServer extends SyncServer {
  readonly engine: Engine;
  readonly jobs: Jobs;
  readonly url: string;
  readonly port: number;
  readonly metricsToken: string;
  /** Password of `admin` at `/db`. */
  readonly adminToken: string;
}

export const VERSION = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string })
  .version;

/** Locks the data folder, opens the store, listens. @throws DataFolderError, or Node's listen error (EADDRINUSE). */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { clock, log = jsonLog, demo = false, host = '127.0.0.1' } = options;
  const folder = join(options.dataDir, 'sync');
  const unlock = await lockFolder(folder);
  const undo: (() => Promise<void>)[] = [unlock];
  try {
    const { engine, store, openDoor, openCount } = backEnd(options.couchdb ?? null, folder, log);
    undo.unshift(() => engine.close());
    await options.prepare?.(engine);
    const filled = options.demoData
      ? await loadDemo(engine, { ...options.demoData, clock, onProgress: progressLog(log) })
      : false;
    const metricsToken = options.metricsToken ?? tokenFile(join(folder, 'metrics.token'));
    const adminToken = options.adminToken ?? tokenFile(join(folder, 'admin.token'));
    const couchApi = openDoor(await serverUuid(engine));
    undo.unshift(() => couchApi.close());
    const transports = transportsOf(options, join(folder, 'outbox'), log);
    const photos = createPhotos(join(folder, 'photos'));
    const server = await buildServer({
      engine,
      store,
      clock,
      log,
      config: {
        demo,
        demoTills: options.demoTills ?? [],
        gatewayTokens: options.gatewayTokens ?? {},
        publicUrl: options.publicUrl ?? `http://localhost:${options.port}`,
        tls: options.tls ? readTls(options.tls) : null,
        appDir: options.appDir ?? join(import.meta.dirname, '../build/app'),
        devApp: options.devApp ?? null,
      },
      transports,
      photos,
      pictures: createPictures(join(folder, 'pictures')),
      importFolder: join(folder, 'imports'),
      importToken: tokenFile(join(folder, 'import.token')),
      metricsToken,
      couchApi,
      adminToken,
      version: VERSION,
      ...(options.machineClock ? { machineClock: options.machineClock } : {}),
      ...(options.bounds ? { bounds: options.bounds } : {}),
      ...(options.lastVerifiedBackup ? { lastVerifiedBackup: options.lastVerifiedBackup } : {}),
    });
    undo.unshift(() => server.close());
    const jobs = startJobs({
      engine,
      clock,
      timeZoneOf: (store) => server.shops.timeZoneOf(store),
      log,
      holder: randomUUID(),
      conflict: server.metrics.conflict,
      works: [
        () => server.intake.work(),
        (guarded) => server.messages.work(guarded),
        (guarded) => server.imports.work(guarded),
        (guarded) => startVatPlans(guarded, { clock, log, timeZones: () => server.shops.list().map((one) => one.timeZone) }),
        (guarded) => startTypePrices(guarded, { clock, log }),
        server.reconcile,
        server.coupons,
        server.erasure,
      ],
    });
    undo.unshift(() => jobs.stop());
    if (openCount) server.metrics.observe('optics_sync_databases_open', 'Databases open in this process', openCount);
    server.metrics.observe('optics_sync_jobs_held', '1 where this server does the jobs', () => (jobs.lease.held() ? 1 : 0));
    if (filled) {
      log('info', 'progress', { what: 'catalogue and rollups' });
      await jobs.settled();
    }
    await server.app.listen({ port: options.port, host });
    const { port } = server.app.server.address() as AddressInfo;
    return {
      ...server,
      engine,
      jobs,
      port,
      url: `${options.tls ? 'https' : 'http'}://${host}:${port}`,
      metricsToken,
      adminToken,
      close: once(() => inOrder(undo)),
    };
  } catch (error) {
    await inOrder(undo);
    throw error;
  }
}

/** The mail server where one is configured, else the folder of files. @throws ConfigError */
function transportsOf({ smtpUrl = null, publicUrl, port }: StartOptions, outbox: string, log: Log): Transports {
  const from = `receipts@${new URL(publicUrl ?? `http://localhost:${port}`).hostname}`;
  const email = smtpUrl === null ? outboxTransport(outbox, from) : smtpTransport({ url: smtpUrl, from });
  return { email, sms: consoleSms(outbox, log) };
}

/** The certificate and its key from their files. @throws ConfigError */
function readTls(files: NonNullable<SyncConfig['tls']>): NonNullable<SyncConfig['tls']> {
  try {
    return { cert: readFileSync(files.cert, 'utf8'), key: readFileSync(files.key, 'utf8') };
  } catch (error) {
    throw new ConfigError(`SYNC_TLS_CERT or SYNC_TLS_KEY cannot be read: ${reasonOf(error)}`);
  }
}

interface BackEnd {
  readonly engine: Engine;
  readonly store: ReplicationStore;
  /** The administrator's door to the documents; the uuid is the one that this server answers with. */
  readonly openDoor: (uuid: string) => CouchApi;
  /** Databases open at this moment, where this process opens them. */
  readonly openCount: (() => number) | null;
}

/** The document store: CouchDB where it is configured, else PouchDB on LevelDB in the data folder. */
function backEnd(couchdb: SyncConfig['couchdb'], folder: string, log: Log): BackEnd {
  const failed = (event: string, error: unknown): void => log('error', event, { why: reasonOf(error) });
  if (couchdb) {
    const engine = createCouchEngine({ ...couchdb, log });
    return { engine, store: couchReplication(engine), openDoor: () => createCouchProxy({ ...couchdb, failed }), openCount: null };
  }
  const engine = createEmbeddedEngine(join(folder, 'db'), { failed });
  return {
    engine,
    store: embeddedReplication(engine),
    openDoor: (uuid) => createEmbeddedApi(engine, { folder: join(folder, 'couch'), uuid, failed }),
    openCount: () => engine.openCount(),
  };
}

/** One line for each step of the demo load, and at most one a second within it. */
function progressLog(log: Log): (progress: { what: string; done: number; total: number }) => void {
  let last = { what: '', at: 0 };
  return ({ what, done, total }) => {
    const at = performance.now();
    if (what === last.what && done < total && at - last.at < 1_000) return;
    last = { what, at };
    log('info', 'progress', { what, done, total });
  };
}

async function inOrder(steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) await step();
}

function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => (running ??= work());
}
