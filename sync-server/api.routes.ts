import type { FastifyInstance } from 'fastify';
import { createProductLookup } from './catalogue/product-lookup.ts';
import { productsRoutes } from './catalogue/products.routes.ts';
import { snapshotRoutes } from './catalogue/snapshot.routes.ts';
import { clientsRoutes } from './clients/clients.routes.ts';
import { createOtherShops } from './clients/other-shops.ts';
import { authenticateDevice } from './devices/authentication.ts';
import { pairingRoutes } from './devices/pairing.routes.ts';
import { sessionRoutes } from './devices/session.routes.ts';
import { feedRoutes } from './feed/feed.routes.ts';
import { homesRoutes } from './homes/homes.routes.ts';
import { healthRoutes } from './http/health.routes.ts';
import { notStored } from './http/not-stored.ts';
import { importRoutes } from './import/import.routes.ts';
import { journalRoutes } from './journal/journal.routes.ts';
import { callsRoutes } from './notices/calls.routes.ts';
import { photosRoutes } from './photos/photos.routes.ts';
import { couponRoutes, promotionRoutes } from './pricing/pricing.routes.ts';
import { createReceiptLookup } from './receipts/lookup.ts';
import { receiptsRoutes } from './receipts/receipts.routes.ts';
import { updateLedgers } from './reconcile/ledgers.store.ts';
import { refusalsRoutes } from './refusals/refusals.routes.ts';
import { heartbeatRoutes } from './registers/heartbeat.routes.ts';
import type { Rooms } from './rooms.ts';
import type { RoutesDeps } from './routes.deps.ts';
import type { ServerDeps } from './server.deps.ts';
import { verifyRoutes } from './verify/verify.routes.ts';

/** All that programs ask of the server but for replication: devices, gateways, the administrator's tools, the suppliers' connector. */
export async function apiRoutes(app: FastifyInstance, deps: ServerDeps, rooms: Rooms, shared: RoutesDeps): Promise<void> {
  await app.register(
    async (api) => {
      api.addHook('onSend', notStored);
      healthRoutes(api, shared);
      pairingRoutes(api, shared);
      gatewayRoutes(api, deps, rooms, shared);
      // Behind a door of its own: the administrator's token.
      await api.register((rules, _options, done) => {
        promotionRoutes(rules, { promotions: rooms.promotions, adminToken: deps.adminToken, clock: deps.clock });
        done();
      });
      await api.register((paired, _options, done) => {
        paired.addHook('onRequest', authenticateDevice(rooms.devices, shared));
        deviceRoutes(paired, deps, rooms, shared);
        done();
      });
    },
    { prefix: '/api' },
  );
  await connectorRoutes(app, deps, rooms);
  // Its answers are kept by whoever asked: each names the state of the catalogue that it is of.
  await app.register(
    (catalogue, _options, done) => {
      catalogue.addHook('onRequest', authenticateDevice(rooms.devices, shared));
      snapshotRoutes(catalogue, rooms);
      done();
    },
    { prefix: '/api/catalogue' },
  );
}

/** What gateways hand in, and what is verified of it. Each route looks at the caller's token itself. */
function gatewayRoutes(api: FastifyInstance, { metricsToken }: ServerDeps, rooms: Rooms, shared: RoutesDeps): void {
  const { intake, metrics, recoverAfter } = rooms;
  const { clock, log } = shared;
  const held = (pos: string) => intake.held(pos);
  journalRoutes(api, { ...shared, intake });
  verifyRoutes(api, { ...shared, readToken: metricsToken, recoverAfter, held });
  heartbeatRoutes(api, {
    ...shared,
    held,
    beat: (pos, queued) => metrics.heartbeat(pos, queued, clock.now()),
    eventsBroken(pos, why) {
      metrics.eventsBroken(pos, why);
      log('error', 'register-events-broken', { pos, why });
    },
  });
}

/** For paired devices only. */
function deviceRoutes(paired: FastifyInstance, { photos }: ServerDeps, rooms: Rooms, shared: RoutesDeps): void {
  const { homes, shops, staff, cases, refusals, promotions, unknownCodes, metrics } = rooms;
  const { engine, clock, log, stamps } = shared;
  const lookup = createReceiptLookup(engine, shared.timeZoneOf, () => updateLedgers(engine, homes));
  sessionRoutes(paired, shared);
  homesRoutes(paired, { homes });
  receiptsRoutes(paired, { lookup, log });
  feedRoutes(paired, { ...shared, opened: metrics.feedOpened });
  callsRoutes(paired, { ...shared, cases });
  clientsRoutes(paired, { ...shared, others: createOtherShops(engine, shops, stamps), staff });
  photosRoutes(paired, { engine, clock, log, photos });
  refusalsRoutes(paired, { refusals, clock });
  couponRoutes(paired, { engine, promotions });
  productsRoutes(paired, { lookup: createProductLookup(engine, clock), unknownCodes, clock });
}

/** Suppliers' files, at the address of the customer's contract and under `/api`. */
async function connectorRoutes(app: FastifyInstance, deps: ServerDeps, { imports, sessions }: Rooms): Promise<void> {
  const { engine, clock, adminToken, importToken } = deps;
  for (const prefix of ['/api', '']) {
    await app.register(
      async (connector) => {
        connector.addHook('onSend', notStored);
        await importRoutes(connector, { imports, engine, clock, adminToken, importToken, sessions, docs: prefix === '' });
      },
      { prefix },
    );
  }
}
