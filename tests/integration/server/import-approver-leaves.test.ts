import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PRODUCTS } from '../../../design/databases.ts';
import { HOUR } from '../../../design/time/clock.ts';
import { storeProducts } from './catalogue.fixture.ts';
import { plainBrowser, type PlainBrowser, type PlainPage } from './plain-browser.fixture.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

let fixture: ServerFixture;
let browser: PlainBrowser;
/** Page of a job in which one article waits for the accountant's word: another VAT rate. */
let at: string;
let job: string;
beforeEach(async () => {
  fixture = await startFixture();
  browser = plainBrowser(() => fixture.server.url);
  await storeProducts(fixture, 2);
  await browser.post('/admin/first', { secret: fixture.server.account.linkSecret()!, password: 'длинный пароль' });
  await browser.post('/admin/people', { store: 'demo-1', name: 'Лебедева Т. И.', role: 'accountant', pin: '4444' });
  await browser.post('/admin/people', { store: 'demo-1', name: 'Анна Смирнова', role: 'manager', pin: '3333' });
  const body = new FormData();
  body.append('file', new Blob(['Артикул;Наименование;Цена;НДС\nP-1;Оправа P-1;100;10%\n']), 'ндс.csv');
  const mapping = await browser.post('/admin/import/files', body);
  const path = mapping.address.split('?')[0]!;
  const started = await browser.post(`${path}/check`, { ...mapping.form('data-live'), category: 'Оправы' });
  job = decodeURIComponent(started.address.split('/')[4]!);
  at = `/admin/import/jobs/${encodeURIComponent(job)}`;
  await fixture.server.imports.settled(job);
}, 120_000);
afterEach(() => fixture.end());

const held = (): Promise<PlainPage> => browser.get(`${at}/changes?kind=held`);
const signerOf = ({ text }: PlainPage, name: string): string =>
  new RegExp(`<option value="(staff:[^"]+)"[^>]*>${name}`).exec(text)?.[1] ?? '';
const accountant = async (): Promise<string> => signerOf(await held(), 'Лебедева');
/** Her word, with the page as it was opened before. */
async function sign(opened: PlainPage, approver: string, pin: string): Promise<PlainPage> {
  return browser.post(`${at}/approve`, {
    ...opened.form('Кто подтверждает'),
    reason: 'закон',
    type: 'VAT_CHANGED',
    approver,
    pin,
  });
}
const leaves = (id: string): Promise<PlainPage> => browser.post('/admin/people/active', { store: 'demo-1', id, active: 'no' });
const vat = async (): Promise<unknown> => (await (await fixture.server.engine.open(PRODUCTS)).get('product:P-1'))!['vat'];
const approvals = async (): Promise<number> => (await fixture.server.imports.job(job)).approvals.length;

describe('the only accountant leaves while a changed VAT rate waits (E-34, I-13)', { timeout: 120_000 }, () => {
  it('before she signed: her word is not taken any more, the page says that nobody is left, another one may be named', async () => {
    const [opened, id] = [await held(), await accountant()];
    expect(opened.text).not.toContain('Подтвердить некому');
    await leaves(id);
    expect([(await sign(opened, id, '4444')).status, await approvals()]).toEqual([403, 0]);
    const lonely = await held();
    expect(lonely.text).toContain('Подтвердить некому: нужен бухгалтер');
    expect(signerOf(lonely, 'Лебедева')).toBe('');
    await browser.post('/admin/people', { store: 'demo-1', name: 'Новикова О. Л.', role: 'accountant', pin: '5656' });
    const next = await held();
    expect((await sign(next, signerOf(next, 'Новикова'), '5656')).status).toBe(200);
    expect(await approvals()).toBe(1);
  });

  it('after she signed, before the job is in force: the page tells, her word stands until somebody takes the job back', async () => {
    const id = await accountant();
    expect((await sign(await held(), id, '4444')).status).toBe(200);
    expect((await held()).text).not.toContain('подтвердить уже не может');
    await leaves(id);
    expect((await held()).text).toContain('Сейчас этот сотрудник так подтвердить уже не может');
    await fixture.server.imports.confirm(job, { name: 'Анна Смирнова', at: fixture.clock.now() + HOUR });
    expect((await held()).text).toContain('отмените загрузку до её включения');
    expect(await vat()).toBe('22');
    fixture.clock.forward(2 * HOUR);
    await fixture.server.jobs.settled();
    expect((await fixture.server.imports.settled(job)).state).toBe('done');
    expect(await vat()).toBe('10');
    expect((await held()).text).not.toContain('подтвердить уже не может');
  });

  it('with another PIN: the old one is refused, and the new one signs', async () => {
    const [opened, id] = [await held(), await accountant()];
    await browser.post('/admin/people/pin', { store: 'demo-1', id, pin: '9876' });
    expect([(await sign(opened, id, '4444')).status, await approvals()]).toEqual([403, 0]);
    expect([(await sign(opened, id, '9876')).status, await approvals()]).toEqual([200, 1]);
  });
});
