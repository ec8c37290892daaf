import { setTimeout as sleep } from 'node:timers/promises';
import { CHAIN, storeDatabase } from '../../../design/databases.ts';
import type { DayRollup } from '../../../design/documents/chain.ts';
import type { DataChange } from '../../../app/lib/storage/change-hub.ts';
import { startDevice, type TestDevice } from '../../integration/app/device.fixture.ts';
import type { DevicesOrder } from './devices.program.ts';
import { startGatewayCopy, type GatewayCopy } from './gateway-copy.ts';
import { steadyNow, type Observations } from './observations.ts';
import { TIME_ZONE, type LoadDevice } from './plan.ts';
import { editAway, sellAway, type Noted } from './work.ts';

/** How long devices may need to come into step, or to hand in the last of their work, before the run gives up, ms. */
const PATIENCE = 300_000;

type Seen = {
  -readonly [K in keyof Observations]: Observations[K] extends readonly (infer T)[] ? T[] : Observations[K];
};
interface Worker {
  readonly of: LoadDevice;
  readonly device: TestDevice;
  readonly gateway: GatewayCopy | null;
}

async function within<T>(what: string, work: Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = sleep(PATIENCE, undefined, { signal: over.signal }).then(() => {
    throw new Error(`${what}: not within ${PATIENCE} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    late.catch(() => undefined);
  }
}

/** Brings the devices into step with the server; they work when told to. */
export async function startDevices({ url, plan, devices, gateways }: DevicesOrder) {
  const seen: Seen = {
    ...{ sales: [], results: [], edits: [], arrivals: [], counted: [] },
    ...{ refused: 0, unsent: 0, waits: 0, gatewayFailures: 0 },
  };
  const workers: Worker[] = [];
  for (const one of devices) workers.push(await start(one));
  await within('in step', Promise.all(workers.map(({ device }) => device.until(({ lastSync }) => lastSync !== null))));

  async function start(of: LoadDevice): Promise<Worker> {
    const pair = () => Promise.resolve({ device: of.device, token: of.token, till: of.till, store: of.store });
    const clock = { now: () => Date.now() };
    const device = await startDevice({ server: { url }, clock, pair }, of.till, { timeZone: TIME_ZONE });
    device.hub.on((change) => {
      if (change.origin === 'pulled') void arrived(of, device, change, steadyNow());
    });
    device.start();
    void countWaits(device);
    return { of, device, gateway: of.kind === 'till' && gateways ? startGatewayCopy(url, of) : null };
  }

  async function countWaits(device: TestDevice): Promise<void> {
    for (;;) {
      await device.until(({ state }) => state === 'waiting');
      seen.waits += 1;
      await device.until(({ state }) => state !== 'waiting');
    }
  }

  async function arrived({ device: number, store }: LoadDevice, device: TestDevice, change: DataChange, at: number) {
    for (const id of change.ids) {
      if (change.database === CHAIN) {
        const rollup = id.startsWith('day-rollup:') ? await device.databases.get<DayRollup>(CHAIN, id) : null;
        if (rollup) seen.counted.push({ rollup: id, receipts: rollup.receipts, at });
      } else if (change.database === storeDatabase(store)) {
        const doc = await device.databases.get<{ _rev: string }>(change.database, id);
        if (doc) seen.arrivals.push({ id: `${id}\n${doc._rev}`, at, device: number });
      } else seen.arrivals.push({ id, at, device: number });
    }
  }

  function work({ of, device, gateway }: Worker, over: AbortSignal): Promise<void> {
    const note: Noted = {
      sale: (id, at) => void seen.sales.push({ id, at, device: of.device }),
      result: (rollup, at) => void seen.results.push({ rollup, at }),
      edit: (id, at) => void seen.edits.push({ id, at, device: of.device }),
    };
    if (of.kind === 'till') return sellAway(device, gateway, plan, note, over);
    if (of.kind === 'tablet') return editAway(device, plan, note, over);
    return Promise.resolve();
  }

  return {
    /** Everybody works as long as the plan says, and then hands in. */
    async work(): Promise<void> {
      const over = AbortSignal.timeout(plan.lasts);
      await Promise.all(workers.map((worker) => work(worker, over)));
      const sent = ({ device }: Worker) => device.until(({ unsent, state }) => unsent === 0 && state === 'synced');
      await within('sent', Promise.all(workers.map(sent)));
      for (const { gateway } of workers) await gateway?.end();
    },
    /** How many receipts the dashboard counts by now, and what was seen; asked once nothing should be on its way any more. */
    async report(): Promise<Observations> {
      const [totals, names] = [{ refused: 0, unsent: 0, gatewayFailures: 0 }, (known: string) => known.startsWith('sales-')];
      for (const { device, gateway } of workers) {
        totals.refused += device.state.snapshot?.refusals.length ?? 0;
        totals.gatewayFailures += gateway?.failures ?? 0;
        for (const name of device.databases.known().filter(names)) {
          const answer = await device.everythingSent(name);
          if (!answer.sent) totals.unsent += answer.missing.length;
        }
      }
      return { ...seen, ...totals };
    },
    async stop(): Promise<void> {
      await Promise.all(workers.map(({ device }) => device.end()));
    },
  };
}
