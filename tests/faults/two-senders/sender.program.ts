import { dirname } from 'node:path';
import process from 'node:process';
import { createAlarms } from '../../../fiscal-gateway/care/alarms.ts';
import { readConfig } from '../../../fiscal-gateway/config.ts';
import type { Context } from '../../../fiscal-gateway/context.ts';
import { createNetwork } from '../../../fiscal-gateway/delivery/network.ts';
import { createSender } from '../../../fiscal-gateway/delivery/sender.ts';
import { createEvents } from '../../../fiscal-gateway/events.ts';
import { openJournal } from '../../../fiscal-gateway/journal/journal.ts';
import { createStores } from '../../../fiscal-gateway/journal/stores.ts';
import { jsonLog } from '../../../fiscal-gateway/log.ts';
import { createHttpOfd } from '../../../fiscal-gateway/ofd/http.ofd.ts';
import { systemRandom } from '../../../fiscal-gateway/random.ts';
import { folderDisk } from '../../../fiscal-gateway/safekeeping/disk.ts';
import { createMetrics } from '../../../fiscal-gateway/telemetry/metrics.ts';
import { unknownStanding } from '../../../fiscal-gateway/telemetry/standing.ts';
import { systemTimers } from '../../../fiscal-gateway/timers.ts';

/**
 * Phase 2 of a gateway as a process of its own, on a journal that it shares with another one: what the folder's lock prevents, so that
 * the lease alone has to hold. `JOURNAL`, `OFD_URL`.
 */
const [path = '', url = ''] = [process.env['JOURNAL'], process.env['OFD_URL']];
const journal = openJournal(path);
const stores = createStores(journal);
const events = createEvents();
const clock = { now: () => Date.now() };
const log = jsonLog((line) => process.stdout.write(line), { now: clock.now });
const context: Context = {
  config: { ...readConfig({ OPTICS_DEMO: '1', GATEWAY_SYNC_INTERVAL_MS: '500', GATEWAY_SYNC_BATCH: '20' }), syncUrl: null },
  clock,
  timers: systemTimers,
  random: systemRandom,
  log,
  journal,
  stores,
  events,
  alarms: createAlarms({ journal, stores, clock, events, log }),
  metrics: createMetrics({ pos_id: 'POS-001', store: 'demo-1' }),
  register: null,
  ofd: createHttpOfd({ url }),
  standing: unknownStanding(),
  disk: folderDisk(dirname(path)),
  copyJournal: () => Promise.reject(new Error('this program makes no backups')),
  crash: () => undefined,
};

const network = createNetwork(context);
const sender = createSender(context, network, { alone: false });
const stopping = new AbortController();
process.on('SIGTERM', () => stopping.abort());
const work = Promise.all([network.watch(stopping.signal), sender.watch(stopping.signal)]);
process.stdout.write(`${JSON.stringify({ event: 'ready' })}\n`);
await work;
await context.ofd?.close();
journal.close();
