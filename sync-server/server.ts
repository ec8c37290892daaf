import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';
import { adminRoutes } from './admin/admin.routes.ts';
import { apiRoutes } from './api.routes.ts';
import { startErasure } from './clients/erasure.ts';
import { adminPassThrough } from './couch-api/pass-through.ts';
import { dbRoutes } from './db/db.routes.ts';
import { judgingBy } from './db/judging.ts';
import { createQuarantineDesk } from './db/quarantine.release.ts';
import { authenticateDevice } from './devices/authentication.ts';
import type { Engine } from './engine/engine.ts';
import type { Follower } from './follow/follower.ts';
import { COMPRESSION } from './http/compression.ts';
import { createFront } from './http/front.ts';
import { notStored } from './http/not-stored.ts';
import { serverUuid } from './identity.ts';
import type { Imports } from './import/imports.ts';
import type { Job } from './jobs.ts';
import { observeRooms } from './metrics/gauges.ts';
import { metricsRoutes } from './metrics/metrics.routes.ts';
import { followCoupons } from './pricing/coupon-uses.ts';
import { startReconciliation, type Reconciliation } from './reconcile/reconcile.ts';
import { createRooms, type Rooms } from './rooms.ts';
import { routesDeps, type RoutesDeps } from './routes.deps.ts';
import type { ServerDeps } from './server.deps.ts';
import { appRoutes } from './web/app.routes.ts';

type OpenRooms = Pick<
  Rooms,
  'devices' | 'codes' | 'gateways' | 'shops' | 'provisioner' | 'intake' | 'messages' | 'account' | 'metrics'
>;

export interface SyncServer extends OpenRooms {
  readonly app: FastifyInstance;
  /** C-41 and C-42, run by the one server that holds the lease of the jobs. */
  readonly reconcile: (engine: Engine) => Reconciliation;
  /** Counts the uses of coupons in the chain; run by the one server that holds the lease of the jobs. */
  readonly coupons: (engine: Engine) => Follower;
  /** Ends what is left of erased clients; run by the one server that holds the lease of the jobs. */
  readonly erasure: (engine: Engine) => Follower;
  /** Suppliers' files; `work` is done by the one server that holds the lease of the jobs. */
  readonly imports: Imports & { work(engine: Engine): Job };
  /** Ends streams, waits for requests and background work. The engine stays open: it is the caller's. */
  close(): Promise<void>;
}

/** Everything but listening. */
export async function buildServer(deps: ServerDeps): Promise<SyncServer> {
  const { clock, log, config } = deps;
  const rooms = await createRooms(deps);
  const { metrics, stamps, homes, shops } = rooms;
  observeRooms(rooms, clock, deps.machineClock);
  const closing = new AbortController();
  const shared = routesDeps(deps, rooms, closing.signal);
  const serverId = await serverUuid(deps.engine);

  const app = createFront(deps);
  metricsRoutes(app, metrics, deps.metricsToken);
  adminPassThrough(app, { api: deps.couchApi, token: deps.adminToken, clock, log });
  // Compresses what is registered from here on.
  await app.register(compress, COMPRESSION);
  await apiRoutes(app, deps, rooms, shared);
  await replicationRoutes(app, deps, rooms, { ...shared, serverUuid: serverId });
  await officeRoutes(app, deps, rooms, shared);
  await appRoutes(app, config);

  return {
    ...rooms,
    app,
    erasure: (guarded) => startErasure(guarded, log),
    coupons: (guarded) => followCoupons(guarded, log),
    reconcile: (guarded) =>
      startReconciliation({
        ...{ engine: guarded, clock, stamps, homes, log, measured: metrics.reconciled },
        timeZoneOf: (store) => shops.timeZoneOf(store),
      }),
    async close() {
      closing.abort();
      rooms.provisioner.stop();
      rooms.staff.stop();
      await app.close();
      await rooms.snapshots.stop();
      await rooms.intake.stop();
    },
  };
}

/** `/db`, as devices see it; a revoked one hands in what it holds. */
async function replicationRoutes(
  app: FastifyInstance,
  deps: ServerDeps,
  rooms: Rooms,
  shared: RoutesDeps & { readonly serverUuid: string },
): Promise<void> {
  const { bodyBudget: budget, quarantineRoom: room } = deps.bounds ?? {};
  await app.register(
    (db, _options, done) => {
      db.addHook('onRequest', authenticateDevice(rooms.devices, { revokedToo: true, count: shared.count }));
      db.addHook('onSend', notStored);
      dbRoutes(db, {
        ...shared,
        ...judgingBy(deps, rooms),
        quarantined(documents) {
          rooms.metrics.quarantined(documents);
          deps.log('warn', 'quarantined', { documents });
        },
        ...(budget ? { budget } : {}),
        ...(room ? { room } : {}),
      });
      done();
    },
    { prefix: '/db' },
  );
}

/** The administrator's pages. */
async function officeRoutes(app: FastifyInstance, deps: ServerDeps, rooms: Rooms, shared: RoutesDeps): Promise<void> {
  const { engine, clock, config, pictures, machineClock = null } = deps;
  const office = {
    ...{ ...shared, ...rooms, pictures, machineClock },
    quarantine: createQuarantineDesk({ ...judgingBy(deps, rooms), engine, clock }),
    secure: config.publicUrl.startsWith('https:'),
  };
  await app.register((pages) => adminRoutes(pages, office), { prefix: '/admin' });
}
