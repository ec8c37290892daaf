import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createAlarms } from './care/alarms.ts';
import { adminToken } from './admin-token.ts';
import { isLoopbackHost, readConfig } from './config.ts';
import { withCrashPoints } from './crash-boundaries.ts';
import { crashAt } from './crash-points.ts';
import { withChoice } from './devices/choice.ts';
import { openOfd, openRegister } from './devices/open.ts';
import { clockFrom } from './emulator/test-clock.reader.ts';
import { createEvents } from './events.ts';
import type { Events } from './events.ts';
import { createGateway } from './gateway.ts';
import { firstPairingCode } from './http/pairing-code.ts';
import { openJournal } from './journal/journal.ts';
import { lockFolder } from './journal/process-lock.ts';
import { createStores } from './journal/stores.ts';
import { createServerClient } from './link/server-client.ts';
import { jsonLog } from './log.ts';
import { systemRandom } from './random.ts';
import { lockDevice } from './register/device-lock.ts';
import { copyInWorker } from './safekeeping/copy-in-worker.ts';
import { folderDisk } from './safekeeping/disk.ts';
import { RESTORING } from './safekeeping/restore.ts';
import { buildServer } from './server.ts';
import { createMetrics } from './telemetry/metrics.ts';
import { unknownStanding } from './telemetry/standing.ts';
import { stdoutLines } from './telemetry/stdout.ts';
import { systemTimers } from './timers.ts';

/** A receipt at the register may take a moment; a parent waits five seconds for everything. */
const STOP_WITHIN = 4_000;

/** A change that is under way when the stop is asked for is answered first, so long the door stays open to it. */
const DRAIN_WITHIN = 3_000;

const LAST_LINES_WITHIN = 200;

const lines = stdoutLines();
process.on('exit', () => lines.close());

async function start(): Promise<{ stop: () => Promise<void>; events: Events }> {
  const surroundings = readConfig(process.env);
  mkdirSync(surroundings.folder, { recursive: true });
  // The journal holds customers' contacts until they are delivered: nobody else on this PC reads it.
  chmodSync(surroundings.folder, 0o700);
  const lock = lockFolder(surroundings.folder);
  if (existsSync(join(surroundings.folder, RESTORING))) {
    throw new Error(`a restore of the journal in ${surroundings.folder} was interrupted: run npm run restore again`);
  }
  const journal = openJournal(join(surroundings.folder, 'journal.sqlite'));
  const stores = createStores(journal);
  const config = withChoice(surroundings, stores.settings);
  const deviceLock = await lockDevice(config);
  const register = openRegister(config);
  const ofd = openOfd(config);
  const clock = clockFrom(config.testClock ?? undefined);
  const standing = unknownStanding();
  const log = jsonLog(lines.line, {
    now: () => clock.now(),
    standing: () => ({ pos_id: config.posId, buffer_size: standing.bufferSize, network_status: standing.network }),
  });
  const metrics = createMetrics({ pos_id: config.posId, store: config.store });
  metrics.watchProcess();
  metrics.observe('kkt_log_lines_dropped', 'Lines of the log that nobody read in time', () => lines.dropped);
  const events = createEvents();
  const whole = {
    config,
    clock,
    timers: systemTimers,
    random: systemRandom,
    log,
    journal,
    stores,
    events,
    alarms: createAlarms({ journal, stores, clock, events, log }),
    metrics,
    standing,
    disk: folderDisk(config.folder),
    copyJournal: copyInWorker,
    register,
    ofd,
    crash: crashAt(config.crashAt),
  };
  const link = config.syncUrl === null ? null : createServerClient(config.syncUrl, config.syncToken);
  const { context, server } =
    config.crashAt === null ? { context: whole, server: link } : withCrashPoints(whole, link, whole.crash);
  const gateway = createGateway(context, server);
  const app = await buildServer(gateway, adminToken(config.folder, config.adminToken, systemRandom));
  await gateway.start();
  await journal.commit(() => stores.log.append(clock.now(), 'INFO', 'gateway_started', null, ''));
  if (!isLoopbackHost(config.host)) log.warn('listening_beyond_loopback', { host: config.host });
  await app.listen({ port: config.port, host: config.host });
  const address = app.server.address();
  const port = address !== null && typeof address === 'object' ? address.port : config.port;
  const first = await firstPairingCode(context);
  if (first)
    log.info('pairing_code', { pos_id: config.posId, code: first.code, expires_at: new Date(first.expires_at).toISOString() });
  log.info('ready', { program: 'fiscal-gateway', port, pos_id: config.posId, store: config.store, demo: config.demo });

  const stop = async (): Promise<void> => {
    log.info('stopping');
    gateway.drain.begin();
    await Promise.race([gateway.drain.idle(), systemTimers.sleep(DRAIN_WITHIN)]);
    await app.close();
    await gateway.stop();
    await journal.commit(() => stores.log.append(clock.now(), 'INFO', 'gateway_stopped', null, ''));
    await Promise.all([register?.close(), ofd?.close(), server?.close()]);
    journal.close();
    deviceLock.release();
    lock.release();
    log.info('stopped');
    await Promise.race([lines.idle(), systemTimers.sleep(LAST_LINES_WITHIN)]);
  };
  return { stop, events };
}

/** One clear line for the person who started the program. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `port ${process.env['GATEWAY_PORT'] ?? 8000} is in use (GATEWAY_PORT)`;
  if (code === 'EACCES' || code === 'EROFS' || /readonly database|unable to open database/.test(message)) {
    return `cannot write to the data folder ${process.env['OPTICS_DATA'] ?? './.data'} (OPTICS_DATA)`;
  }
  return message;
}

try {
  const { stop, events } = await start();
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    // Whatever does not end in time is left to the next start: the journal is made for that.
    setTimeout(() => process.exit(0), STOP_WITHIN).unref();
    void stop().then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`fiscal-gateway: ${String(error)}\n`);
        process.exit(1);
      },
    );
  };
  // Asked for by a route, or by a UPS whose battery ends.
  events.on(({ type }) => {
    if (type === 'stop') end();
  });
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
} catch (error) {
  process.stderr.write(`fiscal-gateway: ${reasonOf(error)}\n`);
  process.exit(1);
}
