import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../e2e/harness/ports.ts';
import { Program } from '../../e2e/harness/program.ts';

let data: string;
const running: Program[] = [];
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'optics-gateway-process-'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((program) => program.stop()));
});
afterAll(() => rm(data, { recursive: true, force: true }));

const main = (port: number, env: Record<string, string> = {}) => {
  const program = new Program('gateway', 'fiscal-gateway/main.ts', { OPTICS_DATA: data, GATEWAY_PORT: String(port), ...env });
  running.push(program);
  return program;
};
const get = (port: number, path: string, token?: string) =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });

it('starts without a register and says so; makes an administrator’s token that only its owner reads, as all its data', async () => {
  const port = await freePort();
  await main(port).start();
  const file = join(data, 'gateway', 'POS-001', 'token');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);
  const token = (await readFile(file, 'utf8')).trim();
  const health = (await (await get(port, '/health')).json()) as { components: { kkt_device: { status: string } } };
  expect(health.components.kkt_device.status).toBe('not_configured');
  const answer = await fetch(`http://127.0.0.1:${port}/v1/kkt/shift/open`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ pos_id: 'POS-001', cashier: { name: 'Иванова' } }),
  });
  expect(await answer.json()).toMatchObject({ status: 503, code: 'REGISTER_NOT_CONFIGURED' });
});

it('prints a pairing code at each start until a till is paired with one of them, and none after', async () => {
  const codeOf = ({ lines }: Program) =>
    lines.flatMap((line) => /"event":"pairing_code".*"code":"([0-9A-Z]{4}-[0-9A-Z]{4})"/.exec(line)?.[1] ?? [])[0];
  const start = async () => {
    const port = await freePort();
    const program = main(port, { OPTICS_DATA: join(data, 'first') });
    await program.start();
    return { port, program };
  };
  const first = await start();
  await first.program.stop();
  const second = await start();
  expect(codeOf(second.program)).not.toBe(codeOf(first.program));
  const paired = await fetch(`http://127.0.0.1:${second.port}/v1/pair`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'касса', code: codeOf(second.program) }),
  });
  expect(paired.status).toBe(201);
  await second.program.stop();
  expect(codeOf((await start()).program)).toBeUndefined();
});

it('refuses a second process on the same data, a port in use and a double outside demo mode: one line, exit code not zero', async () => {
  const port = await freePort();
  await main(port).start();
  await expect(main(await freePort()).start()).rejects.toThrow(/another gateway is running on the data/);
  const elsewhere = { OPTICS_DATA: join(data, 'elsewhere') };
  await expect(main(port, elsewhere).start()).rejects.toThrow(new RegExp(`port ${port} is in use`));
  await expect(main(await freePort(), { ...elsewhere, GATEWAY_REGISTER: 'emulator' }).start()).rejects.toThrow(
    /OPTICS_DEMO=1 only/,
  );
  expect((await get(port, '/health')).status).toBe(200);
});

it('refuses a second gateway on the same register, whatever its till and its data; the next one may when the first is gone, kill -9 included', async () => {
  const nobody = 'http://127.0.0.1:1';
  const emulated = {
    OPTICS_DEMO: '1',
    GATEWAY_OFD: nobody,
    GATEWAY_SYNC_URL: nobody,
    REGISTER_PORT: String(await freePort()),
  };
  const first = main(await freePort(), { ...emulated, OPTICS_DATA: join(data, 'till-1') });
  await first.start();
  const other = { ...emulated, OPTICS_DATA: join(data, 'till-2'), GATEWAY_POS_ID: 'POS-002' };
  await expect(main(await freePort(), other).start()).rejects.toThrow(/another gateway drives the register at 127\.0\.0\.1/);
  await first.kill();
  await main(await freePort(), other).start();
});

it('keeps its secrets out of its log', async () => {
  const port = await freePort();
  const secret = 'a-secret-that-must-not-be-seen';
  const program = main(port, {
    OPTICS_DATA: join(data, 'quiet'),
    GATEWAY_TOKEN: secret,
    GATEWAY_SYNC_TOKEN: `${secret}-2`,
    GATEWAY_SYNC_URL: 'http://127.0.0.1:1',
  });
  await program.start();
  await get(port, `/v1/kkt/shift?token=${secret}`, secret);
  await get(port, '/v1/kkt/shift', `${secret}-wrong`);
  await fetch(`http://127.0.0.1:${port}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret }),
  });
  await program.stop();
  expect(program.lines.join('\n')).not.toContain(secret);
});
