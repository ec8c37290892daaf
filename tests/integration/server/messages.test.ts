import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { composeContact, sendingIdOf, type Addresses } from '../../../design/contact/contact.ts';
import { salesDatabaseOf } from '../../../design/databases.ts';
import type { Sale } from '../../../design/documents/facts.ts';
import type { Sending } from '../../../design/documents/sending.ts';
import { qrText } from '../../../design/fiscal/qr.ts';
import { messagesPart } from '../../../sync-server/admin/messages.part.ts';
import { makeResult, makeSale } from '../../factories/receipts.ts';
import { smtpServer, partsOf, type SmtpServer } from './smtp.fixture.ts';
import { NOON, startFixture, type ServerFixture } from './sync-server.fixture.ts';

const MAIN = resolve(import.meta.dirname, '../../../sync-server/main.ts');
const MAIL: Addresses = { email: 'ivan.petrov@mail.ru', phone: null };
const QR = qrText({
  at: '2026-11-21T12:00:01',
  total: 1_200_000,
  fn: '9999000000000001',
  fd: 42,
  fp: '1234567890',
  operation: 'sale',
});
const TEXT = ['ООО «ОПТИКА»', 'КАССОВЫЙ ЧЕК', 'ПРИХОД', 'Оправа <Ray-Ban> & футляр', 'ИТОГ =12000.00', 'НАЛИЧНЫМИ =12000.00', QR];

const sale: Sale = { ...makeSale({ at: NOON, lines: [{ name: 'Оправа <Ray-Ban> & футляр', price: 1_200_000 }] }), _rev: '1-a' };
const result = { ...makeResult(sale, NOON + 1_000, 42), qr: QR, text: TEXT, total: 1_200_000, _rev: '1-b' };
const contactOf = (of: Sale, addresses: Addresses) => ({
  ...composeContact({
    ...{ sale: of._id, addresses, consent: 'electronic', at: of.at, before: true },
    hand: { hlc: of.hlc, by: null, pos: 'POS-001' },
  }),
  _rev: '1-c',
});

let smtp: SmtpServer;
beforeEach(async () => {
  smtp = await smtpServer();
});
afterEach(() => smtp.close());

