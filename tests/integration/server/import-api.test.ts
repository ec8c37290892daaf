import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { GUESS_ALL, STANDARD_RULES } from '../../../design/import/profile.ts';
import { plainBrowser } from './plain-browser.fixture.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

// A reading process a file, on a machine that does other things as well.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const BASE = '/api/v1/connector/import';
let fixture: ServerFixture;
let token: string;
let profile: string;
beforeAll(async () => {
  fixture = await startFixture();
  token = readFileSync(join(fixture.folder, 'sync/import.token'), 'utf8').trim();
  const fields = { name: 'Поставщик А', supplier: 'A', active: true, file: GUESS_ALL, mapping: {}, notes: '' };
  profile = (
    await fixture.server.imports.putProfile(null, { ...fields, rules: { ...STANDARD_RULES, vat: 'none', kind: 'frame' } })
  )._id;
});
afterAll(() => fixture.end());

const CSV =
  'sku;name;price;category;brand\nSKU001;Линза прогрессивная 1.67;5000;Линзы;Essilor\nSKU002;Оправа;слово;Оправы;Vogue\n';
async function upload(text: string, name: string): Promise<{ status: number; file_id: string; name: string }> {
  const form = new FormData();
  form.set('file', new Blob([text]), name);
  const answer = await fetch(`${fixture.server.url}${BASE}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: form,
  });
  return { status: answer.status, ...((await answer.json()) as { file_id: string; name: string }) };
}

it('E-23, K-22: a program uploads a file, starts a job, reads its report and its logs; the catalogue has the right rows', async () => {
  const file = await upload(CSV, '../../etc/passwd.csv');
  expect(file).toMatchObject({ status: 201, name: 'passwd.csv' });
  const started = await fixture.call('POST', BASE, { token, body: { profile_id: profile, file_id: file.file_id } });
  expect(started.status).toBe(202);
  const { job_id: id } = (await started.json()) as { job_id: string };
  await fixture.server.imports.settled(id);
  await expect.poll(async () => (await fixture.server.imports.job(id)).state, { timeout: 120_000 }).toBe('done');
  const report = (await (await fixture.call('GET', `${BASE}/${id}`, { token })).json()) as object;
  expect(report).toMatchObject({ job_id: id, state: 'done', summary: { total_rows: 2, created: 1, skipped: 1, errors: 1 } });
  const logs = (await (await fixture.call('GET', `${BASE}/${id}/logs?level=error&sort=severity`, { token })).json()) as object;
  expect(logs).toMatchObject({ rows: [{ row: 3, type: 'NUMBER_INVALID', field: 'price' }] });
  const product = await (await fixture.server.engine.open('products')).get('product:SKU001');
  expect(product).toMatchObject({ name: 'Линза прогрессивная 1.67', price: 5_000_00 });
  const csv = await fixture.call('GET', `${BASE}/${id}/logs?format=csv`, { token });
  expect(csv.headers.get('content-disposition')).toContain(`${id}.csv`);
  expect(await csv.text()).toContain('SKU002');
});

it('E-23: answers no one without the token, refuses nonsense by its code, and describes itself', async () => {
  expect((await fixture.call('GET', `${BASE}/IMP-00001`)).status).toBe(401);
  expect((await fixture.call('POST', BASE, { token, body: { profile_id: 1, file_id: '' } })).status).toBe(422);
  expect((await fixture.call('GET', `${BASE}/IMP-99999`, { token })).status).toBe(404);
  expect((await fixture.call('POST', `${BASE}/files`, { token, body: {} })).status).toBe(415);
  const api = (await (await fixture.call('GET', `${BASE}/docs/openapi.json`, { token })).json()) as { paths: object };
  expect(Object.keys(api.paths)).toEqual(expect.arrayContaining([BASE, `${BASE}/files`, `${BASE}/{id}`, `${BASE}/{id}/logs`]));
  // The customer's own path answers the same.
  expect((await fixture.call('GET', '/v1/connector/import/IMP-99999', { token })).status).toBe(404);
});

it('E-37: a program learns where a person lets held rows through, and has no call that would do it', async () => {
  const { file_id } = await upload(
    'sku;name;price;category;brand\nSKU001;Линза прогрессивная 1.67;9000;Линзы;Essilor\n',
    'скачок.csv',
  );
  const started = await fixture.call('POST', BASE, { token, body: { profile_id: profile, file_id } });
  const { job_id: id } = (await started.json()) as { job_id: string };
  await expect.poll(async () => (await fixture.server.imports.job(id)).state, { timeout: 60_000 }).toBe('done');
  const report = (await (await fixture.call('GET', `${BASE}/${id}`, { token })).json()) as { held_page: string };
  expect(report).toMatchObject({ held: 1, held_page: `/admin/import/jobs/import-job%3A${id}/changes?kind=held` });
  const product = await (await fixture.server.engine.open('products')).get('product:SKU001');
  expect(product).toMatchObject({ price: 5_000_00 });
  for (const path of ['approve', 'confirm', 'undo'])
    expect((await fixture.call('POST', `${BASE}/${id}/${path}`, { token, body: {} })).status, path).toBe(404);
  // The page itself is no place for a token.
  expect((await fixture.call('POST', `/admin/import/jobs/import-job%3A${id}/approve`, { token, body: {} })).status).toBe(401);
});

it('C-30, K-34 (6): prices at once wait for registers with receipts to deliver; the answer names them', async () => {
  const file = await upload(CSV, 'цены.csv');
  const chain = await fixture.server.engine.open('chain');
  await chain.put({
    ...{
      _id: 'register-state:POS-001',
      type: 'register-state',
      schema: 1,
      hlc: '1763700000000-0000-0000',
      by: null,
      pos: 'POS-001',
    },
    ...{
      store: 'demo-1',
      seen: fixture.clock.now(),
      retired: false,
      fn: null,
      network: 'online',
      shift: null,
      breaker: 'closed',
    },
    buffer: { capacity: 200, queued: 10, percent: 5, dead: 0 },
  });
  const refused = await fixture.call('POST', BASE, { token, body: { profile_id: profile, file_id: file.file_id } });
  expect(refused.status).toBe(409);
  expect(await refused.json()).toMatchObject({
    code: 'UNSYNC_BUFFERS',
    unsync_terminals: [{ terminal_id: 'POS-001', queued_receipts: 10 }],
  });
});

it('E-23: what is unknown answers 404 NOT_FOUND, whether it could have been known or not', async () => {
  const { file_id } = await upload(CSV, 'a.csv');
  const asked: [string, string, object?][] = [
    ...['..%2f..%2fetc', 'IMP-99999', 'IMP-1', 'nonsense'].map((id): [string, string] => ['GET', `/${id}`]),
    ['GET', '/IMP-99999/logs'],
    ['GET', '/nonsense/logs'],
    ['POST', '', { profile_id: 'x', file_id }],
    ['POST', '', { profile_id: '00000000-0000-4000-8000-000000000000', file_id }],
    ['POST', '', { profile_id: profile, file_id: '../../x' }],
    ['POST', '', { profile_id: profile, file_id: 'f'.repeat(64) }],
  ];
  const before = (await fixture.server.imports.jobs()).total;
  for (const [method, path, body] of asked) {
    const dry = body === undefined ? {} : { body: { ...body, dry_run: true } };
    const answer = await fixture.call(method, `${BASE}${path}`, { token, ...dry });
    expect([path, answer.status, ((await answer.json()) as { code: string }).code]).toEqual([path, 404, 'NOT_FOUND']);
  }
  expect((await fixture.server.imports.jobs()).total).toBe(before);
});

it('E-23, E-13: a started job tells the bounds of a file; a full queue refuses the next one before anything is made (429)', async () => {
  const { file_id } = await upload(CSV, 'b.csv');
  const body = { profile_id: profile, file_id, dry_run: true };
  const started = await fixture.call('POST', BASE, { token, body });
  expect(await started.json()).toMatchObject({
    limits: { rows: 100_000, xlsx_bytes: 26_214_400, csv_bytes: 52_428_800, waiting_jobs: 20, kept_days: 30 },
  });
});

it('E-10: profiles are made, listed, replaced and copied with every field of theirs', async () => {
  const body = {
    ...{ name: 'Поставщик Б', active: true, order: 7, supplier: 'ООО «Б»', supplier_code: '00-17', format: 'csv_cp1251' },
    ...{
      delimiter: '\t',
      quote: "'",
      column_mapping: { sku: 'Код', name: 'Товар', cost: 'Закуп' },
      header_row: 3,
      data_start_row: 5,
    },
    ...{ skip_empty_rows: true, match_field: 'barcode', create_missing: false, update_existing: true, notes: 'по четвергам' },
    validation_rules: { priceWithoutVat: true, stockWords: { много: 10 } },
  };
  const made = await fixture.call('POST', `${BASE}/profiles`, { token, body });
  expect(made.status).toBe(201);
  const told = (await made.json()) as { profile_id: string };
  expect(told).toMatchObject({ ...body, job_count: 0, last_success: null });
  const at = `${BASE}/profiles/${encodeURIComponent(told.profile_id)}`;
  expect(await (await fixture.call('GET', at, { token })).json()).toEqual(told);
  const names = ((await (await fixture.call('GET', `${BASE}/profiles`, { token })).json()) as { profiles: { name: string }[] })
    .profiles;
  expect(names.map(({ name }) => name)).toEqual(['Поставщик А', 'Поставщик Б']);
  for (const suffix of ['(копия)', '(копия 2)']) {
    const copy = await fixture.call('POST', `${at}/copy`, { token });
    expect([copy.status, await copy.json()]).toMatchObject([201, { ...body, name: `Поставщик Б ${suffix}` }]);
  }
  const changed = await fixture.call('PUT', at, { token, body: { ...body, match_field: 'sku', active: false } });
  expect(await changed.json()).toMatchObject({ profile_id: told.profile_id, match_field: 'sku', active: false });
  for (const wrong of [
    { ...body, data_start_row: 3 },
    { ...body, name: '' },
    { ...body, delimiter: ';;' },
    { ...body, colour: 1 },
  ])
    expect((await fixture.call('PUT', at, { token, body: wrong })).status).toBe(422);
  expect((await fixture.call('GET', `${BASE}/profiles/none`, { token })).status).toBe(404);
});

describe('the session of the administrator’s pages', () => {
  const browser = plainBrowser(() => fixture.server.url);
  const ask = (method: string, path: string, headers: Record<string, string>, body?: object): Promise<Response> =>
    fetch(`${fixture.server.url}${path}`, {
      method,
      headers: { cookie: browser.cookie, ...headers, ...(body ? { 'content-type': 'application/json' } : {}) },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  beforeAll(async () => {
    await browser.post('/admin/first', { secret: fixture.server.account.linkSecret()!, password: 'длинный пароль' });
  });

  it('opens the connector to its own pages: reading, and changing where the request comes from this very origin', async () => {
    const { file_id } = await upload(CSV, 'c.csv');
    const body = { profile_id: null, file_id, dry_run: true };
    expect((await ask('GET', `${BASE}/profiles`, {})).status).toBe(200);
    expect((await ask('POST', BASE, { origin: fixture.server.url }, body)).status).toBe(202);
    const elsewhere = [{}, { origin: 'http://127.0.0.1:1' }, { origin: 'null' }, { origin: 'https://evil.example' }];
    for (const headers of elsewhere as Record<string, string>[]) {
      const refused = await ask('POST', BASE, headers, body);
      expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([403, 'ORIGIN_NOT_ALLOWED']);
    }
    expect((await fetch(`${fixture.server.url}${BASE}/profiles`, { headers: { cookie: 'optics_admin=x' } })).status).toBe(401);
  });

  it('shows the connector’s description to a person, linked from the page of suppliers’ files, and to nobody else', async () => {
    expect((await browser.get('/admin/import')).text).toContain('href="/v1/connector/import/docs"');
    const page = await browser.get('/v1/connector/import/docs');
    expect(page.status).toBe(200);
    expect(page.text).toContain('swagger-ui');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const described = JSON.parse((await browser.get('/v1/connector/import/docs/json')).text) as { paths: object };
    expect(Object.keys(described.paths)).toContain('/v1/connector/import/{id}/logs');
    expect(described.paths).toHaveProperty([
      '/v1/connector/import/files',
      'post',
      'requestBody',
      'content',
      'multipart/form-data',
    ]);
    expect((await fetch(`${fixture.server.url}/v1/connector/import/docs`)).status).toBe(401);
  });

  it('ends with the sign-out', async () => {
    const { cookie } = browser;
    await browser.post('/admin/logout', {});
    browser.cookie = cookie;
    expect((await ask('GET', `${BASE}/profiles`, {})).status).toBe(401);
  });
});

it.each([
  ['has no boundary', 'multipart/form-data', '{"name":"x'],
  ['has another boundary than it says', 'multipart/form-data; boundary=x', '{"name":"x'],
  ['breaks off in its head', 'multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="file"; filen'],
  [
    'breaks off in the file',
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nsku;name;price\r\nA;Оправа;',
  ],
])('E-23: a form that %s is refused by its code and leaves no file', async (_, type, body) => {
  await upload(CSV, 'whole.csv');
  const before = readdirSync(join(fixture.folder, 'sync/imports'));
  const headers = { authorization: `Bearer ${token}`, 'content-type': type };
  const answer = await fetch(`${fixture.server.url}${BASE}/files`, { method: 'POST', headers, body });
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'BODY_MALFORMED']);
  expect(readdirSync(join(fixture.folder, 'sync/imports'))).toEqual(before);
});

it('E-23: a program with wrong tokens keeps out nobody who has the right one, and is told to wait', async () => {
  const codes: number[] = [];
  for (let tries = 0; tries < 12; tries += 1)
    codes.push((await fixture.call('GET', `${BASE}/profiles`, { token: `wrong-${tries}` })).status);
  expect([codes.slice(0, 10), codes.slice(10)]).toEqual([Array(10).fill(401), [429, 429]]);
  expect((await fixture.call('GET', `${BASE}/profiles`, { token })).status).toBe(200);
});
