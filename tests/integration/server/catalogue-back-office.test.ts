import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COSTS, CONTROL, PRODUCTS } from '../../../design/databases.ts';
import { HOUR } from '../../../design/time/clock.ts';
import { card, CLEANER, FRAME, openCatalogueOffice, unescaped, type CatalogueOffice } from './catalogue-office.fixture.ts';
import { NOON, type ServerFixture } from './sync-server.fixture.ts';

let office: CatalogueOffice;
let fixture: ServerFixture;
beforeAll(async () => {
  office = await openCatalogueOffice();
  ({ fixture } = office);
});
afterAll(() => fixture.end());

const post: CatalogueOffice['post'] = (...asked) => office.post(...asked);
const get: CatalogueOffice['get'] = (path) => office.get(path);
const text: CatalogueOffice['text'] = (path) => office.text(path);
const held: CatalogueOffice['held'] = (sku) => office.held(sku);
const formOf: CatalogueOffice['formOf'] = (...asked) => office.formOf(...asked);

/** In order: each story goes on with the catalogue of the one before. */
describe('an article', () => {
  it('is made with all its fields, its cost apart, and its first line of history', async () => {
    const made = await post('/admin/catalogue/new', FRAME);
    expect([made.status, made.headers.get('location')]).toEqual([303, card('RB-1')]);
    expect((await post('/admin/catalogue/new', CLEANER)).status).toBe(303);
    expect(await held('RB-1')).toMatchObject({
      ...{ name: 'Оправа Ray-Ban RB 5154', category: 'Оправы / Мужские', ean: '4006381333931', price: 1_599_000, vat: 'none' },
      ...{ archived: false, supplier: 'FrameStore', frame: { a: 49, dbl: 21, temple: 140, colour: 'чёрный', rim: 'half' } },
    });
    const costs = await fixture.server.engine.open(COSTS);
    expect(await costs.get('cost:RB-1')).toMatchObject({ cost: 700_000, sku: 'RB-1' });
    const page = await text(card('RB-1'));
    expect(page).toContain('администратор, вручную');
    expect(page).toContain('value="15990"');
    expect(await text(card('CARE-1'))).toContain('Закупка дороже цены');
  });

  it.each([
    ['отрицательная цена', { price: '-5' }, 'цена: сумма в рублях'],
    ['слово вместо цены', { price: 'дорого' }, 'цена: сумма в рублях'],
    ['штрихкод с неверной контрольной цифрой (E-31)', { ean: '4006381333932' }, 'контрольная'],
    ['ставка НДС, которая больше не действует (E-34)', { vat: '20' }, 'сегодня не действует (с 01.01.2019 по 31.12.2025)'],
    ['четыре уровня раздела (E-01)', { category: 'а/б/в/г' }, 'раздел: от одного до трёх'],
    ['нет названия (E-33)', { name: ' ' }, 'напишите название'],
    ['размер не в том поле', { a: '490' }, 'так не бывает'],
    ['артикул с косыми чертами назад', { sku: '..\\x' }, 'артикул'],
    ['занятый артикул', { ean: '' }, 'артикул RB-1 уже есть'],
  ])('is not made: %s', async (_why, wrong, told) => {
    const before = await (await fixture.server.engine.open(PRODUCTS)).info();
    const page = await (await post('/admin/catalogue/new', { ...FRAME, ...wrong })).text();
    expect(page).toContain('Не сохранено');
    expect(page).toContain(told);
    expect(await (await fixture.server.engine.open(PRODUCTS)).info()).toEqual(before);
  });

  it('shares an EAN with another one only when a person insists (E-32)', async () => {
    const twin = { ...FRAME, sku: 'RB-2', name: 'Оправа <b>двойник</b>' };
    const asked = await post('/admin/catalogue/new', twin);
    expect(asked.status).toBe(409);
    expect(await asked.text()).toContain('такой штрихкод уже у товара RB-1');
    expect((await post('/admin/catalogue/new', { ...twin, insist: 'yes' })).status).toBe(303);
    const page = await text('/admin/catalogue?flag=duplicate-ean');
    expect(page).toContain('Штрихкодов на нескольких товарах: 1');
    expect(page).toContain('Оправа &lt;b&gt;двойник&lt;/b&gt;');
    expect(page).not.toContain('<b>двойник');
  });

  it('is changed field by field; cost keeps its history', async () => {
    fixture.clock.forward(HOUR);
    expect((await post(card('RB-1'), await formOf('RB-1', { price: '16 490', cost: '7 500' }))).status).toBe(303);
    expect((await held('RB-1')).price).toBe(1_649_000);
    const cost = await (await fixture.server.engine.open(COSTS)).get('cost:RB-1');
    expect(cost).toMatchObject({ cost: 750_000, history: [{ cost: 700_000 }] });
    const page = await text(card('RB-1'));
    expect(page.replaceAll('\u202f', ' ')).toContain('цена: 15 990,00 ₽ → 16 490,00 ₽');
    expect(page.replaceAll('\u202f', ' ')).toContain('закупка: 7 000,00 ₽ → 7 500,00 ₽');
    const { _rev } = await held('RB-1');
    expect((await post(card('RB-1'), await formOf('RB-1'))).status).toBe(303);
    expect((await held('RB-1'))._rev).toBe(_rev);
  });

  it('two people change it at once: the second is told what changed, and nothing is lost', async () => {
    const [first, second] = [
      await formOf('RB-1', { price: '17000', brand: 'Ray Ban' }),
      await formOf('RB-1', { price: '18000', colour: 'синий' }),
    ];
    expect((await post(card('RB-1'), first)).status).toBe(303);
    const told = await post(card('RB-1'), second);
    expect(told.status).toBe(409);
    const page = await told.text();
    expect(page).toContain('пока вы правили, товар изменили');
    expect(page).toMatch(/цена: теперь\s+«17000», <b>меняли оба<\/b>: у вас\s+«18000»/);
    expect((await held('RB-1')).price).toBe(1_700_000);
    // The form goes on with both changes; saved again, it is the second person's word.
    expect(page).toContain('value="Ray Ban"');
    expect(page).toContain('value="синий"');
    const again = await formOf('RB-1', { price: '18000', colour: 'синий' });
    expect((await post(card('RB-1'), again)).status).toBe(303);
    expect(await held('RB-1')).toMatchObject({ price: 1_800_000, brand: 'Ray Ban', frame: { colour: 'синий' } });
  });

  it('goes into the archive and comes back, and is never deleted', async () => {
    const archive = async (archived: string) => post(`${card('RB-2')}/archive`, { rev: (await held('RB-2'))._rev, archived });
    expect((await archive('yes')).status).toBe(303);
    expect((await held('RB-2')).archived).toBe(true);
    expect(await text('/admin/catalogue')).not.toContain('двойник');
    expect(await text('/admin/catalogue?state=archived')).toContain('двойник');
    expect(await text('/admin/catalogue?flag=duplicate-ean')).toContain('Ничего не нашлось');
    expect((await post(`${card('RB-2')}/archive`, { rev: '1-old', archived: 'no' })).status).toBe(409);
    expect((await archive('no')).status).toBe(303);
    expect((await held('RB-2')).archived).toBe(false);
  });

  it('bears the supplier’s code, by which it is found, and the duty of a mark code (E-02)', async () => {
    expect((await post(card('RB-1'), await formOf('RB-1', { supplierCode: 'FS-00717', mark: 'yes' }))).status).toBe(303);
    expect(await held('RB-1')).toMatchObject({ supplierCode: 'FS-00717', markRequired: true });
    expect(await text('/admin/catalogue?q=fs-00717')).toContain('Нашлось: 1 товар');
    expect(await text('/admin/catalogue?flag=mark')).toContain('Нашлось: 1 товар');
    expect(await held('RB-2')).not.toHaveProperty('markRequired');
    expect((await post(card('RB-1'), await formOf('RB-1', { mark: '' }))).status).toBe(303);
    expect(await held('RB-1')).toMatchObject({ supplierCode: 'FS-00717', markRequired: false });
  });

  it('changes its VAT from a day on: planned, listed, taken back; a day gone by and an unknown rate are refused', async () => {
    const plan = async (from: string, vat: string) =>
      (await post(`${card('RB-2')}/vat`, { rev: (await held('RB-2'))._rev, from, vat })).status;
    expect([await plan('2027-01-01', '22'), await plan('2027-07-01', '10')]).toEqual([303, 303]);
    expect(await held('RB-2')).toMatchObject({
      vat: 'none',
      vatPlan: [
        { from: '2027-01-01', vat: '22' },
        { from: '2027-07-01', vat: '10' },
      ],
    });
    expect(await text('/admin/catalogue?flag=vat-planned')).toContain('Нашлось: 1 товар');
    expect(await text(card('RB-2'))).toContain('НДС с даты: — → с 01.01.2027 22 %');
    expect([await plan('2026-01-01', '22'), await plan('2027-01-01', '20'), await plan('2027-02-30', '22')]).toEqual([
      422, 422, 422,
    ]);
    expect([await plan('2027-01-01', ''), await plan('2027-07-01', ''), await plan('2027-07-01', '')]).toEqual([303, 303, 422]);
    expect((await held('RB-2')).vatPlan).toEqual([]);
  });

  it('bears a picture: by its bytes, not its name, up to 1 MB', async () => {
    const send = (bytes: Uint8Array<ArrayBuffer>, name = '../../x.html', type = 'text/html') => {
      const body = new FormData();
      body.set('picture', new Blob([bytes], { type }), name);
      return fetch(`${fixture.server.url}${card('RB-1')}/picture`, {
        method: 'POST',
        headers: { cookie: office.cookie },
        body,
        redirect: 'manual',
      });
    };
    const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
    expect((await send(new TextEncoder().encode('<script>alert(1)</script>'), 'x.png', 'image/png')).status).toBe(415);
    expect((await send(new Uint8Array(10 << 20).fill(0x89))).status).toBe(413);
    const torn = { cookie: office.cookie, 'content-type': 'multipart/form-data; boundary=x' };
    const half = '--x\r\nContent-Disposition: form-data; name="picture"; filename="x.png"\r\n\r\nPNG';
    expect(
      (await fetch(`${fixture.server.url}${card('RB-1')}/picture`, { method: 'POST', headers: torn, body: half })).status,
    ).toBe(400);
    expect((await held('RB-1')).picture ?? null).toBeNull();
    expect((await send(png)).status).toBe(303);
    const { picture } = await held('RB-1');
    expect(picture).toMatch(/^[0-9a-f]{64}$/);
    const shown = await get(`/admin/catalogue/pictures/${picture}`);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect(shown.headers.get('content-security-policy')).toContain('sandbox');
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(png);
    expect((await get('/admin/catalogue/pictures/..%2F..%2Fadmin.token')).status).toBe(404);
  });
});

