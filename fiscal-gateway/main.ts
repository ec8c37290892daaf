import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createAlarms } from './care/alarms.ts';
import { adminToken } from './admin-token.ts';
import { readConfig } from './config.ts';
import { crashAt } from './crash-points.ts';
import { openOfd, openRegister } from './devices.ts';
import { clockFrom } from './emulator/test-clock.reader.ts';
import { createEvents } from './events.ts';
import { createGateway } from './gateway.ts';
import { firstPairingCode } from './http/pairing-code.ts';
import { openJournal } from './journal/journal.ts';
import { lockFolder } from './journal/process-lock.ts';
import { createStores } from './journal/stores.ts';
import { createServerClient } from './link/server-client.ts';
import { jsonLog } from './log.ts';
import { systemRandom } from './random.ts';
import { buildServer } from './server.ts';
import { systemTimers } from './timers.ts';

/** A receipt at the register may take a moment; a parent waits five seconds for everything. */
const STOP_WITHIN = 4_000;

const log = jsonLog((line) => process.stdout.write(line));

async function start(): Promise<() => Promise<void>> {
  const config = readConfig(process.env);
  mkdirSync(config.folder, { recursive: true });
  const lock = lockFolder(config.folder);
  const journal = openJournal(join(config.folder, 'journal.sqlite'));
  const register = openRegister(config);
  const ofd = openOfd(config);
  const clock = clockFrom(config.testClock ?? undefined);
  const stores = createStores(journal);
  const events = createEvents();
  const context = {
    config,
    clock,
    timers: systemTimers,
    random: systemRandom,
    log,
    journal,
    stores,
    events,
    alarms: createAlarms({ journal, stores, clock, events, log }),
    register,
    ofd,
    crash: crashAt(config.crashAt),
  };
  const server = config.syncUrl === null ? null : createServerClient(config.syncUrl, config.syncToken);
  const gateway = createGateway(context, server);
  const app = await buildServer(gateway, adminToken(config.folder, config.adminToken, systemRandom));
  await gateway.start();
  await app.listen({ port: config.port, host: config.host });
  const address = app.server.address();
  const port = address !== null && typeof address === 'object' ? address.port : config.port;
  const first = await firstPairingCode(context);
  if (first)
    log.info('pairing_code', { pos_id: config.posId, code: first.code, expires_at: new Date(first.expires_at).toISOString() });
  log.info('ready', { program: 'fiscal-gateway', port, pos_id: config.posId, store: config.store, demo: config.demo });

  return async () => {
    await app.close();
    await gateway.stop();
    await Promise.all([register?.close(), ofd?.close(), server?.close()]);
    journal.close();
    lock.release();
  };
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
  const stop = await start();
  let stopping = false;
  const end = (): void => {
    if (stopping) return;
    stopping = true;
    // Whatever does not end in time is left to the next start: the journal is made for that.
    setTimeout(() => process.exit(0), STOP_WITHIN).unref();
    void stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('stop_failed', { message: String(error) });
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
} catch (error) {
  process.stderr.write(`fiscal-gateway: ${reasonOf(error)}\n`);
  process.exit(1);
}
