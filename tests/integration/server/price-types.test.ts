import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHAIN } from '../../../design/databases.ts';
import { pricesInForce } from '../../../design/folds/price-list.ts';
import { readPriceList } from '../../../sync-server/catalogue/price-lists.ts';
import { card, CLEANER, FRAME, openCatalogueOffice, plainSpaces, type CatalogueOffice } from './catalogue-office.fixture.ts';

let office: CatalogueOffice;
beforeAll(async () => {
  office = await openCatalogueOffice();
  for (const article of [FRAME, CLEANER]) expect((await office.post('/admin/catalogue/new', article)).status).toBe(303);
});
afterAll(() => office.fixture.end());

const TYPES = '/admin/catalogue/price-types';
const sells = async (store: string) => {
  const { server, clock } = office.fixture;
  await server.jobs.settled();
  return Object.fromEntries(pricesInForce((await readPriceList(server.engine, store)).prices, clock.now()).prices);
};
const status = async (path: string, fields: Record<string, string>) => (await office.post(path, fields)).status;

/** In order: each story goes on with the types of the one before. */
describe('price types', () => {
  it('are made with a rule or without; a name twice, a wrong per cent and a bad name are refused', async () => {
    expect(await office.text(TYPES)).toContain('все магазины продают по общим ценам');
    expect(await status(TYPES, { name: 'Аэропорт', percent: '+10', rounding: 'rouble' })).toBe(303);
    expect(await status(TYPES, { name: 'Регионы', percent: '' })).toBe(303);
    expect(await status(TYPES, { name: 'аэропорт' })).toBe(409);
    expect(await status(TYPES, { name: 'Скидка', percent: '-100' })).toBe(422);
    expect(await status(TYPES, { name: '<script>' })).toBe(422);
    const page = await office.text(TYPES);
    expect(page).toContain('общая +10 %, до рубля');
    expect(page).toContain('Регионы (как общая)');
  });

  it('a shop that is given one sells by it, its tills through the list of the shop', async () => {
    expect(await status(`${TYPES}/shop`, { store: 'demo-2', name: 'Аэропорт' })).toBe(303);
    expect(await sells('demo-2')).toEqual({ 'RB-1': 1_758_900, 'CARE-1': 31_900 });
    expect(await sells('demo-1')).toEqual({});
    const { token } = await office.fixture.pair('POS-002');
    const asked = await office.fixture.call('GET', '/api/products?code=RB-1', { token });
    expect(await asked.json()).toMatchObject({ sku: 'RB-1', price: 1_758_900 });
    const page = plainSpaces(await office.text(card('RB-1')));
    expect(page).toContain('тип «Аэропорт»');
    expect(page).toContain('17 589,00 ₽');
    expect(page).not.toContain('Вернуть к');
  });

  it('an article has a price of its own by a type: in force at once, in its history, on its label, taken out again', async () => {
    const price = async (typed: string) =>
      office.post(`${card('RB-1')}/type-price`, { rev: (await office.held('RB-1'))._rev, name: 'Аэропорт', price: typed });
    expect((await price('19 990')).headers.get('location')).toBe(`${card('RB-1')}#types`);
    expect(await sells('demo-2')).toMatchObject({ 'RB-1': 1_999_000 });
    expect(plainSpaces(await office.text(card('RB-1')))).toContain('цены по типам: — → Аэропорт 19 990,00 ₽');
    const sheet = await office.text('/admin/catalogue/labels/print?pick-0=RB-1&count-0=1&store=demo-2&format=roll');
    expect(plainSpaces(sheet)).toContain('19 990,00 ₽');
    expect((await price('дорого')).headers.get('location')).toContain('said=price');
    expect((await price('')).status).toBe(303);
    expect(await sells('demo-2')).toMatchObject({ 'RB-1': 1_758_900 });
  });

  it('over a card that somebody changed meanwhile nothing is written', async () => {
    const { _rev } = await office.held('RB-1');
    await office.post(card('RB-1'), await office.formOf('RB-1', { colour: 'синий' }));
    const answer = await office.post(`${card('RB-1')}/type-price`, { rev: _rev, name: 'Аэропорт', price: '1' });
    expect(await office.text(answer.headers.get('location')!.split('#')[0]!)).toContain('товар только что изменили');
    expect((await office.held('RB-1')).typePrices).toEqual({});
  });

  it('many at once, as a job that is held by the rules of files, and taken back', async () => {
    const form = {
      scope: 'found',
      q: '',
      'to-act': 'type',
      'to-type': 'Регионы',
      'to-typePrice': '−10 %',
      'to-rounding': 'rouble',
    };
    const preview = await (await office.post('/admin/catalogue/bulk', { ...form, step: 'preview' })).text();
    expect(plainSpaces(preview)).toContain('Регионы 14 391,00 ₽');
    const digest = /name="digest" value="([0-9a-f]{64})"/.exec(preview)![1]!;
    const laid = (await office.post('/admin/catalogue/bulk', { ...form, step: 'apply', digest })).headers.get('location')!;
    const id = decodeURIComponent(laid.split('/').at(-2)!);
    const { imports } = office.fixture.server;
    // The cleaner would be sold below its cost (E-36).
    expect(await imports.job(id)).toMatchObject({ found: { COST_OVER_PRICE: 1 }, changes: { changed: 2, held: 1 } });
    await imports.confirm(id, { name: 'Иванова', at: null });
    await imports.settled(id);
    expect((await office.held('RB-1')).typePrices).toEqual({ Регионы: 1_439_100 });
    expect((await office.held('CARE-1')).typePrices).toBeUndefined();
    await imports.undo(id, { name: 'Иванова' });
    await imports.settled(id);
    expect((await office.held('RB-1')).typePrices ?? {}).toEqual({});
  });

  it.each([
    ['no type', { 'to-type': '', 'to-typePrice': '10' }],
    ['a type that is not there', { 'to-type': 'Нет такого', 'to-typePrice': '10' }],
    ['a word for a price', { 'to-type': 'Регионы', 'to-typePrice': 'дёшево' }],
    ['minus 100 per cent', { 'to-type': 'Регионы', 'to-typePrice': '-100 %' }],
  ])('many at once are refused: %s', async (_why, more) =>
    expect(await status('/admin/catalogue/bulk', { scope: 'found', q: '', step: 'preview', 'to-act': 'type', ...more })).toBe(
      422,
    ),
  );

  it('tills with receipts to deliver are waited for, or a person insists (C-30)', async () => {
    const chain = await office.fixture.server.engine.open(CHAIN);
    const state = {
      ...{ type: 'register-state', schema: 1, hlc: '1763683200000-0000-0000', by: null, pos: 'POS-002', store: 'demo-2' },
      ...{ seen: office.fixture.clock.now(), retired: false, fn: null, network: 'online', shift: null, breaker: 'closed' },
      buffer: { capacity: 200, queued: 3, percent: 1.5, dead: 0 },
    };
    expect((await chain.put({ ...state, _id: 'register-state:POS-002' })).ok).toBe(true);
    const refused = await office.post(`${TYPES}/rule`, { name: 'Аэропорт', percent: '20', rounding: 'rouble' });
    expect(refused.status).toBe(409);
    const page = await refused.text();
    expect(page).toContain('POS-002, demo-2');
    expect(page).toContain('не дожидаясь касс');
    expect(await sells('demo-2')).toMatchObject({ 'RB-1': 1_758_900 });
    // The other shop's tills have nothing to deliver.
    expect(await status(`${TYPES}/shop`, { store: 'demo-1', name: 'Аэропорт' })).toBe(303);
    expect(await status(`${TYPES}/rule`, { name: 'Аэропорт', percent: '20', rounding: 'rouble', insist: 'yes' })).toBe(303);
    expect([await sells('demo-1'), await sells('demo-2')]).toEqual(
      Array.from({ length: 2 }, () => ({ 'RB-1': 1_918_800, 'CARE-1': 34_800 })),
    );
  });

  it('one that a shop sells by is not removed; without shops it goes, and the common prices hold again', async () => {
    expect(await status(`${TYPES}/remove`, { name: 'Аэропорт' })).toBe(409);
    for (const store of ['demo-1', 'demo-2']) expect(await status(`${TYPES}/shop`, { store, name: '', insist: 'yes' })).toBe(303);
    expect(await status(`${TYPES}/remove`, { name: 'Аэропорт' })).toBe(303);
    expect([await sells('demo-1'), await sells('demo-2')]).toEqual([{}, {}]);
    expect(await status(`${TYPES}/shop`, { store: 'demo-1', name: 'Аэропорт' })).toBe(404);
    expect(await status(`${TYPES}/shop`, { store: 'nowhere', name: '' })).toBe(404);
  });

  it('are for the signed in', async () => {
    for (const path of [TYPES, `${TYPES}/rule`, `${TYPES}/shop`, `${TYPES}/remove`, `${card('RB-1')}/type-price`])
      expect((await fetch(`${office.fixture.server.url}${path}`, { method: 'POST', redirect: 'manual' })).status).toBe(401);
  });
});