describe('prices of shops', () => {
  it('planned for all shops, listed, cancelled before their time; in force when it has come', async () => {
    const price = { price: '19 990', store: '', from: '2026-12-01T09:00' };
    expect((await post(`${card('RB-1')}/price`, price)).status).toBe(303);
    const list = async () => (await text('/admin/catalogue/prices')).replaceAll('\u202f', ' ');
    expect((await list()).match(/19 990,00 ₽/g)).toHaveLength(2);
    expect(await list()).toContain('с 01.12.2026 09:00');
    const from = String(Date.UTC(2026, 11, 1, 6));
    expect((await post('/admin/catalogue/prices/cancel', { store: 'demo-2', from, sku: 'RB-1' })).status).toBe(200);
    expect((await list()).match(/19 990,00 ₽/g)).toHaveLength(1);
    expect((await post('/admin/catalogue/prices/cancel', { store: 'demo-2', from, sku: '' })).status).toBe(409);
    fixture.clock.forward(Date.UTC(2026, 11, 1, 6) - NOON);
    // Nobody stays signed in for so long.
    await office.signIn();
    expect((await post('/admin/catalogue/prices/cancel', { store: 'demo-1', from, sku: '' })).status).toBe(409);
    expect((await text(card('RB-1'))).replaceAll('\u202f', ' ')).toContain('19 990,00 ₽');
    expect((await post(`${card('RB-1')}/own-price`, { store: 'demo-1' })).status).toBe(303);
    expect((await text(card('RB-1'))).replaceAll('\u202f', ' ')).not.toContain('19 990,00 ₽');
  });

  it.each([
    ['past', { price: '1', store: '', from: '2020-01-01T09:00' }],
    ['no time', { price: '1', store: '', from: 'завтра' }],
    ['negative', { price: '-1', store: '', from: '' }],
  ])('are refused: %s', async (_why, form) => expect((await post(`${card('RB-1')}/price`, form)).status).toBe(422));
  it('of an unknown shop are refused', async () =>
    expect((await post(`${card('RB-1')}/price`, { price: '1', store: 'nowhere', from: '' })).status).toBe(404));
});

