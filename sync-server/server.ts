import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import Fastify, { type FastifyInstance, type onSendHookHandler } from 'fastify';
import { monthState, parseDatabaseName } from '../design/databases.ts';
import { CHANNELS } from '../design/documents/sending.ts';
import type { Clock } from '../design/time/clock.ts';
import { createAccount, type Account } from './admin/account.store.ts';
import { adminRoutes } from './admin/admin.routes.ts';
import type { ServerClock } from './admin/clock.part.ts';
import { createSessions } from './admin/sessions.ts';
import type { Pictures } from './catalogue/back-office/pictures.store.ts';
import { snapshotRoutes } from './catalogue/snapshot.routes.ts';
import { createProductLookup } from './catalogue/product-lookup.ts';
import { productsRoutes } from './catalogue/products.routes.ts';
import { createSnapshots } from './catalogue/snapshots.ts';
import { createUnknownCodes } from './catalogue/unknown-codes.store.ts';
import type { SyncConfig } from './config.ts';
import type { CouchApi } from './couch-api/embedded.api.ts';
import { adminPassThrough } from './couch-api/pass-through.ts';
import { clientsRoutes } from './clients/clients.routes.ts';
import { startErasure } from './clients/erasure.ts';
import { createOtherShops } from './clients/other-shops.ts';
import { createOpenConflicts } from './conflicts/open-conflicts.ts';
import type { BodyBudget } from './db/body-budget.ts';
import { flagWriter } from './db/flags.ts';
import type { BulkDocsDeps } from './db/bulk-docs.route.ts';
import { dbRoutes } from './db/db.routes.ts';
import { createQuarantineDesk } from './db/quarantine.release.ts';
import type { ReplicationStore } from './db/replication.ts';
import { authenticateDevice } from './devices/authentication.ts';
import { createDevices, type Devices } from './devices/devices.store.ts';
import { createGateways, type Gateways } from './devices/gateways.store.ts';
import { createPairingCodes, type PairingCodes } from './devices/pairing-codes.store.ts';
import { pairingRoutes } from './devices/pairing.routes.ts';
import { sessionRoutes } from './devices/session.routes.ts';
import type { Engine } from './engine/engine.ts';
import { feedRoutes } from './feed/feed.routes.ts';
import { createRefusals } from './refusals/refusals.store.ts';
import { refusalsRoutes } from './refusals/refusals.routes.ts';
import { createHomes } from './homes/homes.ts';
import { homesRoutes } from './homes/homes.routes.ts';
import { createImports } from './import/create-imports.ts';
import { importRoutes } from './import/import.routes.ts';
import type { Imports } from './import/imports.ts';
import { checkWith } from './import/process/check-in-process.ts';
import { createReadyReader } from './import/process/ready-reader.ts';
import { REQUEST_RATE } from '../design/sync/limits.ts';
import { COMPRESSION } from './http/compression.ts';
import { healthRoutes } from './http/health.routes.ts';
import { domainErrorOf, installProblems, newTraceId, sendNotFound, sendProblem } from './http/problems.ts';
import { requestRate, type RequestRate } from './http/request-rate.ts';
import { serverDate } from './http/server-date.ts';
import { serverUuid } from './identity.ts';
import { createIntake, RECOVER_AFTER, type Intake } from './journal/intake.ts';
import { journalRoutes } from './journal/journal.routes.ts';
import { createJournalStore } from './journal/journal.store.ts';
import { createTasks } from './journal/tasks.store.ts';
import type { Job } from './jobs.ts';
import type { Log } from './log.ts';
import { createMessages, type Messages } from './messages/messages.ts';
import type { Transports } from './messages/sender.ts';
import { callsRoutes } from './notices/calls.routes.ts';
import { createShopCases } from './notices/shop-cases.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import { metricsRoutes } from './metrics/metrics.routes.ts';
import { createSignatures } from './people/signatures.ts';
import { createStaffDirectory } from './people/staff.directory.ts';
import { photosRoutes } from './photos/photos.routes.ts';
import type { Photos } from './photos/photos.store.ts';
import { lastVerifiedBackup, type LastVerifiedBackup } from './provisioning/last-backup.ts';
import { createProvisioner, type Provisioner } from './provisioning/provision.ts';
import { createShops, type Shops } from './provisioning/shops.ts';
import { startReconciliation, type Reconciliation } from './reconcile/reconcile.ts';
import { createReceiptLookup } from './receipts/lookup.ts';
import { updateLedgers } from './reconcile/ledgers.store.ts';
import { receiptsRoutes } from './receipts/receipts.routes.ts';
import { heartbeatRoutes } from './registers/heartbeat.routes.ts';
import { createStamps } from './stamps.ts';
import { followCoupons } from './pricing/coupon-uses.ts';
import { couponRoutes, promotionRoutes } from './pricing/pricing.routes.ts';
import { createPromotions } from './pricing/promotions.store.ts';
import type { Follower } from './follow/follower.ts';
import { verifyRoutes } from './verify/verify.routes.ts';
import { appRoutes } from './web/app.routes.ts';
import { hostGuard } from './web/host-guard.ts';
import { securityHeaders } from './web/security-headers.ts';

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

