import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { composeContact } from '../../../design/contact/contact.ts';
import { GUESS_ALL, STANDARD_RULES } from '../../../design/import/profile.ts';
import { makeResult, makeSale } from '../../factories/receipts.ts';
import { startDevice, type TestDevice } from '../app/device.fixture.ts';
import { smtpServer, type SmtpServer } from './smtp.fixture.ts';
import { NOON, startFixture, type ServerFixture } from './sync-server.fixture.ts';

// A busy machine: nothing here waits for time.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 });

const BACKLOG = 40;
let smtp: SmtpServer;
let fixture: ServerFixture;
let devices: TestDevice[] = [];
beforeEach(async () => {
  smtp = await smtpServer();
  smtp.mood = { silent: true };
  fixture = await startFixture({ smtpUrl: smtp.url });
});
afterEach(async () => {
  for (const pid of readers()) process.kill(pid, 'SIGCONT');
  for (const device of devices) await device.end();
  devices = [];
  await smtp.close();
  await fixture.end();
});

/** Processes of this one that open suppliers' files. */
function readers(): number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const parent = Number(/\) \w (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1]);
      const isReader = readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('import/process/main.ts');
      return parent === process.pid && isReader ? [Number(name)] : [];
    } catch {
      return [];
    }
  });
}

async function importing(rows: readonly string[]): Promise<string> {
  const text = ['Артикул;Наименование;Категория;НДС;Цена', ...rows, ''].join('\n');
  const { id } = await fixture.server.imports.upload(Readable.from([Buffer.from(text)]), 'цены.csv');
  const profile = { choice: GUESS_ALL, mapping: null, rules: STANDARD_RULES, supplier: 'OptMarket' };
  return (await fixture.server.imports.start({ file: id, profile, dryRun: false }))._id;
}
const row = (sku: string): string => `${sku};Оправа ${sku};Оправы;22;4900`;

it('issue 7, item 4: neither a backlog of mail nor a huge file that is being read holds up what tills hand in, what others learn of it, or another file’s activation', async () => {
  const { imports, engine } = fixture.server;
  // A small file is checked and waits for its word.
  const small = await importing([row('RB-1')]);
  expect((await imports.settled(small)).state).toBe('checked');

  // A mail server that takes letters and never answers, and receipts that are to go out by it.
  const wished = Array.from({ length: BACKLOG }, (_, n) => makeSale({ at: NOON - (n + 1) * 1_000 }));
  const sales = await engine.open('sales-demo-1-202611');
  const store = await engine.open('store-demo-1');
  await sales.bulk(wished.flatMap((sale, n) => [sale, makeResult(sale, sale.at + 500, n + 1)]));
  const contact = (sale: (typeof wished)[number]) =>
    composeContact({
      ...{ sale: sale._id, addresses: { email: 'ivan.petrov@mail.ru', phone: null }, consent: 'electronic', at: sale.at },
      ...{ before: true, hand: { hlc: sale.hlc, by: null, pos: 'POS-001' } },
    });
  await store.bulk(wished.map(contact));

  // A file that is read and read: its process stands still in the middle.
  const huge = await importing(Array.from({ length: 20_000 }, (_, n) => row(`H-${n}`)));
  let [reader] = readers();
  await expect.poll(() => ([reader] = readers()).length, { timeout: 120_000, interval: 5 }).toBeGreaterThan(0);
  process.kill(reader!, 'SIGSTOP');
  await smtp.arrived(1);

  const [till, other] = (devices = [await startDevice(fixture, 'POS-001'), await startDevice(fixture, 'POS-001')]);
  for (const device of devices) {
    device.start();
    await device.until((s) => s.state === 'synced' && s.unsent === 0);
  }
  const sale = makeSale({ at: NOON, device: till!.device, store: till!.shop });
  const arrived = other!.arrival(sale._id);
  await till!.facts.write(() => Promise.resolve(sale));
  await till!.facts.write(() => Promise.resolve(makeResult(sale, NOON + 500, BACKLOG + 1)));
  await arrived;
  const rollup = async () => (await (await engine.open('chain')).get('day-rollup:demo-1:2026-11-21'))?.['receipts'];
  await expect.poll(rollup, { timeout: 120_000 }).toBe(BACKLOG + 1);
  await imports.confirm(small, { name: 'Петрова', at: null });
  expect((await imports.settled(small)).state).toBe('done');

  // All of that has happened before the file was read and the mail was gone.
  expect((await imports.job(huge)).state).toBe('checking');
  expect(smtp.letters.length).toBeLessThan(BACKLOG);
  process.kill(reader!, 'SIGCONT');
  expect(await imports.settled(huge)).toMatchObject({ state: 'checked', counters: { total: 20_000 } });
});