describe('many articles at once', () => {
  const choice = { scope: 'found', q: 'ray', 'to-act': 'percent', 'to-percent': '+10', 'to-rounding': 'ninety' };
  const digestIn = (page: string) => /name="digest" value="([0-9a-f]{64})"/.exec(page)![1]!;
  const prices = async () => [(await held('RB-1')).price, (await held('RB-2')).price];
  /** Chosen, looked at, laid down: where the job is confirmed. */
  async function laidDown(form: Record<string, string>): Promise<string> {
    const preview = await (await post('/admin/catalogue/bulk', { ...form, step: 'preview' })).text();
    const job = await post('/admin/catalogue/bulk', { ...form, step: 'apply', digest: digestIn(preview) });
    expect(job.status).toBe(303);
    return job.headers.get('location')!;
  }
  const jobOf = (confirm: string) => decodeURIComponent(confirm.split('/').at(-2)!);
  async function confirmed(confirm: string): Promise<string> {
    expect((await post(confirm, { when: 'now' })).status).toBe(303);
    await fixture.server.imports.settled(jobOf(confirm));
    return jobOf(confirm);
  }

  it('are shown, become a job that is confirmed, and are put back where nobody changed them since', async () => {
    const before = await prices();
    const preview = await (await post('/admin/catalogue/bulk', { ...choice, step: 'preview' })).text();
    expect(preview).toContain('Изменится 2 товара');
    const confirm = await laidDown(choice);
    const page = await text(confirm);
    expect(page).toContain('Массовая правка, IMP/00001: включение');
    expect(page).toContain('цена +10 %, до …90 ₽: 2 товара');
    expect(await prices()).toEqual(before);
    const id = await confirmed(confirm);
    expect(await prices()).toEqual([1_979_000, 1_759_000]);
    expect(await text(card('RB-2'))).toContain('администратор (вход по паролю), массовой правкой');
    // Somebody changes one of them; the undo leaves that and puts the other back.
    expect((await post(card('RB-1'), await formOf('RB-1', { price: '20000' }))).status).toBe(303);
    expect((await post(`/admin/import/jobs/${encodeURIComponent(id)}/undo`, {})).status).toBe(303);
    await fixture.server.imports.settled(id);
    expect(await prices()).toEqual([2_000_000, before[1]]);
    expect(await text('/admin/catalogue/edits')).toMatch(/вернули\s+1,\s+оставили\s+1/);
    expect(await text('/admin/import')).not.toContain('IMP/00001');
  });

  it('are not laid down when they are no longer what was shown (409)', async () => {
    const preview = await (await post('/admin/catalogue/bulk', { ...choice, step: 'preview' })).text();
    expect((await post(card('RB-2'), await formOf('RB-2', { price: '100' }))).status).toBe(303);
    const done = await post('/admin/catalogue/bulk', { ...choice, step: 'apply', digest: digestIn(preview) });
    expect(done.status).toBe(409);
    expect((await held('RB-2')).price).toBe(10_000);
  });

  it('another VAT waits for a named person’s word (E-34), from a day on as well', async () => {
    const id = await confirmed(
      await laidDown({ ...choice, q: 'RB-1', 'to-act': 'vat', 'to-vat': '10', 'to-vatFrom': '2027-01-01' }),
    );
    expect(await fixture.server.imports.job(id)).toMatchObject({ found: { VAT_CHANGED: 1 }, outcome: { updated: 0, held: 1 } });
    expect((await held('RB-1')).vatPlan).toBeUndefined();
  });

  it.each([
    ['per cent that is none', { ...choice, step: 'preview', 'to-percent': 'много' }],
    ['minus 100 per cent', { ...choice, step: 'preview', 'to-percent': '-100' }],
    ['a negative price', { ...choice, step: 'preview', 'to-act': 'value', 'to-price': '-1' }],
    ['a rate of an earlier day', { ...choice, step: 'preview', 'to-act': 'vat', 'to-vat': '20' }],
    ['a rate from a day gone by', { ...choice, step: 'preview', 'to-act': 'vat', 'to-vat': '10', 'to-vatFrom': '2026-01-01' }],
    ['nothing ticked', { ...choice, scope: 'ticked', step: 'preview' }],
  ])('are refused: %s', async (_why, form) => expect((await post('/admin/catalogue/bulk', form)).status).toBe(422));

  it('a category is renamed with what is below it; a brand is merged into another', async () => {
    const renamed = await post('/admin/catalogue/groups', { what: 'category', from: 'Оправы', to: 'Рамки' });
    await confirmed(renamed.headers.get('location')!);
    expect((await held('RB-1')).category).toBe('Рамки / Мужские');
    expect((await post('/admin/catalogue/groups', { what: 'category', from: 'Рамки', to: 'а/б/в' })).status).toBe(422);
    expect((await post('/admin/catalogue/groups', { what: 'brand', from: 'Нет такого', to: 'Ray-Ban' })).status).toBe(422);
    const merged = await post('/admin/catalogue/groups', { what: 'brand', from: 'Ray Ban', to: 'Ray-Ban' });
    await confirmed(merged.headers.get('location')!);
    expect([(await held('RB-1')).brand, (await held('RB-2')).brand]).toEqual(['Ray-Ban', 'Ray-Ban']);
  });
});

