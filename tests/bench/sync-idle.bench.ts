import { setTimeout as sleep } from 'node:timers/promises';
import { startLoadedChain } from '../load/sync/chain.ts';
import { WHOLE } from '../load/sync/plan.ts';
import { cpuSeconds, residentMb } from '../load/sync/process-watch.ts';
import type { Section } from './report.ts';

/** Two heartbeats of the feed and a look of every device's loop pass before it is measured, ms. */
const SETTLING = 35_000;
const WATCHED = 60_000;

/** What sixty devices cost the server that have nothing to say: feeds open, loops ticking. */
export async function syncIdleBench(): Promise<Section> {
  const chain = await startLoadedChain({ ...WHOLE, months: 6, clients: 20 });
  const costs = async (during: number): Promise<number> => {
    const [from, before] = [performance.now(), cpuSeconds(chain.server.pid)];
    await sleep(during);
    return (100 * (cpuSeconds(chain.server.pid) - before)) / ((performance.now() - from) / 1_000);
  };
  try {
    await sleep(5_000);
    const [alone, memoryAlone] = [await costs(WATCHED / 2), residentMb(chain.server.pid)];
    await chain.connect({ gateways: false });
    await sleep(SETTLING);
    const [connected, memory] = [await costs(WATCHED), residentMb(chain.server.pid)];
    const devices = chain.ready.devices.length;
    return {
      name: 'sync-idle',
      figures: [
        {
          ...{ what: `${devices} connected devices, idle: share of one core`, value: connected, unit: '%', goal: 2 },
          baseline: { what: 'the server with nobody connected', value: alone },
        },
        {
          ...{ what: 'memory of the server', value: memory, unit: 'MB' },
          baseline: { what: 'with nobody connected', value: memoryAlone },
        },
      ],
      method: `processor time of the server’s own process over ${WATCHED / 1_000} s; devices in ${WHOLE.programs} processes beside it; ${chain.ready.databases} databases`,
    };
  } finally {
    await chain.stop();
  }
}
