import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../tests/e2e/harness/ports.ts';
import { waitUntil } from '../../tests/e2e/harness/wait-until.ts';
import { JOURNAL_SCHEMA } from '../../fiscal-gateway/journal/migrations.ts';
import { gatewayAdmin } from './gateway-admin.ts';
import { layOutRelease, nodeOf } from './release.ts';
import { openReleases } from './releases.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const work = mkdtempSync(join(tmpdir(), 'optics-gateway-ops-'));
const root = join(work, 'opt');
const data = join(work, 'var');
const bin = join(work, 'bin');
const envFile = join(work, 'gateway.env');
let port = 0;
let gateway: ReturnType<typeof gatewayAdmin>;
const releases = openReleases(root);

/** What systemd does: runs whatever `current` names, ends it by SIGTERM. The scripts reach it through a `systemctl` of their own. */
let program: { child: ChildProcess; gone: Promise<unknown> } | null = null;
const asked: string[] = [];
async function order(what: string): Promise<void> {
  asked.push(what);
  if (what === 'start optics-gateway') {
    const current = join(root, 'current');
    const child = spawn(nodeOf(current), ['fiscal-gateway/main.ts'], {
      cwd: current,
      env: { OPTICS_DATA: data, GATEWAY_PORT: String(port) },
      stdio: 'ignore',
    });
    program = { child, gone: once(child, 'exit') };
  }
  if (what === 'stop optics-gateway' && program) {
    program.child.kill('SIGTERM');
    await program.gone;
    program = null;
  }
}
const supervisor = createServer((request, response) => {
  void order(decodeURIComponent(request.url!.slice(1))).then(() => response.end());
});

async function run(command: string, ...args: string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(command, args, {
    cwd: existsSync(join(root, 'current')) ? join(root, 'current') : ROOT,
    env: {
      PATH: `${bin}:${process.env['PATH']}`,
      OPTICS_GATEWAY_ROOT: root,
      OPTICS_GATEWAY_OPTIONS: `--env ${envFile}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (part: string) => (said += part));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
}
const ops = (...args: string[]) =>
  run(process.execPath, 'ops/gateway/main.ts', ...args, '--root', root, '--env', envFile, '--health', '120');

/** The same program under another number; packages and Node are not copied once more. */
function nextOf(version: string, next: string): void {
  const [from, to] = [join(work, `release-${version}`), join(work, `release-${next}`)];
  const heavy = ['node_modules', 'bin'];
  cpSync(from, to, { recursive: true, filter: (path) => !heavy.includes(relative(from, path)) });
  for (const part of heavy) symlinkSync(join(from, part), join(to, part));
  for (const file of ['package.json', 'release.json']) {
    const about = JSON.parse(readFileSync(join(to, file), 'utf8')) as object;
    writeFileSync(join(to, file), JSON.stringify({ ...about, version: next }));
  }
}

/** A release that dies at once, on today's sources for the rest. */
function broken(version: string, worksWith: number): string {
  const folder = join(work, `release-${version}`);
  for (const part of ['bin', 'fiscal-gateway']) mkdirSync(join(folder, part), { recursive: true });
  symlinkSync(process.execPath, nodeOf(folder));
  symlinkSync(join(ROOT, 'ops'), join(folder, 'ops'));
  writeFileSync(join(folder, 'fiscal-gateway/main.ts'), 'process.exit(1);\n');
  const platform = `${process.platform}-${process.arch}`;
  writeFileSync(
    join(folder, 'release.json'),
    JSON.stringify({ version, schema: JOURNAL_SCHEMA, works_with: worksWith, platform }),
  );
  return folder;
}

const versionThatRuns = async (): Promise<string | undefined> => (await gateway.health())?.version;

beforeAll(async () => {
  layOutRelease(ROOT, join(work, 'release-0.0.0'), '0.0.0');
  nextOf('0.0.0', '1.0.0');
  nextOf('0.0.0', '2.0.0');
  port = await freePort();
  gateway = gatewayAdmin({ port, data, posId: 'POS-001' });
  supervisor.listen(0, '127.0.0.1');
  await once(supervisor, 'listening');
  const url = `http://127.0.0.1:${(supervisor.address() as AddressInfo).port}/`;
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'systemctl'),
    `#!${process.execPath}\nfetch(${JSON.stringify(url)} + encodeURIComponent(process.argv.slice(2).join(' '))).then((r) => r.text());\n`,
  );
  chmodSync(join(bin, 'systemctl'), 0o755);
  writeFileSync(envFile, `OPTICS_DATA=${data}\nGATEWAY_PORT=${port}\n`);
});
afterAll(async () => {
  program?.child.kill('SIGKILL');
  await program?.gone;
  supervisor.close();
  rmSync(work, { recursive: true, force: true });
});

