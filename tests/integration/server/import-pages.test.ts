import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRODUCTS } from '../../../design/databases.ts';
import { productOf, storeProducts } from './catalogue.fixture.ts';
import { plainBrowser, type PlainPage } from './plain-browser.fixture.ts';
import { GATEWAY_TOKENS, NOON, startFixture, type ServerFixture } from './sync-server.fixture.ts';

let fixture: ServerFixture;
const browser = plainBrowser(() => fixture.server.url);
beforeAll(async () => {
  fixture = await startFixture();
  await storeProducts(fixture, 4);
  const secret = fixture.server.account.linkSecret()!;
  await browser.post('/admin/first', { secret, password: 'длинный пароль' });
  await browser.post('/admin/people', { store: 'demo-1', name: 'Анна Смирнова', role: 'manager', pin: '3333' });
  await browser.post('/admin/people', { store: 'demo-1', name: 'Лебедева Т. И.', role: 'accountant', pin: '4444' });
  await browser.post('/admin/people', { store: 'demo-2', name: 'Иванова А. П.', role: 'cashier', pin: '1111' });
});
afterAll(() => fixture.end());

/** P-0 costs 100 ₽ in the catalogue: P-0 changes by 10 %, P-1 by 50 % (held), P-2 not at all; NEW-1 is new; two rows are wrong. */
const PRICE_LIST = [
  'Артикул;Наименование;Цена;НДС;Категория',
  'P-0;Оправа P-0;110,00;22%;Оправы',
  'P-1;Оправа P-1;150,00;22%;Оправы',
  'P-2;Оправа P-2;100,00;22%;Оправы',
  'NEW-1;<b>Новая</b> оправа;4 900,00;22%;Оправы',
  'NEW-2;Без цены;;22%;Оправы',
  'NEW-3;Цена словами;дорого;22%;Оправы',
].join('\r\n');

const upload = (
  text: string | Uint8Array<ArrayBuffer>,
  name: string,
  headers: Record<string, string> = {},
): Promise<PlainPage> => {
  const body = new FormData();
  body.append('file', new Blob([text]), name);
  return browser.post('/admin/import/files', body, headers);
};
const product = async (sku: string) => (await fixture.server.engine.open(PRODUCTS)).get(`product:${sku}`);
const jobId = ({ address }: PlainPage): string => decodeURIComponent(address.split('/')[4]!);
const settled = async (page: PlainPage): Promise<PlainPage> => {
  await fixture.server.imports.settled(jobId(page));
  return browser.get(`/admin/import/jobs/${encodeURIComponent(jobId(page))}`);
};
/** The value that a page offers for a person who may sign. */
const signerOf = ({ text }: PlainPage, name: string): string =>
  new RegExp(`<option value="(staff:[^"]+)"[^>]*>${name}`).exec(text)?.[1] ?? '';
const checked = async (text: string, name: string, change: Record<string, string> = {}): Promise<PlainPage> => {
  const mapping = await upload(text, name);
  const path = mapping.address.split('?')[0]!;
  return settled(await browser.post(`${path}/check`, { ...mapping.form('data-live'), ...change }));
};

