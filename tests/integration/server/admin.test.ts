import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOON, startFixture, type ServerFixture } from './sync-server.fixture.ts';

let fixture: ServerFixture;
let cookie = '';
beforeAll(async () => {
  fixture = await startFixture({ demo: false, demoTills: [], gatewayTokens: {}, prepare: () => Promise.resolve() });
});
afterAll(() => fixture.end());

const get = (path: string) => fetch(`${fixture.server.url}${path}`, { headers: { cookie }, redirect: 'manual' });
const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(`${fixture.server.url}${path}`, {
    method: 'POST',
    headers: { cookie, ...headers },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
const password = 'длинный пароль';

/** The story of a first start, in order. */
describe('the administrator', () => {
  it('sets a password with the one-time link and by no other way', async () => {
    const secret = fixture.server.account.linkSecret()!;
    expect((await post('/admin/login', { password: '' })).status).toBe(403);
    expect((await post('/admin/first', { secret: 'guess', password })).status).toBe(410);
    expect((await post('/admin/first', { secret, password: 'short' })).status).toBe(422);
    const link = await get(`/admin/first?secret=${secret}`);
    expect(await link.text()).toContain('Придумайте пароль');
    // Under "no-referrer" a browser would send the form with "Origin: null", which is refused.
    expect(link.headers.get('referrer-policy')).toBe('same-origin');
    const first = await post('/admin/first', { secret, password });
    expect(first.status).toBe(303);
    const set = first.headers.get('set-cookie')!;
    expect(set).toContain('HttpOnly');
    expect(set).toContain('SameSite=Strict');
    cookie = set.split(';')[0]!;
    expect((await post('/admin/first', { secret, password: 'another one, later' })).status).toBe(410);
  });

  it('writes over whom a shop’s cashiers call and how they count cash, and nothing else', async () => {
    const shop = {
      ...{ code: 'petrovka', name: 'Оптика на Петровке', address: 'Петровка, 1', timeZone: 'Europe/Moscow', company: 'ООО' },
      inn: '7707083893',
    };
    expect((await post('/admin/shops', { ...shop, administrator: 'Анна, +7 900 000-00-01' })).status).toBe(303);
    const settings = async () => (await fixture.server.engine.open('catalog')).get('settings:store-petrovka');
    const before = (await settings())!;
    const page = await (await get('/admin')).text();
    expect(page).toContain('value="Анна, +7 900 000-00-01"');
    expect(page).toContain('name="differenceLimit"');

    const care = { code: 'petrovka', administrator: 'Олег, +7 900 000-00-02', blindCount: 'yes', differenceLimit: '100,50' };
    expect((await post('/admin/shops/care', care)).status).toBe(303);
    const after = (await settings())!;
    expect(after).toMatchObject({ administrator: 'Олег, +7 900 000-00-02', cash: { blindCount: true, differenceLimit: 10_050 } });
    expect(after).toMatchObject({ name: before['name'], address: before['address'], company: before['company'] });
    expect((after['stamps'] as Record<string, string>)['name']).toBe((before['stamps'] as Record<string, string>)['name']);
    expect(await (await get('/admin')).text()).toContain('checked');

    // A box that is not ticked is not sent; the same once more writes nothing.
    const { blindCount: _, ...unticked } = care;
    expect((await post('/admin/shops/care', { ...unticked, administrator: '' })).status).toBe(303);
    const last = (await settings())!;
    expect(last).toMatchObject({ administrator: null, cash: { blindCount: false, differenceLimit: 10_050 } });
    expect((await post('/admin/shops/care', { ...unticked, administrator: '' })).status).toBe(303);
    expect((await settings())!['_rev']).toBe(last['_rev']);

    expect((await post('/admin/shops/care', { ...care, code: 'nowhere' })).status).toBe(404);
    expect((await post('/admin/shops/care', { ...care, differenceLimit: '-5' })).status).toBe(422);
  });

  it('creates a shop, whose databases are there at once, and a person with a PIN that only its verifier knows', async () => {
    const shop = {
      code: 'arbat',
      name: 'Оптика <на> Арбате',
      address: 'Арбат, 1',
      timeZone: 'Europe/Moscow',
      company: 'ООО',
      inn: '7707083893',
    };
    expect((await post('/admin/shops', shop)).status).toBe(303);
    expect((await post('/admin/shops', shop)).status).toBe(422);
    expect((await post('/admin/shops', { ...shop, code: 'x', timeZone: 'Moon/Sea' })).status).toBe(422);
    expect(fixture.server.provisioner.provisioned('sales-arbat-202611')).toBe(true);
    expect(await (await get('/admin')).text()).toContain('Оптика &lt;на&gt; Арбате');

    expect((await post('/admin/people', { store: 'arbat', name: 'Иванова А. П.', role: 'cashier', pin: '4711' })).status).toBe(
      303,
    );
    const [person] = await (await fixture.server.engine.open('store-arbat')).range({});
    expect(person).toMatchObject({ type: 'staff', name: 'Иванова А. П.', role: 'cashier', active: true, order: 1 });
    expect(JSON.stringify(person)).not.toContain('4711');
    await post('/admin/people/active', { store: 'arbat', id: person!._id, active: 'no' });
    expect((await (await fixture.server.engine.open('store-arbat')).get(person!._id))?.['active']).toBe(false);
    expect((await post('/admin/people', { store: 'nowhere', name: 'A', role: 'cashier', pin: '1111' })).status).toBe(404);
  });

  it('makes a gateway’s token and a pairing code, sees the device and revokes it', async () => {
    const till = await (await post('/admin/tills', { pos: 'POS-001', store: 'arbat', url: 'http://127.0.0.1:8000' })).text();
    const token = /<code>([\w-]{43})<\/code>/.exec(till)![1]!;
    expect(
      (await fixture.call('POST', '/api/journal', { token, body: { pos_id: 'POS-001', store: 'arbat', rows: [] } })).status,
    ).toBe(200);

    const codes = await (await post('/admin/pairing-codes', { store: 'arbat', till: 'POS-001', access: 'both' })).text();
    const code = /<code>(\w{4}-\w{4})<\/code>/.exec(codes)![1]!;
    const pair = await fixture.call('POST', '/api/pair', { body: { code, name: 'Касса у входа' } });
    const device = (await pair.json()) as { token: string; device: number; till: string; gateway: { url: string } };
    expect([device.till, device.gateway.url]).toEqual(['POS-001', 'http://127.0.0.1:8000']);
    expect(await (await get('/admin')).text()).toContain('Касса у входа');
    await post('/admin/devices/revoke', { device: String(device.device) });
    expect((await fixture.call('GET', '/api/session', { token: device.token })).status).toBe(403);
  });

  it('shows what the reconciliations found until somebody has looked, and orders the days worked out anew', async () => {
    const chain = await fixture.server.engine.open('chain');
    const item = {
      pos: 'POS-001',
      store: 'arbat',
      what: 'price-differs',
      id: 'sale:1',
      fn: null,
      fd: null,
      at: NOON,
      sku: 'RB<1>',
    };
    const head = { type: 'report', schema: 1, hlc: '1763683200000-0000-0000', by: null, pos: null, seen: null, tills: [] };
    const figures = { at: NOON, from: NOON, to: NOON, store: 'arbat', lost: 0, waiting: 0, found: 1, items: [item] };
    await chain.put({ _id: 'report:c41:POS-001:1', job: 'c41', ...head, ...figures });
    expect(await (await get('/admin')).text()).toContain('RB&lt;1&gt;');
    expect((await post('/admin/reports/seen', { id: 'report:c41:POS-001:1' })).status).toBe(303);
    expect((await chain.get('report:c41:POS-001:1'))?.['seen']).toBe(fixture.clock.now());
    expect(await (await get('/admin')).text()).not.toContain('RB&lt;1&gt;');
    expect((await post('/admin/reports/seen', { id: 'register-state:POS-001' })).status).toBe(422);
    expect((await post('/admin/reports/seen', { id: 'report:c41:none' })).status).toBe(404);

    expect((await post('/admin/rollups/rebuild', {})).status).toBe(303);
    expect(await (await get('/admin')).text()).toContain('Пересчёт заказан');
  });

  it('gives purchase costs to a device that was paired for them, and a dashboard alone does not see them', async () => {
    for (const [access, seen] of [
      ['cost', ['chain', 'chain-cost']],
      ['dashboard', ['chain']],
    ] as const) {
      const page = await (await post('/admin/pairing-codes', { store: 'arbat', till: '', access })).text();
      const code = /<code>(\w{4}-\w{4})<\/code>/.exec(page)![1]!;
      const { token } = (await (await fixture.call('POST', '/api/pair', { body: { code, name: 'Офис' } })).json()) as {
        token: string;
      };
      const session = (await (await fixture.call('GET', '/api/session', { token })).json()) as { databases: { name: string }[] };
      expect(session.databases.map(({ name }) => name)).toEqual(seen);
      expect((await fixture.call('GET', '/db/costs', { token })).status).toBe(404);
      expect((await fixture.call('GET', '/db/chain-cost', { token })).status).toBe(access === 'cost' ? 200 : 404);
    }
  });

  it('is protected against forged forms, and nobody else gets in', async () => {
    expect((await post('/admin/shops', {}, { origin: 'http://evil.example' })).status).toBe(403);
    expect((await post('/admin/shops', {}, { origin: 'http://localhost:5173' })).status).toBe(403);
    const mine = cookie;
    cookie = '';
    expect(await (await get('/admin')).text()).toContain('Пароль администратора');
    expect((await post('/admin/shops', {})).status).toBe(401);
    expect((await post('/admin/login', { password: 'wrong' })).status).toBe(403);
    expect((await post('/admin/login', { password })).status).toBe(303);
    cookie = mine;
    await post('/admin/logout', {});
    expect((await post('/admin/shops', {})).status).toBe(401);
  });

  it('leads whoever’s session is over back to the page where he was, and says what was not sent', async () => {
    cookie = '';
    const asked = await get('/admin/import?page=1');
    expect(asked.status).toBe(401);
    expect(await asked.text()).toContain('name="back" value="/admin/import?page=1"');
    const referer = `${fixture.server.url}/admin/catalogue?q=a&part=b`;
    const sent = await post('/admin/promotions', {}, { referer });
    expect(sent.status).toBe(401);
    const said = await sent.text();
    expect(said).toContain('Не отправлено');
    expect(said).toContain('name="back" value="/admin/catalogue?q=a&amp;part=b"');
    const back = '/admin/catalogue?q=a&part=b';
    const wrong = await post('/admin/login', { password: 'wrong', back });
    expect([wrong.status, await wrong.text()]).toEqual([403, expect.stringContaining('value="/admin/catalogue?q=a&amp;part=b"')]);
    const right = await post('/admin/login', { password, back });
    expect([right.status, right.headers.get('location')]).toEqual([303, back]);
    const elsewhere = await post('/admin/login', { password, back: '//evil.example' });
    expect(elsewhere.headers.get('location')).toBe('/admin');
    const script = await fetch(`${fixture.server.url}/admin/import/files`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new FormData(),
    });
    expect([script.status, await script.json()]).toMatchObject([401, { code: 'FORM_NOT_SENT' }]);
  });

  it('loses nothing that was typed when the session ends before the form is sent', async () => {
    cookie = '';
    const typed = {
      code: 'taganka',
      name: 'Оптика «Таганка» & сын',
      address: 'Таганка, 1',
      timeZone: 'Europe/Moscow',
      company: 'ООО',
    };
    const sent = await post('/admin/shops', { ...typed, inn: '7707083893' }, { referer: `${fixture.server.url}/admin` });
    expect(sent.status).toBe(401);
    const form = await sent.text();
    expect(form).toContain('войдите и нажмите «Отправить ещё раз»');
    expect(form).not.toContain('Таганка, 1');
    const fields = [...form.matchAll(/name="(kept-\w+)"\s+value="([^"]+)"/g)].map(([, name = '', value = '']) => [name, value]);
    const kept = Object.fromEntries(fields) as Record<string, string>;
    const wrong = await post('/admin/login', { password: 'wrong', back: '/admin', ...kept });
    expect([wrong.status, await wrong.text()]).toEqual([403, expect.stringContaining(`value="${kept['kept-body']}"`)]);
    const inside = await post('/admin/login', { password, back: '/admin', ...kept });
    expect(inside.status).toBe(200);
    cookie = inside.headers.get('set-cookie')!.split(';')[0]!;
    const page = await inside.text();
    expect(page).toContain('action="/admin/shops"');
    expect(page).toContain('value="Оптика «Таганка» &amp; сын"');
    expect(fixture.server.shops.get('taganka')).toBeNull();
    expect((await post('/admin/shops', { ...typed, inn: '7707083893' })).status).toBe(303);
    const secret = await fetch(`${fixture.server.url}/admin/people`, {
      method: 'POST',
      body: new URLSearchParams({ store: 'taganka', name: 'Иванова', role: 'cashier', pin: '4321' }),
    });
    expect([secret.status, await secret.text()]).toEqual([401, expect.not.stringContaining('kept-body')]);
  });

  it('signs in after a restart, when the link is gone', async () => {
    await fixture.restart();
    expect(fixture.server.account.linkSecret()).toBeNull();
    expect((await post('/admin/login', { password })).status).toBe(303);
  });
});