export interface SyncServer {
  readonly app: FastifyInstance;
  readonly devices: Devices;
  readonly codes: PairingCodes;
  readonly gateways: Gateways;
  readonly shops: Shops;
  readonly provisioner: Provisioner;
  readonly intake: Intake;
  /** C-41 and C-42, run by the one server that holds the lease of the jobs. */
  readonly reconcile: (engine: Engine) => Reconciliation;
  /** Electronic receipts (A-80…A-82), sent by the one server that holds the lease of the jobs. */
  readonly messages: Messages;
  /** Counts the uses of coupons in the chain; run by the one server that holds the lease of the jobs. */
  readonly coupons: (engine: Engine) => Follower;
  /** Ends what is left of erased clients; run by the one server that holds the lease of the jobs. */
  readonly erasure: (engine: Engine) => Follower;
  /** Suppliers' files; `work` is done by the one server that holds the lease of the jobs. */
  readonly imports: Imports & { work(engine: Engine): Job };
  readonly account: Account;
  readonly metrics: Metrics;
  /** Ends streams, waits for requests and background work. The engine stays open: it is the caller's. */
  close(): Promise<void>;
}

/** What is true of one moment and one device is no business of a cache. */
const notStored: onSendHookHandler = (_request, reply, _payload, done) => {
  reply.header('cache-control', 'no-store');
  done();
};

