import { monthState, parseDatabaseName } from '../../design/databases.ts';
import type { Rooms } from '../rooms.ts';
import type { ServerDeps } from '../server.deps.ts';
import type { BulkDocsDeps } from './bulk-docs.route.ts';

/** What a row of a device is judged by, and what becomes of it: the shop's people, months, devices and tills at this moment. */
export function judgingBy({ store, clock, log }: Pick<ServerDeps, 'store' | 'clock' | 'log'>, rooms: Rooms): BulkDocsDeps {
  const { staff, shops, provisioner, devices, gateways, flagged, metrics } = rooms;
  return {
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
}
