import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOG } from '../../../design/databases.ts';
import { settings as settingsShape } from '../../../design/documents/catalogue.ts';
import { opticsRules } from '../../../design/orders/optics-rules.ts';
import { noticeText } from '../../../design/orders/notice-templates.ts';
import { USUAL_PROMISE_RULES } from '../../../design/workshop/promise-rules.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

let fixture: ServerFixture;
let cookie = '';
beforeAll(async () => {
  fixture = await startFixture();
  const secret = fixture.server.account.linkSecret()!;
  const first = await post({ secret, password: 'длинный пароль' }, '/admin/first');
  cookie = first.headers.get('set-cookie')!.split(';')[0]!;
});
afterAll(() => fixture.end());

const post = (fields: Record<string, string>, path = '/admin/optics') =>
  fetch(`${fixture.server.url}${path}`, {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
const page = async (query = '') => (await fetch(`${fixture.server.url}/admin/optics${query}`, { headers: { cookie } })).text();
const rules = async () => {
  const doc = await (await fixture.server.engine.open(CATALOG)).get('settings:store-demo-1');
  return opticsRules(settingsShape.parse(doc).optics, 'Europe/Moscow');
};
const PROMISE = {
  ...{ part: 'promise', 'single-vision': '5 кал', bifocal: '7', progressive: '10 раб', office: '7 кал', making: '2 раб' },
  ...{ branch: '1 раб', tint: '2 раб', rimless: '1 раб', prism: '1 раб', transit: '1 раб', express: '', capacity: '12' },
  ...{ suppliers: 'Essilor; 6 раб; 15:00\nHoya; 9 кал', coatings: 'HMC; 1 раб' },
};
const WORDS = {
  ...{ part: 'texts', kind: 'ready', language: 'ru' },
  ...{ sms: '{{shop}}: очки по заказу {{number}} готовы.', subject: 'Готово', email: 'Здравствуйте!', call: 'Готов {{number}}.' },
};

describe('rules of glasses orders on the administrator’s page', () => {
  it('are as delivered until somebody changes them', async () => {
    expect((await rules()).promise).toEqual(USUAL_PROMISE_RULES);
    expect(await page()).toContain('Пока ничего: всё как при поставке');
  });

  it('promises are kept for every shop, with who and when; put back by a press', async () => {
    expect((await post(PROMISE)).status).toBe(303);
    expect((await rules()).promise).toMatchObject({
      types: { 'single-vision': { days: 5, unit: 'calendar' }, progressive: { days: 10, unit: 'working' } },
      suppliers: {
        Essilor: { lead: { days: 6, unit: 'working' }, cutoff: '15:00' },
        Hoya: { lead: { days: 9, unit: 'calendar' }, cutoff: null },
      },
      ...{ coatings: { HMC: { days: 1, unit: 'working' } }, express: null, capacity: 12 },
    });
    expect(await page()).toMatch(/администратор · сроки: изменено/);
    expect((await post({ part: 'promise', act: 'usual' })).status).toBe(303);
    expect((await rules()).promise).toEqual(USUAL_PROMISE_RULES);
  });

  it('what is not understood is not kept, is named, and stays in its form', async () => {
    const answer = await post({ ...PROMISE, making: 'быстро', suppliers: 'Essilor; 6 раб; 25:99' });
    expect(answer.status).toBe(400);
    const text = await answer.text();
    expect(text).toContain('Изготовление, когда линзы есть: напишите число дней');
    expect(text).toContain('value="быстро"');
    const bad = await post({ ...PROMISE, suppliers: 'Essilor; 6 раб; 25:99' });
    expect(bad.status).toBe(400);
    expect((await rules()).promise).toEqual(USUAL_PROMISE_RULES);
  });

  it('holidays and working days of the workshop', async () => {
    const week = Object.fromEntries([0, 1, 2, 3, 4].map((day) => [`workshop-${day}`, '9:00-18:00']));
    const shop = Object.fromEntries([0, 1, 2, 3, 4, 5, 6].map((day) => [`shop-${day}`, '10:00–21:00']));
    const days = { 'workshop-days': '2027-01-01 выходной\n2026-12-26 10:00-16:00', 'shop-days': '' };
    expect((await post({ part: 'calendars', ...week, ...shop, ...days })).status).toBe(303);
    const { calendars } = await rules();
    expect(calendars.workshop.week).toEqual([...Array<object>(5).fill({ from: '09:00', to: '18:00' }), null, null]);
    expect(calendars.workshop.exceptions).toEqual({ '2027-01-01': null, '2026-12-26': { from: '10:00', to: '16:00' } });
    expect((await post({ part: 'calendars', ...shop })).status).toBe(400);
  });

  it('days of reminders, and hours in which clients are written to', async () => {
    expect((await post({ part: 'notices', uncollected: '21, 3', from: '10:00', to: '20:00' })).status).toBe(303);
    expect((await rules()).notices).toMatchObject({ uncollected: [3, 21], from: '10:00', to: '20:00' });
    expect((await post({ part: 'notices', uncollected: '3', from: '20:00', to: '10:00' })).status).toBe(400);
  });

  it('a text is seen before it is kept; unknown insertions and links are refused', async () => {
    const seen = await post({ ...WORDS, act: 'preview' });
    expect(await seen.text()).toContain('Оптика на Тверской: очки по заказу 1016 готовы.');
    const said = async () => noticeText('ready', 'sms', SAMPLE, 'ru', (await rules()).texts).text;
    const before = await said();
    expect((await post({ ...WORDS, sms: '{{shop}} {{sph}}' })).status).toBe(400);
    expect((await post({ ...WORDS, email: 'https://example.org' })).status).toBe(400);
    expect(await said()).toBe(before);
    expect((await post(WORDS)).status).toBe(303);
    expect(await said()).toBe('Магазин: очки по заказу 7 готовы.');
    expect((await post({ part: 'texts', kind: 'ready', language: 'ru', act: 'usual' })).status).toBe(303);
    expect(await said()).toBe(before);
  });

  it('tolerances are shown with their source, those that we do not have as absent', async () => {
    const text = await page();
    expect(text).toContain('ANSI Z80.1-2015');
    expect(text).toMatch(/ГОСТ Р 51193-2009[\s\S]*таблицы нет/);
  });
});

const SAMPLE = { name: '', shop: 'Магазин', address: '', phone: '', number: '7', day: '', balance: '' };