describe('a supplier’s file in the back office, by plain forms', { timeout: 120_000 }, () => {
  it('begins with how it works while there is nothing to list, and lists jobs and profiles later (E-10, E-20)', async () => {
    const page = await browser.get('/admin/import');
    expect(page.text).toContain('Перетащите сюда прайс поставщика');
    expect(page.text).toContain('Как это работает');
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'; connect-src 'self'");
    expect((await browser.get('/admin')).headers.get('content-security-policy')).not.toContain('script-src');
    for (const file of ['import.css', 'import.js']) expect((await browser.get(`/admin/import/${file}`)).status).toBe(200);
  });

  it('walks from the drop to new prices and back: upload, columns, check, word, activation, report, undo (E-21, E-22, E-37)', async () => {
    const mapping = await upload(PRICE_LIST, 'прайс.csv');
    expect(mapping.address).toMatch(/^\/admin\/import\/files\/[0-9a-f]{64}$/);
    expect(mapping.text).toContain('Узнали 5 колонок');
    expect(mapping.text).toContain('колонки делит точка с запятой');
    expect(mapping.text).toContain('цена 100');
    expect(mapping.text).toContain('(+10\u00a0%)');
    expect(mapping.text).toContain('&lt;b&gt;Новая&lt;/b&gt;');
    expect(mapping.text).not.toContain('<b>Новая</b>');
    expect(mapping.text).toContain('пропущена: не заполнено обязательное');
    const form = mapping.form('data-live');
    expect(form).toMatchObject({ 'm.sku': '0', 'm.name': '1', 'm.price': '2', 'm.vat': '3', 'm.category': '4', match: 'sku' });

    const check = await settled(await browser.post(`${mapping.address}/check`, { ...form, supplier: 'Линзы-Опт' }));
    expect(check.text).toContain('Не заполнено обязательное');
    expect(check.text).toContain('Вместо числа написано другое');
    const job = jobId(check);
    const at = `/admin/import/jobs/${encodeURIComponent(job)}`;
    const wrong = await browser.get(`${at}/check?level=error&type=NUMBER_INVALID`);
    expect(wrong.text).toContain('Строки с замечаниями: 1');
    expect(wrong.text).toContain('дорого');

    expect((await browser.get(`${at}/changes?kind=new`)).text).toContain('NEW-1');
    expect((await browser.get(`${at}/changes?kind=changed`)).text).toContain('+10\u00a0%');
    const held = await browser.get(`${at}/changes?kind=held`);
    expect(held.text).toContain('Цена меняется больше чем на 20 %');
    const word = held.form('Кто подтверждает');
    expect(held.text).not.toContain('Иванова');
    const signed = { ...word, type: 'PRICE_JUMP', reason: 'письмо', approver: signerOf(held, 'Анна Смирнова') };
    expect((await browser.post(`${at}/approve`, signed)).status).toBe(422);
    const other = await browser.post(`${at}/approve`, { ...signed, pin: '4444' });
    expect(other.status).toBe(403);
    expect(other.text).toContain('Неверный ПИН-код');
    expect(other.text).not.toContain('4444');
    const approved = await browser.post(`${at}/approve`, { ...signed, pin: '3333' });
    expect(approved.status).toBe(200);
    expect(approved.text).toMatch(/Анна Смирнова \(управляющий\), 21\.11\.2026 12:00/);
    const [word1] = (await fixture.server.imports.job(job)).approvals;
    expect(word1).toMatchObject({ by: signed.approver, role: 'manager', reason: 'письмо', types: ['PRICE_JUMP'], at: NOON });

    const confirm = await browser.get(`${at}/confirm`);
    const who = { approver: signerOf(confirm, 'Анна Смирнова'), pin: '3333' };
    const now = { ...confirm.form('value="now"'), ...who };
    // Nobody's name is merely typed: who puts prices in force proves it.
    for (const [more, status] of [
      [{ approver: '', name: 'Анна Смирнова' }, 422],
      [{ pin: '' }, 422],
      [{ pin: '9999' }, 403],
      [{ approver: 'staff:nobody' }, 403],
    ] as const)
      expect((await browser.post(`${at}/confirm`, { ...now, ...more })).status).toBe(status);
    const again = await browser.get(`${at}/confirm`);
    expect(again.text).not.toContain('Иванова А. П. (кассир)');
    Object.assign(now, again.form('value="now"'), who);
    // A double click: both are answered, the prices change once.
    const [first, second] = await Promise.all([browser.post(`${at}/confirm`, now), browser.post(`${at}/confirm`, now)]);
    expect([first.status, second.status]).toEqual([200, 200]);
    const done = await settled(first);
    expect(done.text).toContain('включена');
    expect(done.text).toContain('Анна Смирнова');
    expect(await product('P-0')).toMatchObject({ price: 110_00 });
    expect(await product('P-1')).toMatchObject({ price: 150_00 });
    expect(await product('NEW-1')).toMatchObject({ price: 4_900_00, name: '<b>Новая</b> оправа' });
    expect(await product('NEW-2')).toBeNull();

    const home = await browser.get('/admin/import');
    expect(home.text).toContain('IMP/00001');
    expect(home.text).toContain('прайс.csv');
    expect((await browser.post(`${at}/undo`, { name: 'Анна Смирнова' })).status).toBe(422);
    // Before anybody presses, the page says what comes of it, and by name what stays as it is.
    const asked = await browser.get(`${at}/undo`);
    expect(asked.text).toContain('вернутся как было');
    const refused = await browser.post(`${at}/undo`, { ...asked.form('Кто возвращает'), ...who, pin: '1111' });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('Неверный ПИН-код');
    const undone = await settled(await browser.post(`${at}/undo`, { ...refused.form('Кто возвращает'), ...who }));
    expect(await fixture.server.imports.job(job)).toMatchObject({
      ...{ confirmed: { name: 'Анна Смирнова', by: who.approver }, undo: { name: 'Анна Смирнова', by: who.approver } },
    });
    expect(undone.text).toContain('Возвращено как было');
    expect(await product('P-0')).toMatchObject({ price: 100_00 });
    expect(await product('NEW-1')).toMatchObject({ archived: true });
    expect((await browser.post(`${at}/undo`, who)).status).toBe(409);
  });

  it('remembers a supplier’s columns as a profile and knows the next file by them, wherever they moved (E-10)', async () => {
    const mapping = await upload('Цена;Вещь;№\n100;Чехол;C-1\n200;Салфетка;C-2', 'чехлы.csv');
    const form = { ...mapping.form('data-live'), 'm.sku': '2', 'm.name': '1', 'm.price': '0', category: 'Аксессуары', vat: '22' };
    const path = mapping.address;
    expect((await browser.post(`${path}/profile`, { ...form, profileName: ' ' })).status).toBe(422);
    const saved = await browser.post(`${path}/profile`, { ...form, profileName: 'Чехлы и К', supplier: 'Чехлы и К', once: '' });
    expect(saved.text).toContain('Профиль сохранён');

    const moved = await upload('№;Вещь;Склад;ЦЕНА\nC-1;Чехол;5;110', 'чехлы-2.csv');
    expect(moved.text).toContain('Узнали профиль «Чехлы и К»');
    expect(moved.form('data-live')).toMatchObject({
      'm.sku': '0',
      'm.price': '3',
      category: 'Аксессуары',
      supplier: 'Чехлы и К',
    });
    const job = await settled(await browser.post(`${moved.address}/check`, moved.form('data-live')));
    expect((await fixture.server.imports.job(jobId(job))).profile?.name).toBe('Чехлы и К');

    const { _id: id } = (await fixture.server.imports.profiles())[0]!;
    const at = `/admin/import/profiles/${encodeURIComponent(id)}`;
    const edit = (await browser.get(at)).form('Заметки');
    expect(edit).toMatchObject({ 't.price': 'Цена', name: 'Чехлы и К' });
    expect((await browser.post(at, { ...edit, rates: 'евро сто' })).status).toBe(422);
    expect((await browser.post(at, { ...edit, rates: 'eur = 98,5', stockWords: 'Много = 10' })).status).toBe(200);
    expect(await fixture.server.imports.profile(id)).toMatchObject({
      rules: { rates: { EUR: 98.5 }, stockWords: { много: 10 } },
    });
    const whole = { supplierCode: '00-42', order: '3', active: 'yes', encoding: 'windows-1251', delimiter: 'tab', quote: "'" };
    const rows = { headerRow: '2', headerRows: '1', dataRow: '4', sheet: '' };
    expect((await browser.post(at, { ...edit, order: 'третий' })).text).toContain('целое число от 0 до 9999');
    expect((await browser.post(at, { ...(await browser.get(at)).form('Заметки'), ...whole, ...rows })).status).toBe(200);
    expect(await fixture.server.imports.profile(id)).toMatchObject({
      ...{ supplierCode: '00-42', order: 3, active: true, jobs: 1 },
      file: { encoding: 'windows-1251', delimiter: '\t', quote: "'", headerRow: 2, headerRows: 1, dataRow: 4, sheet: null },
    });
    expect((await browser.get(at)).form('Заметки')).toMatchObject({ ...whole, ...rows });
    // Two have the page open: who saves second is told, keeps what was typed, and may write it over the first one's knowingly.
    const [one, other] = [(await browser.get(at)).form('Заметки'), (await browser.get(at)).form('Заметки')];
    expect((await browser.post(at, { ...one, notes: 'первая рука' })).status).toBe(200);
    const late = await browser.post(at, { ...other, notes: 'вторая рука' });
    expect([late.status, late.text]).toEqual([409, expect.stringContaining('его сохранил кто-то другой')]);
    expect(late.form('Заметки')).toMatchObject({ notes: 'вторая рука' });
    expect((await fixture.server.imports.profile(id)).notes).toBe('первая рука');
    expect((await browser.post(at, late.form('Заметки'))).status).toBe(200);
    expect((await fixture.server.imports.profile(id)).notes).toBe('вторая рука');
    await browser.post('/admin/import/profiles', { id, act: 'copy' });
    await browser.post('/admin/import/profiles', { id, act: 'off' });
    const names = (await fixture.server.imports.profiles()).map(({ name, active }) => `${name} ${active}`).sort();
    expect(names).toEqual(['Чехлы и К (копия) true', 'Чехлы и К false']);
  });

  it('says what a file is that it cannot read, and what to do, to a form and to the page’s script alike (E-13)', async () => {
    const xls = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, ...new Array<number>(600).fill(0)]);
    const refused = await upload(xls, '../../etc/прайс.xls');
    expect(refused.text).toContain('role="alert"');
    expect(refused.text).toContain('сохраните как XLSX');
    const script = await upload('', 'пусто.csv', { accept: 'application/json' });
    expect(script.status).toBe(422);
    expect(JSON.parse(script.text)).toMatchObject({ code: 'IMPORT_FILE_EMPTY', title: 'Файл пустой.' });
    const nothing = await browser.post('/admin/import/files', new FormData());
    expect(nothing.status).toBe(422);
    expect((await upload(PRICE_LIST, 'прайс.csv', { accept: 'application/json' })).text).toMatch(
      /"to":"\/admin\/import\/files\//,
    );
  });

  it('reads columns anew when the file is read in another way, and starts nothing with columns of the old reading', async () => {
    const mapping = await upload(PRICE_LIST, 'прайс.csv');
    const form = { ...mapping.form('data-live'), delimiter: ',' };
    const before = (await fixture.server.imports.jobs()).total;
    const anew = await browser.post(`${mapping.address}/check`, form);
    expect(anew.status).toBe(422);
    expect(anew.text).toContain('Файл прочитан по-новому');
    const twice = await browser.post(`${mapping.address}/check`, { ...mapping.form('data-live'), 'm.cost': '2' });
    expect(twice.status).toBe(422);
    expect(twice.text).toContain('Эта колонка уже взята для поля «Цена продажи»');
    expect((await fixture.server.imports.jobs()).total).toBe(before);
    const query = new URLSearchParams({ ...mapping.form('data-live'), 'm.price': '', perUnits: 'два' });
    const typed = await browser.get(`${mapping.address}?${query.toString()}`);
    expect(typed.form('data-live')).toMatchObject({ perUnits: 'два', 'm.price': '' });
    expect(typed.text).toContain('Сколько штук в цене');
  });

  it('names the tills that prices have to wait for, and the ways round: a time, or somebody who answers for it (C-30, UNSYNC_BUFFERS)', async () => {
    const body = {
      ...{
        timestamp: '2026-11-21T12:00:00+03:00',
        adapter_id: 'POS-001',
        pos_id: 'POS-001',
        store: 'demo-1',
        fn: '9999078900000001',
      },
      ...{ shift: { number: 3, opened_at: NOON }, circuit_breaker: { state: 'open', failure_count: 5, success_count: 0 } },
      buffer_status: {
        ...{ total_capacity: 200, current_queued: 5, percent_full: 2.5, pending: 5, synced: 1, failed: 0, dlq_size: 0 },
        network_status: 'offline',
      },
    };
    const token = GATEWAY_TOKENS['POS-001'];
    expect((await fixture.call('POST', '/api/v1/kkt/heartbeat', { token, body })).status).toBe(200);
    const job = jobId(
      await checked('Артикул;Наименование;Цена\nP-3;Оправа P-3;105', 'цены.csv', { category: 'Оправы', vat: '22' }),
    );
    const at = `/admin/import/jobs/${encodeURIComponent(job)}`;
    const confirm = await browser.get(`${at}/confirm`);
    expect(confirm.text).toMatch(/Касса POS-001 \(demo-1\):\s+5 чеков/);
    const now = confirm.form('value="now"');
    const name = 'Анна Смирнова';
    const approver = signerOf(confirm, name);
    expect((await browser.post(`${at}/confirm`, { ...now, approver, pin: '3333', override: '' })).status).toBe(422);
    expect((await browser.post(`${at}/confirm`, { ...now, approver, override: 'распродажа' })).status).toBe(422);
    expect((await browser.post(`${at}/confirm`, { ...now, approver, pin: '1', override: 'распродажа' })).status).toBe(403);
    const { override: _, ...plain } = now;
    const who = { approver, pin: '3333' };
    expect((await browser.post(`${at}/confirm`, { ...plain, ...who })).status).toBe(409);

    const later = confirm.form('value="later"');
    expect(later['at']).toBe('2026-11-22T03:00');
    expect((await browser.post(`${at}/confirm`, { ...later, ...who, at: 'завтра' })).status).toBe(422);
    expect((await browser.post(`${at}/confirm`, { ...later, ...who, at: '2026-11-20T03:00' })).text).toContain(
      'Время включения уже прошло',
    );
    const scheduled = await browser.post(`${at}/confirm`, { ...later, ...who });
    expect(scheduled.text).toContain('Включится 22.11.2026 03:00');
    await settled(scheduled);
    expect((await browser.post(`${at}/cancel`, {})).text).toContain('Загрузка прервана');
    // The prices that went ahead are taken back before it can begin again.
    await fixture.server.jobs.settled();

    const again = await settled(await browser.post(`${at}/again`, {}));
    expect(again.text).toContain('Что изменится →');
    const override = (await browser.get(`${at}/confirm`)).form('value="now"');
    const word = { approver, pin: '3333', override: 'распродажа с утра' };
    const done = await settled(await browser.post(`${at}/confirm`, { ...override, ...word }));
    expect(done.text).toContain('Анна Смирнова, распродажа с утра');
    expect(await product('P-3')).toMatchObject({ price: 105_00 });
  });

  it('says before the activation how many rows stay out: one whose barcode is wrong comes in without it (E-31)', async () => {
    const rows = ['W-1;Оправа W-1;100;22%;Оправы;4600000000017', 'W-2;Оправа W-2;дорого;22%;Оправы;'];
    const list = ['Артикул;Наименование;Цена;НДС;Категория;Штрихкод', ...rows].join('\n');
    const job = jobId(await checked(list, 'штрихкоды.csv'));
    const { counters } = await fixture.server.imports.job(job);
    expect(counters).toMatchObject({ created: 1, skipped: 1, errors: 2 });
    const confirm = await browser.get(`/admin/import/jobs/${encodeURIComponent(job)}/confirm`);
    expect(confirm.text).toContain('>1</b>строки не войдут');
  });

  it('lets another VAT rate through on the accountant’s word alone, named by type or by article (E-34, I-13)', async () => {
    const job = jobId(await checked('Артикул;Наименование;Цена;НДС\nP-2;Оправа P-2;100;10%', 'ндс.csv', { category: 'Оправы' }));
    const at = `/admin/import/jobs/${encodeURIComponent(job)}`;
    const held = await browser.get(`${at}/changes?kind=held`);
    expect(held.text).toContain('подтверждает бухгалтер');
    const word = { ...held.form('Кто подтверждает'), reason: 'закон', approver: signerOf(held, 'Анна Смирнова'), pin: '3333' };
    for (const chosen of [{ type: 'VAT_CHANGED' }, { sku: 'P-2' }] as Record<string, string>[]) {
      const refused = await browser.post(`${at}/approve`, { ...word, ...chosen });
      expect(refused.status).toBe(403);
      expect(refused.text).toContain('Смену ставки НДС подтверждает бухгалтер');
    }
    const accountant = { approver: signerOf(held, 'Лебедева'), pin: '4444' };
    expect((await browser.post(`${at}/approve`, { ...word, ...accountant, sku: 'P-2' })).status).toBe(200);
    const confirm = await browser.get(`${at}/confirm`);
    const who = { approver: signerOf(confirm, 'Анна Смирнова'), pin: '3333' };
    await settled(await browser.post(`${at}/confirm`, { ...confirm.form('value="now"'), ...who }));
    expect(await product('P-2')).toMatchObject({ vat: '10' });
  });

  it('takes a lens supplier’s sheet of sphere and cylinder as it is: no columns to name, a lens for each grid', async () => {
    const grid = [
      'Orma 1.5 HMC;;;',
      'Sph\\Cyl;0;-0,25;-0,50',
      '+0,25;1 500;1 500;1 600',
      '0;1 500;1 500;1 600',
      '-0,25;1 500;1 500;',
    ];
    const mapping = await upload(grid.join('\n'), 'линзы.csv');
    expect(mapping.text).toContain('Узнали таблицы «сфера × цилиндр»');
    expect(mapping.text).toContain('Orma 1.5 HMC');
    const check = await settled(await browser.post(`${mapping.address.split('?')[0]!}/check`, mapping.form('data-live')));
    expect(check.text).toContain('Артикул взят из названия');
    const at = `/admin/import/jobs/${encodeURIComponent(jobId(check))}`;
    const confirm = await browser.get(`${at}/confirm`);
    const who = { approver: signerOf(confirm, 'Анна Смирнова'), pin: '3333' };
    await settled(await browser.post(`${at}/confirm`, { ...confirm.form('value="now"'), ...who }));
    expect(await product('ORMA-1.5-HMC')).toMatchObject({ kind: 'lens', price: 1_500_00, vat: 'none', lens: { index: 1.5 } });
  });

  it('hands the findings to the supplier as a workbook, and tells a script how far a job is', async () => {
    const job = jobId(await checked(PRICE_LIST, 'прайс.csv'));
    const at = `/admin/import/jobs/${encodeURIComponent(job)}`;
    const file = await fetch(`${fixture.server.url}${at}/findings.xlsx`, { headers: { cookie: browser.cookie } });
    expect(file.headers.get('content-disposition')).toMatch(/attachment; filename="IMP-\d{5}\.xlsx"/);
    expect(
      Buffer.from(await file.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    const state = await browser.get(`${at}/state`);
    expect(JSON.parse(state.text)).toMatchObject({ state: 'checked' });
  });

  it('E-10: what is gone from the price list and not sold out is said with what lies, comes and is promised, wherever it is told', async () => {
    const goods = Array.from({ length: 12 }, (_, i) => `G-${i + 1}`);
    const products = await fixture.server.engine.open(PRODUCTS);
    const bodies = goods.map((sku) => ({ ...productOf(sku, { vat: '22', category: 'Оправы' }), supplier: 'Остаток-Опт' }));
    await products.bulk(bodies);
    const base = { schema: 1, by: null, pos: null, store: 'demo-1', at: NOON, because: 'приход' };
    const hlc = `${NOON}-0001-0001`;
    const move = { ...base, _id: `stock-movement:${hlc}`, type: 'stock-movement', hlc, sku: 'G-12', qty: 3 };
    const sales = await fixture.server.engine.open('sales-demo-1-202611');
    expect(await sales.put({ ...move, from: 'supplier', to: 'floor' })).toMatchObject({ ok: true });

    const rows = goods.slice(0, 10).map((sku) => `${sku};Оправа ${sku};100,00;22%;Оправы`);
    const text = ['Артикул;Наименование;Цена;НДС;Категория', ...rows].join('\r\n');
    const pagesOf = async (change: Record<string, string>): Promise<Record<string, string>> => {
      const at = `/admin/import/jobs/${encodeURIComponent(jobId(await checked(text, 'прайс.csv', change)))}`;
      const kinds = ['changes?kind=vanished', 'changes?kind=held', 'confirm'];
      const texts = await Promise.all(
        kinds.map(async (one): Promise<[string, string]> => [one, (await browser.get(`${at}/${one}`)).text]),
      );
      return Object.fromEntries(texts);
    };
    const count = (page: string | undefined, words: string): number => (page ?? '').split(words).length - 1;
    const kept = await pagesOf({ supplier: 'Остаток-Опт' });
    expect(['Остаётся в продаже', 'Уходит в архив'].map((words) => count(kept['changes?kind=vanished'], words))).toEqual([2, 0]);
    expect(count(kept['confirm'], 'уйдут в архив')).toBe(0);

    const gone = await pagesOf({ supplier: 'Остаток-Опт', archiveVanished: 'yes' });
    const words = ['Уходит в архив', 'ждёт подтверждения', 'не распродан: лежит 3'];
    expect(words.map((one) => count(gone['changes?kind=vanished'], one))).toEqual([2, 1, 1]);
    expect(words.map((one) => count(gone['changes?kind=held'], one))).toEqual([1, 1, 1]);
    expect(gone['confirm']).toMatch(/>1<\/b>уйдут в архив: их нет в прайсе/);
  });

  it('answers nonsense with an error of its own and nobody else at all', async () => {
    const id = 'f'.repeat(64);
    const nonsense: [string, number][] = [
      ['/admin/import/files/..%2F..%2Fetc', 404],
      [`/admin/import/files/${id}`, 404],
      ['/admin/import/jobs/import-job%3AIMP-99999', 404],
      ['/admin/import/jobs/product%3AP-0', 404],
      ['/admin/import/profiles/import-profile%3Anone', 404],
    ];
    for (const [path, status] of nonsense) expect([path, (await browser.get(path)).status]).toEqual([path, status]);
    const page = await browser.get('/admin/import?page=минус');
    expect(page.status).toBe(200);
    const foreign = await browser.post('/admin/import/profiles', { id, act: 'copy' }, { origin: 'http://evil.example' });
    expect(foreign.status).toBe(403);
    const stranger = plainBrowser(() => fixture.server.url);
    for (const path of ['/admin/import', `/admin/import/files/${id}`, '/admin/import/jobs/import-job%3AIMP-00001/state'])
      expect((await stranger.get(path)).status).toBe(401);
    expect((await stranger.post('/admin/import/files', new FormData())).status).toBe(401);
    expect((await stranger.post('/admin/import/jobs/import-job%3AIMP-00001/undo', { name: 'Никто' })).status).toBe(401);
  });
});
