import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOG } from '../../../design/databases.ts';
import { coupon as couponShape, promotion as promotionShape } from '../../../design/documents/promotion.ts';
import { composeVoid } from '../../../design/sale/sale-document.ts';
import { SALES, saleOf } from './facts.fixture.ts';
import { NOON, startFixture, type ServerFixture } from './sync-server.fixture.ts';

let fixture: ServerFixture;
let cookie = '';
let token = '';
beforeAll(async () => {
  fixture = await startFixture();
  ({ token } = await fixture.pair('POS-001'));
  const secret = fixture.server.account.linkSecret()!;
  const first = await post('/admin/first', { secret, password: 'длинный пароль' });
  cookie = first.headers.get('set-cookie')!.split(';')[0]!;
});
afterAll(() => fixture.end());

const post = (path: string, fields: Record<string, string>) =>
  fetch(`${fixture.server.url}${path}`, {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
const page = async () => (await fetch(`${fixture.server.url}/admin/promotions`, { headers: { cookie } })).text();
const form = {
  ...{
    name: 'Вторая <оправа>',
    effect: 'second-pair-frames',
    value: '50',
    nth: '3',
    kind: 'frame',
    with: '',
    brands: 'Luxor, Ray-Ban',
  },
  ...{ categories: '', skus: '', from: '2026-11-01', until: '', days: 'weekend', after: '', before: '', store: 'demo-1' },
  ...{ combine: 'exclusive', priority: '5', floor: '0', minimum: '1 000,50', coupon: 'yes' },
};
const documents = async (type: string) =>
  (await fixture.server.engine.open(CATALOG)).range({ startkey: `${type}:`, endkey: `${type};` });
const used = async (code: string, as: string | null = token) =>
  fixture.call('GET', `/api/coupons/${encodeURIComponent(code)}`, as === null ? {} : { token: as });

describe('promotions and coupons on the administrator’s page', () => {
  it('are made as documents of the catalogue, as tills read them', async () => {
    expect((await post('/admin/promotions', form)).status).toBe(303);
    const [made] = await documents('promotion');
    expect(promotionShape.parse(made)).toMatchObject({
      ...{ effect: { kind: 'second-pair', of: 'frames', percent: 50_00 }, weekdays: [6, 7], stores: ['demo-1'], byCoupon: true },
      ...{
        target: { kinds: ['frame'], brands: ['Luxor', 'Ray-Ban'] },
        minimum: 1_000_50,
        floor: null,
        from: '2026-11-01',
        until: null,
      },
    });
    const promotion = made!._id;
    const coupon = {
      code: 'para ',
      promotion,
      series: 'prefix',
      use: 'once',
      uses: '',
      from: '',
      until: '',
      minimum: '0',
      offline: '500',
    };
    expect((await post('/admin/coupons', coupon)).status).toBe(303);
    expect(couponShape.parse((await documents('coupon'))[0])).toMatchObject({
      code: 'PARA',
      prefix: true,
      once: true,
      offline: 500_00,
    });
    expect(await page()).toContain('Вторая &lt;оправа&gt;');
  });

  it('are refused where they say nothing that a till could do', async () => {
    expect((await post('/admin/promotions', { ...form, value: '150' })).status).toBe(422);
    expect((await post('/admin/promotions', { ...form, value: 'много' })).status).toBe(422);
    expect((await post('/admin/promotions', { ...form, store: 'nowhere' })).status).toBe(404);
    expect((await post('/admin/coupons', { code: 'X1', promotion: 'promotion:none' })).status).toBe(422);
    expect(await documents('promotion')).toHaveLength(1);
  });

  it('end, and begin again', async () => {
    const [{ _id: id }] = (await documents('promotion')) as unknown as [{ _id: string }];
    await post('/admin/promotions/active', { id, active: 'no' });
    expect((await documents('promotion'))[0]).toMatchObject({ active: false });
    await post('/admin/promotions/active', { id, active: 'yes' });
    expect((await documents('promotion'))[0]).toMatchObject({ active: true });
    expect((await post('/admin/promotions/active', { id: 'promotion:none', active: 'no' })).status).toBe(404);
  });

  it('stand beside the one rule of rounding for the whole chain (A-33)', async () => {
    expect((await post('/admin/rounding', { step: '7' })).status).toBe(422);
    expect((await post('/admin/rounding', { step: '100' })).status).toBe(303);
    expect((await documents('settings')).map(({ rounding }) => rounding)).toEqual([100, 100]);
    expect(await page()).toContain('Сейчас: вниз до рубля');
  });

  it('are read and written by the administrator’s programs with the token of the server, and by nobody else', async () => {
    const put = (authorization: string, body: object) =>
      fetch(`${fixture.server.url}/api/promotions`, {
        method: 'PUT',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const basic = `Basic ${Buffer.from(`admin:${fixture.server.adminToken}`).toString('base64')}`;
    const [{ name, ...rest }] = (await documents('promotion')) as unknown as [Record<string, unknown>];
    const { _id, _rev, type, schema, hlc, by, pos, stamps, ...fields } = rest;
    expect([_id, _rev, type, schema, hlc, by, pos, stamps].every((one) => one !== undefined)).toBe(true);
    expect((await put(basic, { key: 'by-program', name, ...fields, priority: 9 })).status).toBe(200);
    expect((await put(basic, { key: 'by-program', name, ...fields, priority: -1 })).status).toBe(422);
    expect((await put(`Bearer ${token}`, { key: 'by-program', name, ...fields })).status).toBe(401);
    const told = await fetch(`${fixture.server.url}/api/promotions`, { headers: { authorization: basic } });
    expect(((await told.json()) as { promotions: unknown[] }).promotions).toHaveLength(2);
  });
});

describe('uses of a coupon in the chain', () => {
  const sell = async (n: number, coupons: string[], unasked: string[] = []) => {
    const { _rev, ...sale } = saleOf(n, { coupons, unasked });
    expect(_rev).toBeDefined();
    await (await fixture.server.engine.open(SALES)).bulk([sale]);
    await fixture.server.jobs.settled();
    return sale;
  };

  it('are counted, and none where the sale was voided before or after it came', async () => {
    expect(await (await used('PARA-1')).json()).toEqual({ code: 'PARA-1', uses: 0, spent: false });
    const sale = await sell(1, ['PARA-1']);
    expect(await (await used('para-1')).json()).toEqual({ code: 'PARA-1', uses: 1, spent: true });
    const { hlc: stamp } = saleOf(2);
    const gone = composeVoid(sale, { stamp, by: 'staff:1', at: NOON, reason: 'card declined' });
    await (await fixture.server.engine.open(SALES)).bulk([gone]);
    await fixture.server.jobs.settled();
    expect(await (await used('PARA-1')).json()).toMatchObject({ uses: 0, spent: false });
  });

  it('twice of a single-use one, by tills that could not ask, stand on the page', async () => {
    expect(await page()).not.toContain('использованные дважды');
    await sell(3, ['PARA-2'], ['PARA-2']);
    await sell(4, ['PARA-2'], ['PARA-2']);
    const shown = await page();
    expect(shown).toContain('использованные дважды: 1');
    expect(shown).toContain('без связи');
  });

  it('are told to tills alone, and of known coupons alone', async () => {
    expect((await used('NOBODY')).status).toBe(404);
    expect((await used('PARA-1', null)).status).toBe(401);
  });
});