describe('a till’s PC from its first release on (H-90…H-95, B-49)', () => {
  it('the first release is installed and the gateway runs out of it, on the Node that came along', async () => {
    expect(await ops('install', join(work, 'release-1.0.0'))).toMatchObject({ code: 0 });
    await order('start optics-gateway');
    await waitUntil('it answers', async () => (await versionThatRuns()) === '1.0.0');
  });

  it('an update takes a backup, tries the journal, switches and ends its own maintenance; the old version stays', async () => {
    const { code, said } = await ops('update', join(work, 'release-2.0.0'));
    expect([code, said]).toEqual([0, expect.stringContaining('работает версия 2.0.0')]);
    expect([await versionThatRuns(), releases.current?.version, releases.previous]).toEqual(['2.0.0', '2.0.0', '1.0.0']);
    const { maintenance, history } = await gateway.maintenance();
    expect([maintenance, history.map(({ by }) => by)]).toEqual([null, ['update']]);
  });

  it('a version that cannot read the journal is told from a copy: nothing was changed, nothing stopped', async () => {
    const next = broken('2.5.0', JOURNAL_SCHEMA);
    rmSync(join(next, 'ops'));
    mkdirSync(join(next, 'ops/gateway'), { recursive: true });
    writeFileSync(join(next, 'ops/gateway/try-journal.ts'), "console.error('no such table'); process.exit(1);\n");
    asked.length = 0;
    const { code, said } = await ops('update', next);
    expect([code, said, asked]).toEqual([1, expect.stringContaining('no such table'), []]);
    expect([await versionThatRuns(), releases.current?.version]).toEqual(['2.0.0', '2.0.0']);
    expect((await gateway.maintenance()).maintenance).toBeNull();
  });

  it('a version that does not come up healthy gives way to the old one by itself', async () => {
    const { code, said } = await run(
      process.execPath,
      ...['ops/gateway/main.ts', 'update', broken('3.0.0', JOURNAL_SCHEMA), '--root', root, '--env', envFile, '--health', '12'],
    );
    expect([code, said]).toEqual([1, expect.stringContaining('возвращаем 2.0.0')]);
    await waitUntil('the old one answers', async () => (await versionThatRuns()) === '2.0.0');
    expect((await gateway.maintenance()).maintenance).toBeNull();
  });

  it('rollback: back to the version before', async () => {
    await order('stop optics-gateway');
    releases.switchTo('1.0.0');
    releases.switchTo('2.0.0');
    await order('start optics-gateway');
    await waitUntil('it answers', async () => (await versionThatRuns()) === '2.0.0');
    expect(await ops('rollback')).toMatchObject({ code: 0 });
    expect([await versionThatRuns(), releases.current?.version]).toEqual(['1.0.0', '1.0.0']);
  });

  it('the UPS hook: on battery an alarm, near its end a stop that the service manager keeps, with the mains back a start', async () => {
    const hook = join(ROOT, 'ops/gateway/ups-on-battery.sh');
    expect(await run(hook, 'battery', '14')).toMatchObject({ code: 0 });
    expect(await versionThatRuns()).toBe('1.0.0');
    expect(await run(hook, 'line')).toMatchObject({ code: 0 });
    asked.length = 0;
    expect(await run(hook, 'battery', '1')).toMatchObject({ code: 0 });
    expect([asked, await versionThatRuns()]).toEqual([['stop optics-gateway'], undefined]);
    expect(await run(hook, 'line')).toMatchObject({ code: 0 });
    await waitUntil('it is back', async () => (await versionThatRuns()) === '1.0.0');
  });

  it('a token that only watches cannot say that the battery ends: it would stop the till', async () => {
    const ask = (path: string, body: object, token?: string) =>
      fetch(`http://127.0.0.1:${port}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
        body: JSON.stringify(body),
      });
    const admin = readFileSync(join(data, 'gateway/POS-001/token'), 'utf8').trim();
    const { code } = (await (await ask('/v1/pair/code', { scope: 'monitor' }, admin)).json()) as { code: string };
    const paired = (await (await ask('/v1/pair', { code, scope: 'monitor', name: 'наблюдатель' })).json()) as { token: string };
    expect((await ask('/v1/power', { state: 'battery', minutes_left: 1 }, paired.token)).status).toBe(403);
    expect(await versionThatRuns()).toBe('1.0.0');
  });

  it('stop: by its route, where there is no signal, and waits for the end', async () => {
    expect(await ops('stop')).toMatchObject({ code: 0 });
    await program?.gone;
    expect(program?.child.exitCode).toBe(0);
  });

  it('a version whose journal the old one cannot read is not taken back silently', async () => {
    const { code, said } = await run(
      process.execPath,
      ...[
        'ops/gateway/main.ts',
        'update',
        broken('4.0.0', JOURNAL_SCHEMA + 1),
        '--root',
        root,
        '--env',
        envFile,
        '--health',
        '1',
      ],
    );
    expect([code, said]).toEqual([2, expect.stringContaining('Ничего не откачено')]);
    expect(releases.current?.version).toBe('4.0.0');
  });
});

describe('what lies beside the program', () => {
  const read = (name: string) => readFileSync(join(ROOT, 'ops/gateway', name), 'utf8');
  const settings = new Set(
    [...readFileSync(join(ROOT, 'fiscal-gateway/config.ts'), 'utf8').matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name),
  );
  const inRelease = (path: string) => existsSync(join(work, 'release-0.0.0', path));

  it('the systemd unit is one, runs what a release holds and is never root', () => {
    const lines = read('optics-gateway.service').split('\n');
    const said = lines.filter((line) => line !== '' && !line.startsWith('#'));
    for (const line of said) expect(line).toMatch(/^(\[(Unit|Service|Install)\]|[A-Z]\w+=.*)$/);
    const one = (key: string) => said.filter((line) => line.startsWith(`${key}=`)).map((line) => line.slice(key.length + 1));
    expect(said.filter((line) => line.startsWith('['))).toEqual(['[Unit]', '[Service]', '[Install]']);
    expect([one('User'), one('Restart'), one('StateDirectory'), one('ProtectSystem')]).toEqual([
      ['optics-gateway'],
      ['always'],
      ['optics-gateway'],
      ['strict'],
    ]);
    const [node = '', main = ''] = one('ExecStart')[0]!.split(' ');
    expect([inRelease(node.replace('/opt/optics-gateway/current/', '')), inRelease(main)]).toEqual([true, true]);
    for (const name of one('Environment').map((line) => line.split('=')[0])) expect(settings).toContain(name);
  });

  it('the settings template names settings that exist, and no secret', () => {
    const named = [...read('gateway.env.example').matchAll(/^#?([A-Z_]+)=(.*)$/gm)];
    expect(named.length).toBeGreaterThan(5);
    for (const [, name, value] of named) {
      expect(settings).toContain(name);
      if (name?.endsWith('TOKEN')) expect(value).toBe('');
    }
  });

  it('the Windows service is well-formed XML, runs what a release holds and stops by the route', () => {
    const xml = read('optics-gateway.winsw.xml').replaceAll(/<!--[\s\S]*?-->/g, '');
    const open: string[] = [];
    for (const [, end, name = '', empty] of xml.matchAll(/<(\/?)([\w-]+)(?:\s+[\w-]+="[^"<&]*")*\s*(\/?)>/g)) {
      if (end) expect(open.pop()).toBe(name);
      else if (!empty) open.push(name);
    }
    expect([open, xml.replaceAll(/<\/?[\w-]+(?:\s+[\w-]+="[^"<&]*")*\s*\/?>/g, '')]).toEqual([
      [],
      expect.not.stringMatching(/[<>&]/),
    ]);
    const text = (name: string) => new RegExp(`<${name}>(.*)</${name}>`).exec(xml)?.[1] ?? '';
    expect(text('arguments')).toMatch(/ fiscal-gateway\\main\.ts$/);
    expect(text('stoparguments')).toBe('ops\\gateway\\main.ts stop');
    expect(['fiscal-gateway/main.ts', 'ops/gateway/main.ts', 'ops/gateway/optics-gateway.winsw.xml'].map(inRelease)).toEqual([
      true,
      true,
      true,
    ]);
    for (const [, name] of xml.matchAll(/<env name="(\w+)"/g)) expect(settings).toContain(name);
  });
});
