import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../design/time/clock.ts';
import { parseTestClock, testNow, type TestClockSetting } from '../design/time/test-clock.ts';
import { ConfigError, readConfig, type SyncConfig } from './config.ts';
import { DataFolderError } from './engine/data-folder.ts';
import { jsonLog, reasonOf } from './log.ts';
import { createMachineClock, type MachineClock } from './machine-clock.ts';
import { startServer, type RunningServer } from './start.ts';

const systemClock: Clock = { now: () => Date.now() };

/** Demo seam: the file that all programs and emulators follow (OPTICS_TEST_CLOCK). Looked at again at most twice a second. */
function fileClock(path: string): Clock {
  let setting: TestClockSetting = { offset_ms: 0, rate: 1 };
  let writtenAt = Date.now();
  let looked = 0;
  return {
    now() {
      const real = Date.now();
      if (real - looked >= 500) {
        looked = real;
        try {
          const { mtimeMs } = statSync(path);
          if (mtimeMs !== writtenAt) {
            const next = parseTestClock(readFileSync(path, 'utf8'));
            // Caught half written it is read again: the rest may come within the same tick of the disk's clock.
            if (next) [setting, writtenAt] = [next, mtimeMs];
          }
        } catch {
          // no file yet: real time
        }
      }
      return testNow(setting, real, writtenAt);
    },
  };
}

function startFault(error: unknown, config: SyncConfig | null): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return `Port ${config?.port} is in use: another sync server runs, or set SYNC_PORT.`;
  if (code === 'EACCES') return `Port ${config?.port} or the data folder may not be used: ${reasonOf(error)}`;
  if (error instanceof ConfigError || error instanceof DataFolderError) return error.message;
  return `The sync server could not start: ${reasonOf(error)}`;
}

/** Ctrl-C reaches the program from the terminal and from its parent: the second signal changes nothing. */
function stopOnSignal(close: () => Promise<void>): void {
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    jsonLog('info', 'stopping', { signal });
    // Still starting: every store survives a kill.
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        jsonLog('error', 'stop-failed', { why: reasonOf(error) });
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

async function main(): Promise<void> {
  let config: SyncConfig | null = null;
  let server: RunningServer | null = null;
  let machineClock: MachineClock | null = null;
  stopOnSignal(async () => {
    await server?.close();
    if (server) await machineClock?.stop();
  });
  try {
    config = readConfig(process.env);
    machineClock = config.testClock ? null : createMachineClock(join(config.dataDir, 'sync'), systemClock, jsonLog);
    server = await startServer({
      ...config,
      clock: machineClock ?? fileClock(config.testClock!),
      ...(machineClock ? { machineClock } : {}),
      log: jsonLog,
      demoData: config.demo ? { products: config.demoProducts, days: config.demoDays } : null,
    });
    machineClock?.remember();
    const secret = server.account.linkSecret();
    // The one secret that is printed on purpose: it works until the first password is set, and is another one at each start.
    if (secret !== null) jsonLog('info', 'admin-link', { url: `${config.publicUrl}/admin/first?secret=${secret}` });
    jsonLog('info', 'ready', { program: 'sync-server', port: server.port, url: config.publicUrl, engine: server.engine.kind });
  } catch (error) {
    process.stderr.write(`${startFault(error, config)}\n`);
    process.exit(1);
  }
}

await main();
