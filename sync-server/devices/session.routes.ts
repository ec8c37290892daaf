import type { FastifyInstance } from 'fastify';
import { storeDatabase } from '../../design/databases.ts';
import type { Clock } from '../../design/time/clock.ts';
import { databasesOf } from '../db/access.ts';
import type { Engine } from '../engine/engine.ts';
import type { LastVerifiedBackup } from '../provisioning/last-backup.ts';
import { deviceOf } from './authentication.ts';
import type { Devices } from './devices.store.ts';
import type { Gateways } from './gateways.store.ts';
import { gatewayAnswer } from './pairing.routes.ts';

export interface SessionDeps {
  readonly engine: Engine;
  readonly devices: Devices;
  readonly gateways: Gateways;
  readonly clock: Clock;
  /** Which start of the server this is. */
  readonly instance: string;
  readonly demo: boolean;
  readonly version: string;
  readonly timeZoneOf: (store: string) => string;
  readonly provisioned: (name: string) => boolean;
  /** Makes the databases of a month that has begun. */
  readonly upToDate: () => Promise<void>;
  readonly lastVerifiedBackup: LastVerifiedBackup;
  /** Ids of a shop's people. */
  readonly peopleOf: (store: string) => Promise<string[]>;
}

/** GET /api/session: who this device is and what it replicates; POST /api/token: rotation. Both behind the device's token. */
export function sessionRoutes(app: FastifyInstance, deps: SessionDeps): void {
  app.get('/session', async (request) => {
    const device = deviceOf(request);
    const now = deps.clock.now();
    await deps.upToDate();
    const allowed = databasesOf(device, { now, timeZoneOf: deps.timeZoneOf }).filter(({ name }) => deps.provisioned(name));
    const databases = await Promise.all(
      allowed.map(async ({ name, push, pull }) => ({
        name,
        push,
        pull,
        // With the count a first load tells how much is still to come.
        ...(await (await deps.engine.open(name)).info()),
        // Somebody's new PIN lies behind years of clients and orders: a new device asks for the people before all that.
        ...(name === storeDatabase(device.store) && { first: await deps.peopleOf(device.store) }),
      })),
    );
    return {
      device: device.number,
      store: device.store,
      till: device.till,
      scopes: device.scopes,
      demo: deps.demo,
      databases,
      instance: deps.instance,
      time: now,
      gateway: gatewayAnswer(deps.gateways.tillOf(device.till)),
      version: deps.version,
      backup: deps.lastVerifiedBackup(),
    };
  });

  app.post('/token', async (request) => ({ token: await deps.devices.rotate(deviceOf(request).number) }));
}
