import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Product } from '../../../design/documents/catalogue.ts';
import { GUESS_ALL, STANDARD_RULES } from '../../../design/import/profile.ts';
import { DAY, HOUR, MINUTE } from '../../../design/time/clock.ts';
import { createSteadyClock } from '../../../design/time/steady-clock.ts';
import { changesOf } from '../../../sync-server/catalogue/back-office/change-log.store.ts';
import { createPhotos, sha256 } from '../../../sync-server/photos/photos.store.ts';
import { Program } from '../../e2e/harness/program.ts';
import { freePort } from '../../e2e/harness/ports.ts';
import { productOf } from './catalogue.fixture.ts';
import { NOON, startFixture, type ServerFixture } from './sync-server.fixture.ts';

const WRONG = [
  ['2099', Date.UTC(2099, 0, 1)],
  ['2010', Date.UTC(2010, 0, 1)],
] as const;
const PATIENCE = { timeout: 120_000, interval: 50 };

describe('a server whose battery dies while a price and a rate wait for their day', () => {
  let fixture: ServerFixture;
  let [real, wall] = [0, NOON];
  const pass = (ms: number): void => {
    real += ms;
    wall += ms;
  };
  beforeEach(async () => {
    [real, wall] = [0, NOON];
    const known = { wall: { now: () => wall }, elapsed: () => real, known: null, notBefore: 0 };
    const machineClock = createSteadyClock(known);
    fixture = await startFixture({ clock: machineClock, machineClock, demo: false, demoTills: [], gatewayTokens: {} });
  });
  afterEach(() => fixture.end());

  const article = async (): Promise<Product> =>
    (await (await fixture.server.engine.open('products')).get('product:P-1')) as unknown as Product;
  const works = (): Promise<void> => fixture.server.jobs.settled();

  it.each(WRONG)(
    'begins neither early in %s nor twice afterwards, and loses no job',
    async (_, wrong) => {
      const { imports, engine } = fixture.server;
      await (await engine.open('products')).put({ ...productOf('P-1'), vat: '22', vatPlan: [{ from: '2026-12-01', vat: '10' }] });
      await works();
      const file = await imports.upload(Readable.from([Buffer.from('Артикул;Наименование;Цена\nP-1;Оправа P-1;110\n')]), 'ц.csv');
      const due = NOON + 2 * DAY;
      const started = await imports.start({
        ...{ file: file.id, dryRun: false, ahead: { name: 'Петрова', at: due } },
        profile: { choice: GUESS_ALL, mapping: null, rules: STANDARD_RULES, supplier: 'Люкс' },
      });
      expect(await imports.settled(started._id)).toMatchObject({ state: 'scheduled', due });

      wall = wrong;
      pass(MINUTE);
      await works();
      expect(await article()).toMatchObject({ price: 100_00, vat: '22', vatPlan: [{ from: '2026-12-01' }] });
      expect((await imports.job(started._id)).state).toBe('scheduled');

      wall = NOON + real;
      pass(2 * DAY);
      await works();
      await expect.poll(async () => (await imports.job(started._id)).state, PATIENCE).toBe('done');
      expect(await article()).toMatchObject({ price: 110_00, vat: '22' });
      pass(10 * DAY);
      await works();
      await expect.poll(async () => (await article()).vat, PATIENCE).toBe('10');
      // The clock once more wrong, and right again: what was done is not done twice.
      const written = (await changesOf(engine, 'P-1', 50)).length;
      wall = wrong;
      await works();
      wall = NOON + real;
      await works();
      expect((await changesOf(engine, 'P-1', 50)).length).toBe(written);
      expect(await article()).toMatchObject({ price: 110_00, vat: '10', vatPlan: [] });
    },
    240_000,
  );

  it('tells tills its own count, and the administrator what is wrong; a word of theirs makes it believe', async () => {
    const { server } = fixture;
    const first = await fetch(`${server.url}/admin/first`, {
      method: 'POST',
      body: new URLSearchParams({ secret: server.account.linkSecret()!, password: 'длинный пароль' }),
      redirect: 'manual',
    });
    const headers = { cookie: first.headers.get('set-cookie')!.split(';')[0]! };
    const page = async (): Promise<string> => (await fetch(`${server.url}/admin`, { headers })).text();
    expect(await page()).not.toContain('Часы компьютера');
    wall += 61 * DAY;
    pass(HOUR);
    expect(await (await fetch(`${server.url}/api/time`)).json()).toEqual({ now: NOON + HOUR });
    expect(await page()).toContain('Часы компьютера сервера показывают 21 января 2027');
    const believed = await fetch(`${server.url}/admin/clock`, { method: 'POST', headers, redirect: 'manual' });
    expect(believed.status).toBe(303);
    expect(await (await fetch(`${server.url}/api/time`)).json()).toEqual({ now: NOON + 61 * DAY + HOUR });
    // The eight hours of the session are over by the clock that is believed now.
    expect(await page()).toContain('Вход');
  }, 120_000);

  it('throws no photo away that only looks old by a wrong year', async () => {
    const folder = join(fixture.folder, 'sync/photos');
    const photos = createPhotos(folder);
    const bytes = new Uint8Array([0xff, 0xd8, 0xff, 1]);
    await photos.put('demo-1', 'order:1', sha256(bytes), { type: 'image/jpeg', bytes });
    const path = join(folder, 'demo-1', sha256('order:1').slice(0, 32), `${sha256(bytes)}.jpg`);
    await utimes(path, NOON / 1_000, NOON / 1_000);
    wall = Date.UTC(2099, 0, 1);
    // As the route asks: by the server's clock, not by the machine's.
    expect(await photos.tidy(((await (await fetch(`${fixture.server.url}/api/time`)).json()) as { now: number }).now)).toBe(0);
    expect(await photos.tidy(wall)).toBe(1);
  });
});