describe('a code that nobody knew at the tills', () => {
  it('becomes an article from what cashiers typed, and is off the list', async () => {
    const control = await fixture.server.engine.open(CONTROL);
    const id = 'unknown-code:demo-1:4607012345677';
    await control.put({
      ...{ _id: id, type: 'unknown-code', schema: 1, store: 'demo-1', code: '4607012345677', counts: { 1: 2 }, last: NOON },
      typed: { name: 'Шнур "люкс"', price: 29_050 },
    });
    const link = unescaped(/href="(\/admin\/catalogue\/new\?[^"]+)"/.exec(await text('/admin'))![1]!);
    const form = await text(link);
    expect(form).toContain('value="Шнур &quot;люкс&quot;"');
    expect(form).toContain('value="290,50"');
    expect(form).toContain('value="4607012345677"');
    const made = { ...CLEANER, sku: 'CORD', ean: '4607012345677', name: 'Шнур', code: id };
    expect((await post('/admin/catalogue/new', made)).status).toBe(303);
    expect(await control.get(id)).toBeNull();
  });
});

describe('who may', () => {
  it.each([
    ['GET', '/admin/catalogue'],
    ['GET', '/admin/catalogue/new'],
    ['GET', '/admin/catalogue/product/RB-1'],
    ['GET', '/admin/catalogue/groups'],
    ['GET', '/admin/catalogue/prices'],
    ['GET', '/admin/catalogue/edits'],
    ['GET', '/admin/catalogue/labels'],
    ['GET', '/admin/catalogue/pictures/00'],
    ['POST', '/admin/catalogue/new'],
    ['POST', '/admin/catalogue/bulk'],
    ['POST', '/admin/catalogue/groups'],
    ['POST', '/admin/catalogue/product/RB-1/picture'],
  ])('%s %s is for the signed in (401)', async (method, path) => {
    expect((await fetch(`${fixture.server.url}${path}`, { method, redirect: 'manual' })).status).toBe(401);
  });
  it('a form of another site is refused (403)', async () => {
    const foreign = { origin: 'https://evil.example' };
    for (const path of ['/admin/catalogue/new', '/admin/catalogue/bulk', '/admin/catalogue/groups', `${card('RB-1')}/archive`])
      expect((await post(path, FRAME, foreign)).status).toBe(403);
  });
  it('an article that is not there is 404', async () => expect((await get(card('НЕТ'))).status).toBe(404));
});