/** Everything but listening. */
export async function buildServer(deps: ServerDeps): Promise<SyncServer> {
  const { engine, store, clock, log, config } = deps;
  const stamps = createStamps(clock);
  const shops = await createShops(engine);
  const provisioner = await createProvisioner(engine, shops, clock, log);
  const devices = await createDevices(engine, clock, stamps);
  const codes = await createPairingCodes(engine, clock);
  const gateways = await createGateways(engine, { tills: config.demoTills, tokens: config.gatewayTokens });
  const account = await createAccount(engine);
  const staff = createStaffDirectory(engine);
  const snapshots = createSnapshots(engine, log);
  const uuid = await serverUuid(engine);
  const metrics = createMetrics();
  const refusals = await createRefusals(engine);
  const homes = createHomes(engine, clock, (code) => shops.timeZoneOf(code));
  const flagged = flagWriter(engine, clock, stamps);
  const recoverAfter = config.demo ? RECOVER_AFTER.demo : RECOVER_AFTER.live;
  const intake = createIntake({
    engine,
    journal: await createJournalStore(engine),
    tasks: await createTasks(engine),
    shops,
    homes,
    flagged,
    clock,
    log,
    recoverAfter,
    counted: metrics.journal,
  });
  metrics.observe('optics_sync_journal_waiting', 'Sales that their tills have not delivered yet', () => intake.waiting());
  metrics.observe('optics_sync_device_refusals', 'Documents that devices hold back because they were refused', () =>
    refusals.list().reduce((sum, { count }) => sum + count, 0),
  );
  metrics.observe('optics_sync_devices', 'Paired devices', () => devices.list().filter((d) => d.revoked === null).length);
  const conflicts = createOpenConflicts(engine, () => shops.list().map(({ code }) => code), stamps);
  metrics.observe(
    'optics_sync_conflicts_open',
    'Conflicts that nobody has looked at',
    async () => (await conflicts.list()).length,
  );
  const cases = createShopCases(engine);
  const messages = createMessages({
    cases,
    ...{ clock, stamps, log, random: Math.random, demo: config.demo, transports: deps.transports },
    timeZoneOf: (code) => shops.timeZoneOf(code),
    host: new URL(config.publicUrl).hostname,
    yields: () => intake.idle(),
    counted: metrics.message,
  });
  metrics.observe('optics_sync_messages_waiting', 'Electronic receipts that are to go out', () =>
    CHANNELS.reduce((sum, channel) => sum + (messages.desk()?.waiting(channel) ?? 0), 0),
  );
  metrics.observe(
    'optics_sync_messages_dead',
    'Electronic receipts that did not go out',
    () => messages.desk()?.dead().length ?? 0,
  );
  const unknownCodes = createUnknownCodes(engine);
  const promotions = createPromotions(engine, stamps);
  const sessions = createSessions(clock);
  const signatures = createSignatures({ engine, clock, shops: () => shops.list().map(({ code }) => code) });
  const ready = createReadyReader();
  const imports = createImports({
    ...{ engine, clock, stamps, log, folder: deps.importFolder, check: checkWith(ready), ready },
    shops: () => shops.list().map(({ code }) => code),
    timeZoneOf: (code) => shops.timeZoneOf(code),
  });
  metrics.observe('optics_sync_clock_not_believed', '1 while the clock of this machine is not believed', () =>
    (deps.machineClock?.trust() ?? 'right') === 'right' ? 0 : 1,
  );
  metrics.observe('optics_sync_imports_failing', 'Imports whose work fails and is tried again', () => imports.failing().length);
  metrics.observe('optics_sync_import_failing_seconds', 'How long the oldest of them has been failing', () =>
    Math.max(0, ...imports.failing().map(({ since }) => (clock.now() - since) / 1_000)),
  );
  const closing = new AbortController();

  const app: FastifyInstance = Fastify({
    logger: false,
    genReqId: newTraceId,
    bodyLimit: 1 << 20,
    forceCloseConnections: true,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 1_024 },
    frameworkErrors: (error, request, reply) => void sendProblem(request, reply, domainErrorOf(error)),
    ...(config.tls ? { https: config.tls } : {}),
  });
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('device', null);
  installProblems(app, log);
  app.setNotFoundHandler((request, reply) => sendNotFound(app, request, reply));

  const guard = hostGuard(config.publicUrl);
  serverDate(app, clock);
  app.addHook('onRequest', (request, _reply, done) => {
    guard(request);
    done();
  });
  app.addHook('onSend', (_request, reply, _payload, done) => {
    securityHeaders(reply, config.tls !== null);
    done();
  });
  metricsRoutes(app, metrics, deps.metricsToken);
  adminPassThrough(app, { api: deps.couchApi, token: deps.adminToken, clock, log });
  await app.register(compress, COMPRESSION);
  const count = requestRate(deps.bounds?.requestRate ?? REQUEST_RATE);

  const shared = {
    engine,
    devices,
    gateways,
    codes,
    clock,
    demo: config.demo,
    version: deps.version,
    instance: randomUUID(),
    closing: closing.signal,
    timeZoneOf: (code: string) => shops.timeZoneOf(code),
    provisioned: (name: string) => provisioner.provisioned(name),
    upToDate: () => provisioner.upToDate(),
    lastVerifiedBackup: deps.lastVerifiedBackup ?? lastVerifiedBackup,
    peopleOf: (store: string) => staff.idsOf(store),
    onProvisioned: (listener: () => void) => provisioner.onChange(listener),
  };

  await app.register(
    async (api) => {
      api.addHook('onSend', notStored);
      healthRoutes(api, shared);
      pairingRoutes(api, shared);
      journalRoutes(api, { ...shared, intake });
      verifyRoutes(api, { ...shared, readToken: deps.metricsToken, recoverAfter, held: (pos) => intake.held(pos) });
      heartbeatRoutes(api, {
        ...shared,
        stamps,
        held: (pos) => intake.held(pos),
        beat: (pos, queued) => metrics.heartbeat(pos, queued, clock.now()),
        eventsBroken(pos, why) {
          metrics.eventsBroken(pos, why);
          log('error', 'register-events-broken', { pos, why });
        },
      });
      await api.register((paired, _options, done) => {
        paired.addHook('onRequest', authenticateDevice(devices, { count }));
        sessionRoutes(paired, shared);
        homesRoutes(paired, { homes });
        const lookup = createReceiptLookup(engine, shared.timeZoneOf, () => updateLedgers(engine, homes));
        receiptsRoutes(paired, { lookup, log });
        feedRoutes(paired, { ...shared, opened: metrics.feedOpened });
        callsRoutes(paired, { ...shared, cases });
        clientsRoutes(paired, { ...shared, others: createOtherShops(engine, shops, stamps), staff, stamps, log });
        photosRoutes(paired, { engine, clock, log, photos: deps.photos });
        refusalsRoutes(paired, { refusals, clock });
        couponRoutes(paired, { engine, promotions });
        productsRoutes(paired, { lookup: createProductLookup(engine, clock), unknownCodes, clock });
        done();
      });
    },
    { prefix: '/api' },
  );

  await app.register(
    (rules, _options, done) => {
      rules.addHook('onSend', notStored);
      promotionRoutes(rules, { promotions, adminToken: deps.adminToken, clock });
      done();
    },
    { prefix: '/api' },
  );

  for (const prefix of ['/api', '']) {
    await app.register(
      async (connector) => {
        connector.addHook('onSend', notStored);
        const { adminToken, importToken } = deps;
        await importRoutes(connector, { imports, engine, clock, adminToken, importToken, sessions, docs: prefix === '' });
      },
      { prefix },
    );
  }

  await app.register(
    (catalogue, _options, done) => {
      catalogue.addHook('onRequest', authenticateDevice(devices, { count }));
      snapshotRoutes(catalogue, { snapshots });
      done();
    },
    { prefix: '/api/catalogue' },
  );

  const judging: BulkDocsDeps = {
    store,
    async contextOf(database, device) {
      const people = await staff.judgeOf(device.store);
      const [timeZone, now] = [shops.timeZoneOf(device.store), clock.now()];
      return {
        database,
        device,
        timeZone,
        now,
        monthState: (name) => {
          const held = provisioner.provisioned(name);
          return monthState(parseDatabaseName(name)?.month ?? '', { now, timeZone, held });
        },
        storeOfDevice: (number, at) => devices.bearerOf(number, at, device.store)?.store ?? null,
        storeOfTill: (pos) => gateways.tillOf(pos)?.store ?? null,
        ...people,
      };
    },
    flagged,
    refused(database, code) {
      metrics.refused(code);
      log('warn', 'row-refused', { database, code });
    },
  };
  await app.register(
    (db, _options, done) => {
      db.addHook('onRequest', authenticateDevice(devices, { revokedToo: true, count }));
      db.addHook('onSend', notStored);
      dbRoutes(db, {
        ...shared,
        ...judging,
        serverUuid: uuid,
        quarantined(documents) {
          metrics.quarantined(documents);
          log('warn', 'quarantined', { documents });
        },
        ...(deps.bounds?.bodyBudget ? { budget: deps.bounds.bodyBudget } : {}),
        ...(deps.bounds?.quarantineRoom ? { room: deps.bounds.quarantineRoom } : {}),
      });
      done();
    },
    { prefix: '/db' },
  );

  const quarantine = createQuarantineDesk({ ...judging, engine, clock });
  const admin = {
    ...shared,
    refusals,
    quarantine,
    account,
    sessions,
    conflicts,
    messages,
    unknownCodes,
    promotions,
    pictures: deps.pictures,
    imports,
    signatures,
    shops,
    provisioner,
    stamps,
    log,
    machineClock: deps.machineClock ?? null,
    secure: config.publicUrl.startsWith('https:'),
  };
  await app.register((pages) => adminRoutes(pages, admin), { prefix: '/admin' });
  await appRoutes(app, config);

  return {
    app,
    devices,
    codes,
    gateways,
    shops,
    provisioner,
    intake,
    erasure: (guarded) => startErasure(guarded, log),
    coupons: (guarded) => followCoupons(guarded, log),
    reconcile: (guarded) =>
      startReconciliation({
        ...{ engine: guarded, clock, stamps, homes, log, measured: metrics.reconciled },
        timeZoneOf: (store) => shops.timeZoneOf(store),
      }),
    messages,
    imports,
    account,
    metrics,
    async close() {
      closing.abort();
      provisioner.stop();
      staff.stop();
      await app.close();
      await snapshots.stop();
      await intake.stop();
    },
  };
}