describe('the server’s own program', () => {
  let folder: string;
  let server: Program;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'optics-clock-'));
    server = new Program('sync-server', 'sync-server/main.ts', { OPTICS_DATA: folder, SYNC_PORT: String(await freePort()) });
  });
  afterEach(async () => {
    await server.kill();
    rmSync(folder, { recursive: true, force: true });
  });
  const time = async (): Promise<number> =>
    ((await (await fetch(`http://127.0.0.1:${server.env['SYNC_PORT']}/api/time`)).json()) as { now: number }).now;
  const file = (): string => join(folder, 'sync/clock.json');

  it('remembers the time, and after a start in a year that cannot be goes on from there and says so by its code', async () => {
    const before = Date.now();
    await server.start();
    expect(await time()).toBeGreaterThanOrEqual(before);
    await server.stop();
    const { at } = JSON.parse(readFileSync(file(), 'utf8')) as { at: number };
    expect(at).toBeGreaterThanOrEqual(before);
    for (const [far, trust] of [
      [-400 * DAY, 'ahead'],
      [400 * DAY, 'behind'],
    ] as const) {
      const known = Date.now() + far;
      writeFileSync(file(), JSON.stringify({ at: known }));
      server.lines.length = 0;
      await server.start();
      expect(Math.abs((await time()) - known)).toBeLessThan(10 * MINUTE);
      await expect.poll(() => server.lines.join('\n'), PATIENCE).toContain('CLOCK_NOT_BELIEVED');
      expect(server.lines.join('\n')).toContain(`"trust":"${trust}"`);
      // Killed in the middle of it, it still knows.
      await server.kill();
      expect(Math.abs((JSON.parse(readFileSync(file(), 'utf8')) as { at: number }).at - known)).toBeLessThan(10 * MINUTE);
    }
    writeFileSync(file(), '{"at":');
    await server.start();
    expect(Math.abs((await time()) - Date.now())).toBeLessThan(10 * MINUTE);
  }, 240_000);
});