describe('the server that sends electronic receipts', () => {
  let fixture: ServerFixture;
  afterEach(() => fixture.end());
  const told = async (of = sale): Promise<Sending | null> =>
    (await (await fixture.server.engine.open('store-demo-1')).get(sendingIdOf(of._id))) as Sending | null;
  /** As a till hands them in. */
  async function handIn(addresses: Addresses = MAIL): Promise<void> {
    const { token } = await fixture.pair('POS-001');
    for (const [database, docs] of [
      ['sales-demo-1-202611', [sale, result]],
      ['store-demo-1', [contactOf(sale, addresses)]],
    ] as const) {
      const answer = await fixture.call('POST', `/db/${database}/_bulk_docs`, { token, body: { docs, new_edits: false } });
      expect(await answer.json()).toEqual([]);
    }
    await fixture.server.jobs.settled();
  }

  it('takes a till’s wish and its fiscal result and mails the receipt: all that the paper says, in Russian, nothing fetched from anywhere (A-80)', async () => {
    fixture = await startFixture({ smtpUrl: smtp.url });
    await handIn();
    expect(smtp.letters).toMatchObject([{ to: 'ivan.petrov@mail.ru', from: 'chek@optika.ru' }]);
    const parts = partsOf(smtp.letters[0]!.raw);
    const [text, html] = ['text/plain', 'text/html'].map((type) => parts.get(type)!.body.toString('utf8')) as [string, string];
    for (const body of [text, html]) {
      for (const word of [
        'КАССОВЫЙ ЧЕК',
        'ПРИХОД',
        '=12000.00',
        '9999000000000001',
        '1234567890',
        'УЧЕБНЫЙ РЕЖИМ',
        '21.11.2026 12:00',
      ])
        expect(body).toContain(word);
    }
    expect(html).toContain('Оправа &lt;Ray-Ban&gt; &amp; футляр');
    expect(html).not.toMatch(/<script|https?:|src="(?!cid:qr)/);
    const png = parts.get('image/png')!;
    expect(png.head).toMatch(/Content-ID: <qr>/i);
    expect(png.body.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(smtp.letters[0]!.raw).toMatch(new RegExp(`Message-ID: <email\\.${sale.hlc}\\.${sale.at}@localhost>`, 'i'));
    expect(await told()).toMatchObject({ email: { state: 'sent', via: 'smtp', tries: 1, code: null }, sms: null });
  });

  it('says that a mailbox does not exist, on the till’s document and on the administrator’s page, without the address', async () => {
    fixture = await startFixture({ smtpUrl: smtp.url });
    smtp.mood = { rcpt: '550 5.1.1 no such user' };
    await handIn();
    expect(await told()).toMatchObject({ email: { state: 'failed', code: 'SENDING_ADDRESS_UNKNOWN' } });
    expect(JSON.stringify(await told())).not.toContain('petrov');
    expect(fixture.server.messages.desk()!.dead()).toMatchObject([{ sale: sale._id, code: 'SENDING_ADDRESS_UNKNOWN' }]);
    const page = messagesPart(fixture.server.messages.desk()).text;
    expect(page).toContain('Чек не дошёл: такого адреса не существует.');
    expect(page).not.toContain('petrov');
  });

  it('tries again what a mail server puts off, and what is left after a restart of its own', async () => {
    fixture = await startFixture({ smtpUrl: smtp.url });
    smtp.mood = { rcpt: '450 4.2.0 greylisted' };
    await handIn();
    expect(await told()).toMatchObject({ email: { state: 'waiting', tries: 1 } });
    smtp.mood = {};
    await fixture.restart();
    fixture.clock.forward(60_000);
    await fixture.server.jobs.settled();
    expect(smtp.letters).toHaveLength(1);
    expect(await told()).toMatchObject({ email: { state: 'sent', tries: 2 } });
  });

  it('holds up nothing else while the mail server hangs: facts come in and go out as ever', async () => {
    fixture = await startFixture({ smtpUrl: smtp.url });
    smtp.mood = { silent: true };
    const { token } = await fixture.pair('POS-001');
    const docs = { docs: [sale, result], new_edits: false };
    await fixture.call('POST', '/db/sales-demo-1-202611/_bulk_docs', { token, body: docs });
    await fixture.call('POST', '/db/store-demo-1/_bulk_docs', {
      token,
      body: { docs: [contactOf(sale, MAIL)], new_edits: false },
    });
    await smtp.arrived(1);
    const other = { ...makeSale({ at: NOON, counter: 7 }), _rev: '1-d' };
    const handed = await fixture.call('POST', '/db/sales-demo-1-202611/_bulk_docs', {
      token,
      body: { docs: [other], new_edits: false },
    });
    expect(await handed.json()).toEqual([]);
    expect((await fixture.call('GET', `/db/sales-demo-1-202611/${encodeURIComponent(other._id)}`, { token })).status).toBe(200);
    expect(fixture.server.messages.desk()!.waiting('email')).toBe(1);
  });

  it('without a mail server writes each message into a folder that only its owner reads', async () => {
    fixture = await startFixture({ smtpUrl: null });
    await handIn({ email: 'ivan.petrov@mail.ru', phone: '+79001234567' });
    const outbox = join(fixture.folder, 'sync', 'outbox');
    const names = readdirSync(outbox).sort();
    expect(names).toHaveLength(2);
    expect(names.map((name) => statSync(join(outbox, name)).mode & 0o777)).toEqual([0o600, 0o600]);
    const letter = readFileSync(
      join(
        outbox,
        names.find((name) => name.endsWith('.eml'))!,
      ),
      'utf8',
    ).replaceAll('\n', '\r\n');
    expect([...partsOf(letter).keys()]).toEqual(['text/plain', 'text/html', 'image/png']);
    const sms = readFileSync(
      join(
        outbox,
        names.find((name) => name.endsWith('.sms.txt'))!,
      ),
      'utf8',
    );
    expect(sms).toMatch(/^\+79001234567\n.*Чек 12 000,00 р\. 21\.11\.2026 12:00 ФН 9999000000000001 ФД 42 ФПД 1234567890/);
    expect(await told()).toMatchObject({ email: { via: 'outbox' }, sms: { via: 'console' } });
  });
});

describe('a server killed between its note and the mail server’s word', () => {
  let folder: string;
  const started: ChildProcess[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'optics-messages-'));
  });
  const kill = async (child: ChildProcess): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
  };
  afterEach(async () => {
    for (const child of started.splice(0)) await kill(child);
    rmSync(folder, { recursive: true, force: true });
  });

  async function start(): Promise<{ child: ChildProcess; url: string }> {
    const child = spawn(process.execPath, [MAIN], {
      env: {
        ...{ PATH: process.env['PATH'], OPTICS_DATA: folder, OPTICS_DEMO: '1', SYNC_PORT: '0', SMTP_URL: smtp.url },
        ...{ OPTICS_DEMO_PRODUCTS: '40', OPTICS_DEMO_DAYS: '1' },
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    started.push(child);
    let said = '';
    const port = await new Promise<number>((done, fail) => {
      child.once('exit', () => fail(new Error(`ended: ${said}`)));
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        const ready = said.split('\n').find((line) => line.includes('"event":"ready"'));
        if (ready) done((JSON.parse(ready) as { port: number }).port);
      });
    });
    return { child, url: `http://127.0.0.1:${port}` };
  }

  it('sends again under the same message id: at least once, and the mailbox can tell', async () => {
    smtp.mood = { silent: true };
    const first = await start();
    const headers = { 'content-type': 'application/json' };
    const paired = await fetch(`${first.url}/api/pair`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ code: null, name: 'Касса', till: 'POS-001' }),
    });
    const { token } = (await paired.json()) as { token: string };
    const own = makeSale({ at: Date.now() - 60_000 });
    const docs = [
      { ...own, _rev: '1-a' },
      { ...result, ...makeResult(own), qr: QR, _rev: '1-b' },
    ];
    for (const [database, body] of [
      [salesDatabaseOf(own, 'Europe/Moscow'), docs],
      ['store-demo-1', [contactOf(own, MAIL)]],
    ] as const) {
      const answer = await fetch(`${first.url}/db/${database}/_bulk_docs`, {
        ...{ method: 'POST', headers: { ...headers, authorization: `Bearer ${token}` } },
        body: JSON.stringify({ docs: body, new_edits: false }),
      });
      expect(answer.status).toBe(201);
    }
    await smtp.arrived(1);
    await kill(first.child);
    smtp.mood = {};
    await start();
    await smtp.arrived(2);
    const ids = smtp.letters.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)?.[1]);
    expect(ids[0]).toMatch(/^<email\./);
    expect(ids[1]).toBe(ids[0]);
  });
});
