import process from 'node:process';
import { startServer } from '../../../sync-server/start.ts';
import type { SyncConfig } from '../../../sync-server/config.ts';
import { seedChain } from './chain-seed.ts';
import type { LoadDevice, LoadPlan } from './plan.ts';
import { shopCodes } from './plan.ts';

/** The sync server of a load run in a process of its own, so that what it costs can be told apart. Its chain is made before it listens. */
export interface ServerOrder {
  readonly dataDir: string;
  readonly plan: LoadPlan;
  readonly couchdb: SyncConfig['couchdb'];
}
export interface ServerReady {
  readonly url: string;
  readonly devices: readonly LoadDevice[];
  /** Opens the administrator's `/db`. */
  readonly adminToken: string;
  readonly databases: number;
  /** ms from the first word to listening, without making the chain; and until the jobs had looked at everything. */
  readonly started: number;
  readonly settled: number;
}
/** What the server complained of: event → how often. */
export type Complaints = Readonly<Record<string, number>>;

const clock = { now: () => Date.now() };
const complaints: Record<string, number> = {};

async function run({ dataDir, plan, couchdb }: ServerOrder): Promise<void> {
  let from = performance.now();
  const server = await startServer({
    dataDir,
    port: 0,
    clock,
    couchdb,
    log(level, event) {
      if (level !== 'info') complaints[event] = (complaints[event] ?? 0) + 1;
    },
    async prepare(engine) {
      await seedChain(engine, plan, clock.now());
      from = performance.now();
    },
  });
  const started = performance.now() - from;
  const devices: LoadDevice[] = [];
  const pair = async (kind: LoadDevice['kind'], store: string, till: string): Promise<void> => {
    const gatewayToken =
      till === '' ? '' : await server.gateways.register({ pos: till, store, url: `http://127.0.0.1:1/${till}` });
    const scopes = kind === 'dashboard' ? (['dashboard', 'cost'] as const) : (['till'] as const);
    const { device, token } = await server.devices.pair({ store, till: till || null, name: kind, scopes });
    devices.push({ kind, device: device.number, token, store, till, gatewayToken });
  };
  for (const store of shopCodes(plan)) {
    for (let n = 1; n <= plan.tillsAShop; n += 1) await pair('till', store, `${store.toUpperCase()}-${n}`);
    for (let n = 0; n < plan.tabletsAShop; n += 1) await pair('tablet', store, '');
  }
  await pair('dashboard', shopCodes(plan)[0]!, '');
  await server.jobs.settled();
  const settled = performance.now() - from;
  const databases = (await server.engine.list()).length;
  const stop = (): void => void server.close().then(() => process.exit(0));
  process.on('message', (message: 'complaints' | 'stop') => {
    if (message === 'complaints') process.send!(complaints);
    else stop();
  });
  const ready: ServerReady = { url: server.url, devices, adminToken: server.adminToken, databases, started, settled };
  process.send!(ready);
}

process.once('disconnect', () => process.exit(0));
process.once('message', (order: ServerOrder) => {
  run(order).catch((error: unknown) => process.send!({ failed: String(error) }));
});
