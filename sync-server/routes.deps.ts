import { randomUUID } from 'node:crypto';
import { REQUEST_RATE } from '../design/sync/limits.ts';
import { requestRate } from './http/request-rate.ts';
import { lastVerifiedBackup } from './provisioning/last-backup.ts';
import type { Rooms } from './rooms.ts';
import type { ServerDeps } from './server.deps.ts';

export type RoutesDeps = ReturnType<typeof routesDeps>;

/** What most routes ask for, whoever calls them. `closing`: the server ends its streams. */
export function routesDeps(deps: ServerDeps, rooms: Rooms, closing: AbortSignal) {
  const { engine, clock, log, config } = deps;
  const { devices, gateways, codes, shops, provisioner, staff, stamps } = rooms;
  return {
    ...{ engine, clock, log, devices, gateways, codes, stamps, closing },
    demo: config.demo,
    version: deps.version,
    instance: randomUUID(),
    /** Counts what each device asks: those that ask too often are put off. */
    count: requestRate(deps.bounds?.requestRate ?? REQUEST_RATE),
    timeZoneOf: (code: string) => shops.timeZoneOf(code),
    provisioned: (name: string) => provisioner.provisioned(name),
    upToDate: () => provisioner.upToDate(),
    lastVerifiedBackup: deps.lastVerifiedBackup ?? lastVerifiedBackup,
    peopleOf: (store: string) => staff.idsOf(store),
    onProvisioned: (listener: () => void) => provisioner.onChange(listener),
  };
}
