import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { spawnSync } from 'node:child_process';
import { gatewayAdmin } from './gateway-admin.ts';
import { nodeOf, readManifest } from './release.ts';
import { openReleases } from './releases.ts';
import { serviceNamed } from './service.ts';
import { unpackRelease } from './unpack.ts';
import { update } from './update.ts';
import type { UpdateOutcome } from './update.ts';

/*
 * Once on the developers' machine (same platform as the tills):
 *   node ops/gateway/pack.ts --to dist
 * On a till's PC with Linux, as root; the first program comes out of the release itself:
 *   mkdir -p /opt/optics-gateway/unpacked && tar -xzf optics-gateway-0.1.0-linux-x64.tar.gz --no-same-owner -C /opt/optics-gateway/unpacked
 *   cd /opt/optics-gateway/unpacked && bin/node ops/gateway/main.ts install . && rm -r /opt/optics-gateway/unpacked
 *   cd /opt/optics-gateway/current && bin/node ops/gateway/main.ts update /tmp/optics-gateway-0.2.0-linux-x64.tar.gz
 *   cd /opt/optics-gateway/current && bin/node ops/gateway/main.ts rollback
 */
const windows = process.platform === 'win32';
const place = windows
  ? {
      root: 'C:\\OpticsGateway',
      data: 'C:\\ProgramData\\OpticsGateway\\data',
      env: 'C:\\ProgramData\\OpticsGateway\\gateway.env',
    }
  : { root: '/opt/optics-gateway', data: '/var/lib/optics-gateway', env: '/etc/optics-gateway/gateway.env' };
const system = windows ? 'windows' : 'systemd';

const HELP = `The gateway of a till's PC and its releases (docs/gateway.md)

  install FILE|FOLDER      unpacks the first release; nothing is started
  update FILE|FOLDER       between receipts; the old version stays and takes over again where the new one fails
  rollback                 back to the version before, where the journal allows it
  power battery [MINUTES]  what the UPS says; near the end of its battery the gateway stops in good order
  power line               the mains are back; a gateway that "power" stopped is started
  stop                     ends the gateway in good order and waits for it, where the system has no signal for that

  --root FOLDER      where releases/ and current are    (${place.root})
  --env FILE         settings of the gateway            (${place.env})
  --data FOLDER      where its journal is               (OPTICS_DATA, ${place.data})
  --pos ID           the till                           (GATEWAY_POS_ID, POS-001)
  --port N           where it listens                   (GATEWAY_PORT, 8000)
  --service SPEC     systemd:NAME or windows:NAME       (${system}:optics-gateway)
  --wait MINUTES     for a moment without a sale        (15)
  --health SECONDS   for a new version to be healthy    (60)

Exit code: 0 done; 1 nothing was changed, or the old version works again; 2 a person is needed.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    root: { type: 'string', default: place.root },
    env: { type: 'string', default: place.env },
    data: { type: 'string' },
    pos: { type: 'string' },
    port: { type: 'string' },
    service: { type: 'string', default: `${system}:optics-gateway` },
    wait: { type: 'string', default: '15' },
    health: { type: 'string', default: '60' },
    help: { type: 'boolean', default: false },
  },
});
if (existsSync(values.env)) process.loadEnvFile(values.env);

const root = resolve(values.root);
const data = resolve(values.data ?? (process.env['OPTICS_DATA'] || place.data));
const posId = values.pos ?? (process.env['GATEWAY_POS_ID'] || 'POS-001');
const port = Number(values.port ?? (process.env['GATEWAY_PORT'] || 8000));
const journalFolder = join(data, 'gateway', posId);
const releases = openReleases(root);
const gateway = gatewayAdmin({ port, data, posId });
const service = serviceNamed(values.service);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

function journalToTry(from: 'backup' | 'journal'): string | null {
  const journal = join(journalFolder, 'journal.sqlite');
  if (from === 'journal') return existsSync(journal) ? journal : null;
  const backups = join(journalFolder, 'backups');
  const newest = readdirSync(backups)
    .filter((name) => name.endsWith('.sqlite'))
    .map((name) => join(backups, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  if (newest === undefined) throw new Error(`there is no backup in ${backups}`);
  return newest;
}

function tryJournal(version: string, from: 'backup' | 'journal'): Promise<void> {
  const file = journalToTry(from);
  if (file === null) return Promise.resolve();
  const folder = releases.folder(version);
  const tried = spawnSync(nodeOf(folder), ['ops/gateway/try-journal.ts', file], { cwd: folder, encoding: 'utf8' });
  if (tried.status === 0) return Promise.resolve();
  const why = tried.stderr || String(tried.error);
  return Promise.reject(new Error(`версия ${version} не открывает журнал, ничего не изменено: ${why.trim()}`));
}

async function bringTo(version: string): Promise<number> {
  const outcome: UpdateOutcome = await update(
    { releases, gateway, service, tryJournal, say, sleep: (ms) => sleep(ms), now: () => Date.now() },
    {
      next: readManifest(releases.folder(version)),
      patience: Number(values.wait) * 60_000,
      healthyWithin: Number(values.health) * 1_000,
    },
  );
  say(`${outcome === 'updated' ? 'работает' : 'осталась'} версия ${releases.current?.version}`);
  return { updated: 0, 'rolled-back': 1, stuck: 2 }[outcome];
}

/** Who stops a gateway by hand does not want it back with the mains: only what the battery stopped is started again. */
const stoppedByBattery = join(data, 'stopped-by-battery');

/** The service manager is told too: it would start again what ended by itself. */
async function power(state: string | undefined, minutes: string | undefined): Promise<number> {
  if (state !== 'battery' && state !== 'line') throw new Error('power battery [MINUTES] or power line');
  if (state === 'line' && existsSync(stoppedByBattery)) {
    rmSync(stoppedByBattery);
    await service.start();
    // Fresh from its start it takes the mains for granted; one that came up with the PC may have heard of a battery since.
    if ((await gateway.health()) === null) return 0;
  }
  const { stopping } = await gateway.power({ state, minutes_left: minutes ? Number(minutes) : null });
  if (stopping) {
    writeFileSync(stoppedByBattery, '');
    await service.stop();
  }
  say(stopping ? 'батарея кончается: шлюз остановлен' : state);
  return 0;
}

/** The program itself gives up after four seconds, ms. */
const GONE_WITHIN = 15_000;

async function stop(): Promise<number> {
  await gateway.stop();
  for (const end = Date.now() + GONE_WITHIN; Date.now() < end; await sleep(100)) {
    if ((await gateway.health()) === null) return 0;
  }
  throw new Error('the gateway answers still, or the service manager has started it again: stop the service');
}

async function run(command: string | undefined, what: string | undefined, more: string | undefined): Promise<number> {
  switch (command) {
    case 'install':
    case 'update': {
      if (what === undefined) throw new Error('which release?');
      const version = unpackRelease(what, root, releases);
      if (command === 'update') return bringTo(version);
      releases.switchTo(version);
      say(`установлена версия ${version}`);
      return 0;
    }
    case 'rollback':
      if (releases.previous === null) throw new Error('there is no version to go back to');
      return bringTo(releases.previous);
    case 'power':
      return power(what, more);
    case 'stop':
      return stop();
    default:
      say(HELP);
      return values.help ? 0 : 1;
  }
}

try {
  process.exitCode = await run(values.help ? undefined : positionals[0], positionals[1], positionals[2]);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
}
