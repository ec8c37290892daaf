import { createAccount } from './admin/account.store.ts';
import { createSessions } from './admin/sessions.ts';
import { createSnapshots } from './catalogue/snapshots.ts';
import { createUnknownCodes } from './catalogue/unknown-codes.store.ts';
import { createOpenConflicts } from './conflicts/open-conflicts.ts';
import { flagWriter } from './db/flags.ts';
import { createDevices } from './devices/devices.store.ts';
import { createGateways } from './devices/gateways.store.ts';
import { createPairingCodes } from './devices/pairing-codes.store.ts';
import { createHomes } from './homes/homes.ts';
import { createImports } from './import/create-imports.ts';
import { checkWith } from './import/process/check-in-process.ts';
import { createReadyReader } from './import/process/ready-reader.ts';
import { createIntake, RECOVER_AFTER } from './journal/intake.ts';
import { createJournalStore } from './journal/journal.store.ts';
import { createTasks } from './journal/tasks.store.ts';
import { createMessages } from './messages/messages.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createShopCases } from './notices/shop-cases.ts';
import { createSignatures } from './people/signatures.ts';
import { createStaffDirectory } from './people/staff.directory.ts';
import { createPromotions } from './pricing/promotions.store.ts';
import { createProvisioner } from './provisioning/provision.ts';
import { createShops } from './provisioning/shops.ts';
import { createRefusals } from './refusals/refusals.store.ts';
import type { ServerDeps } from './server.deps.ts';
import { createStamps } from './stamps.ts';

export type Rooms = Awaited<ReturnType<typeof createRooms>>;

/** The server's rooms, each joined to those it stands on. Routes and jobs come in by these; none of them listens to the network. */
export async function createRooms(deps: ServerDeps) {
  const { engine, clock, log, config } = deps;
  const stamps = createStamps(clock);
  const shops = await createShops(engine);
  const codesOfShops = () => shops.list().map(({ code }) => code);
  const timeZoneOf = (code: string) => shops.timeZoneOf(code);
  const provisioner = await createProvisioner(engine, shops, clock, log);
  const devices = await createDevices(engine, clock, stamps);
  const codes = await createPairingCodes(engine, clock);
  const gateways = await createGateways(engine, { tills: config.demoTills, tokens: config.gatewayTokens });
  const account = await createAccount(engine);
  const metrics = createMetrics();
  const refusals = await createRefusals(engine);
  const homes = createHomes(engine, clock, timeZoneOf);
  const flagged = flagWriter(engine, clock, stamps);
  const recoverAfter = config.demo ? RECOVER_AFTER.demo : RECOVER_AFTER.live;
  const intake = createIntake({
    ...{ engine, shops, homes, flagged, clock, log, recoverAfter },
    journal: await createJournalStore(engine),
    tasks: await createTasks(engine),
    counted: metrics.journal,
  });
  const cases = createShopCases(engine);
  const messages = createMessages({
    ...{ cases, clock, stamps, log, timeZoneOf, random: Math.random, demo: config.demo, transports: deps.transports },
    host: new URL(config.publicUrl).hostname,
    yields: () => intake.idle(),
    counted: metrics.message,
  });
  const ready = createReadyReader();
  const imports = createImports({
    ...{ engine, clock, stamps, log, timeZoneOf, folder: deps.importFolder, check: checkWith(ready), ready },
    shops: codesOfShops,
  });
  return {
    ...{ stamps, shops, provisioner, devices, codes, gateways, account, metrics, refusals, homes, flagged, cases },
    ...{ recoverAfter, intake, messages, imports },
    staff: createStaffDirectory(engine),
    snapshots: createSnapshots(engine, log),
    conflicts: createOpenConflicts(engine, codesOfShops, stamps),
    unknownCodes: createUnknownCodes(engine),
    promotions: createPromotions(engine, stamps),
    sessions: createSessions(clock),
    signatures: createSignatures({ engine, clock, shops: codesOfShops }),
  };
}
