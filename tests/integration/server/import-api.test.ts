import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { GUESS_ALL, STANDARD_RULES } from '../../../design/import/profile.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

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
  await expect.poll(async () => (await fixture.server.imports.job(id)).state, { timeout: 30_000 }).toBe('done');
  const report = (await (await fixture.call('GET', `${BASE}/${id}`, { token })).json()) as object;
  expect(report).toMatchObject({ job_id: id, state: 'done', summary: { total_rows: 2, created: 1, skipped: 1, errors: 1 } });
  const logs = (await (await fixture.call('GET', `${BASE}/${id}/logs?level=error&sort=severity`, { token })).json()) as object;
  expect(logs).toMatchObject({ rows: [{ row: 3, type: 'NUMBER_INVALID', field: 'price' }] });
  const product = await (await fixture.server.engine.open('products')).get('product:SKU001');
  expect(product).toMatchObject({ name: 'Линза прогрессивная 1.67', price: 5_000_00 });
  const csv = await fixture.call('GET', `${BASE}/${id}/logs?format=csv`, { token });
  expect(csv.headers.get('content-disposition')).toContain(`${id}.csv`);
  expect(await csv.text()).toContain('SKU002');
}, 60_000);

it('E-23: answers no one without the token, refuses nonsense by its code, and describes itself', async () => {
  expect((await fixture.call('GET', `${BASE}/IMP-00001`)).status).toBe(401);
  expect((await fixture.call('POST', BASE, { token, body: { profile_id: 'x', file_id: '../../x' } })).status).toBe(422);
  expect((await fixture.call('GET', `${BASE}/..%2f..%2fetc`, { token })).status).toBe(400);
  expect((await fixture.call('GET', `${BASE}/IMP-99999`, { token })).status).toBe(404);
  expect((await fixture.call('POST', `${BASE}/files`, { token, body: {} })).status).toBe(415);
  const body = { profile_id: profile, file_id: 'f'.repeat(64) };
  expect((await fixture.call('POST', BASE, { token, body })).status).toBe(410);
  const api = (await (await fixture.call('GET', `${BASE}/docs/openapi.json`, { token })).json()) as { paths: object };
  expect(Object.keys(api.paths)).toEqual(expect.arrayContaining([BASE, `${BASE}/files`, `${BASE}/{id}`, `${BASE}/{id}/logs`]));
  // The customer's own path answers the same.
  expect((await fixture.call('GET', '/v1/connector/import/IMP-99999', { token })).status).toBe(404);
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
