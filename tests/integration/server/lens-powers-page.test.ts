import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PRODUCTS } from '../../../design/databases.ts';
import type { Product } from '../../../design/documents/catalogue.ts';
import { lensPrice } from '../../../design/optics/lens-price.ts';
import { startFixture, type ServerFixture } from './sync-server.fixture.ts';

let fixture: ServerFixture;
let cookie = '';
const HEAD = {
  schema: 1,
  hlc: '1763000000000-0000-0000',
  by: null,
  pos: null,
  brand: 'Essilor',
  ean: null,
  vat: 'none',
} as const;
const REST = { subject: 'goods', supplier: 'Essilor', archived: false, stamps: {} } as const;
const LENS = {
  ...{ _id: 'product:L-1', type: 'product', sku: 'L-1', name: 'Линза 1.6', kind: 'lens', category: 'Линзы', price: 300_000 },
  lens: {
    ...{ index: 1.6, design: 'single-vision', material: 'MR-8', coatings: ['HMC'], diameter: 70, add: null },
    ...{ sph: { min: -4, max: 4, step: 0.25 }, cyl: { min: -2, max: 0, step: 0.25 } },
    ...{ bands: [{ sphTo: 4, cylTo: 2, price: 300_000 }], matrix: '33*9A' },
  },
};
const CONTACT = {
  ...{
    _id: 'product:C-1',
    type: 'product',
    sku: 'C-1',
    name: 'Однодневные',
    kind: 'contact-lens',
    category: 'КЛ',
    price: 200_000,
  },
  contactLens: { bc: 8.5, dia: 14.2, pack: 30, replacement: 'day', sph: { min: -6, max: 0, step: 0.25 } },
};

beforeAll(async () => {
  fixture = await startFixture();
  const secret = fixture.server.account.linkSecret()!;
  cookie = (await post('/admin/first', { secret, password: 'длинный пароль' })).headers.get('set-cookie')!.split(';')[0]!;
  await (await fixture.server.engine.open(PRODUCTS)).bulk([LENS, CONTACT].map((doc) => ({ ...HEAD, ...REST, ...doc })));
});
afterAll(() => fixture.end());

const post = (path: string, fields: Record<string, string>) =>
  fetch(`${fixture.server.url}${path}`, {
    method: 'POST',
    headers: { cookie },
    body: new URLSearchParams(fields),
    redirect: 'manual',
  });
const text = async (path: string) => (await fetch(`${fixture.server.url}${path}`, { headers: { cookie } })).text();
const held = async (sku: string) =>
  (await (await fixture.server.engine.open(PRODUCTS)).get(`product:${sku}`)) as unknown as Product & { _rev: string };
const powers = (sku: string) => `/admin/catalogue/product/${sku}/powers`;
const roubles = (page: string) => page.replaceAll('\u202f', ' ').replace(/\s+/g, ' ');
async function saved(sku: string, fields: Record<string, string>): Promise<void> {
  const laid = await post(powers(sku), { ...fields, act: 'save', rev: (await held(sku))._rev });
  expect(laid.status, await laid.text()).toBe(303);
  const confirm = laid.headers.get('location')!;
  expect((await post(confirm, { when: 'now' })).status).toBe(303);
  await fixture.server.imports.settled(decodeURIComponent(confirm.split('/').at(-2)!));
}
const LIST = {
  ...{
    'b-0-sphFrom': '-4',
    'b-0-sphTo': '+4',
    'b-0-cylFrom': '0',
    'b-0-cylTo': '−2',
    'b-0-price': '3 100',
    'b-0-finished': 'yes',
  },
  ...{ 'b-2-sphFrom': '−4,25', 'b-2-sphTo': '−8', 'b-2-cylTo': '-2', 'b-2-price': '4500' },
  ...{ 'o-0-code': 'BLUE', 'o-0-kind': 'coating', 'o-0-name': 'Синий фильтр', 'o-0-price': '900', 'o-0-requires': 'HMC' },
  ...{ 'o-1-code': '', 'o-1-kind': 'coating', 'o-1-name': '' },
  ...{ 'p-0-to': '2', 'p-0-price': '600' },
};

describe('powers and prices of a lens', () => {
  it('are shown as lines of a price list and say what a power costs', async () => {
    const page = roubles(await text(`${powers('L-1')}?q-sph=-2,25&q-cyl=-0,75`));
    expect(page).toContain('name="b-0-sphFrom" aria-label="Сфера от, строка 1" value="−4,00"');
    expect(page).toContain('−2,25 / −0,75: 3 000,00 ₽');
    expect(roubles(await text(`${powers('L-1')}?q-sph=-9`))).toContain('Таких диоптрий у этой линзы нет');
  });

  it('are tried before anything is saved: options, prism, what is odd', async () => {
    const tried = { ...LIST, 'q-sph': '−5', 'q-cyl': '−0,75', 'q-o-BLUE': 'yes', 'q-prism': '1,5' };
    const page = roubles(await (await post(powers('L-1'), { ...tried, act: 'show' })).text());
    expect(page).toContain('−5,00 / −0,75: 6 000,00 ₽');
    expect(page).toContain('Синий фильтр 900,00 ₽, призма 600,00 ₽');
    const cheaper = roubles(
      await (await post(powers('L-1'), { ...LIST, 'b-2-price': '2000', 'b-0-finished': '', act: 'show' })).text(),
    );
    expect(cheaper).toContain('более сильная линза дешевле слабой, начиная с −4,00, всего сил: 9');
    expect((await held('L-1')).price).toBe(300_000);
  });

  it.each([
    [
      'two prices of one power',
      { 'b-3-sphFrom': '-4', 'b-3-price': '1' },
      'строки 1 и 3: одна сила стоит по-разному, начиная с −4,00',
    ],
    ['words instead of a price', { 'b-0-price': 'дорого' }, 'цена в рублях'],
    ['an option that needs what is not there', { 'o-0-requires': 'GHOST' }, 'кода GHOST нет'],
    ['two options of one code', { 'o-1-code': 'BLUE', 'o-1-name': 'Ещё' }, 'код BLUE уже есть выше'],
    ['a power beyond any prescription', { 'b-2-sphTo': '−80' }, 'в пределах рецепта'],
  ])('are refused: %s', async (_why, wrong, told) => {
    const answer = await post(powers('L-1'), { ...LIST, ...wrong, act: 'save', rev: (await held('L-1'))._rev });
    expect(answer.status).toBe(422);
    expect(roubles(await answer.text())).toContain(told);
  });

  it('become active as a job, stand in the history, and are taken back', async () => {
    await saved('L-1', LIST);
    const after = await held('L-1');
    expect(after).toMatchObject({ price: 310_000, lens: { coatings: ['HMC'], options: [{ code: 'BLUE', price: 90_000 }] } });
    expect([
      lensPrice(after, { sph: -3, cyl: 0.75 }),
      lensPrice(after, { sph: -8, cyl: -2 }),
      lensPrice(after, { sph: 5, cyl: 0 }),
    ]).toEqual([310_000, 450_000, null]);
    expect(roubles(await text('/admin/catalogue/product/L-1'))).toContain('цен 2: 3 100,00 ₽…4 500,00 ₽');
    const { rows } = await fixture.server.imports.jobs({ source: 'bulk' });
    await fixture.server.imports.undo(rows[0]!._id, { name: 'Иванова' });
    await fixture.server.imports.settled(rows[0]!._id);
    expect(await held('L-1')).toMatchObject({ price: 300_000, lens: LENS.lens });
  });

  it('stay to the letter where only an option is new, and nothing at all is no job', async () => {
    const kept = {
      ...{
        'b-0-sphFrom': '−4',
        'b-0-sphTo': '4',
        'b-0-cylFrom': '0',
        'b-0-cylTo': '−2',
        'b-0-price': '3000',
        'b-0-finished': 'yes',
      },
    };
    const rev = (await held('L-1'))._rev;
    const nothing = await post(powers('L-1'), { ...kept, act: 'save', rev });
    expect([nothing.status, nothing.headers.get('location')]).toEqual([303, '/admin/catalogue/product/L-1']);
    await saved('L-1', { ...kept, 'o-0-code': 'UV 400', 'o-0-kind': 'coating', 'o-0-name': 'УФ', 'o-0-price': '300' });
    expect(await held('L-1')).toMatchObject({
      price: 300_000,
      lens: { ...LENS.lens, options: [{ code: 'UV 400', price: 30_000 }] },
    });
  });

  it('are not written over what somebody changed meanwhile (409); an article without powers has no such page (404)', async () => {
    expect((await post(powers('L-1'), { ...LIST, act: 'save', rev: '1-old' })).status).toBe(409);
    expect((await fetch(`${fixture.server.url}${powers('НЕТ')}`, { headers: { cookie } })).status).toBe(404);
  });
});

describe('powers of a contact lens', () => {
  const BLOCKS = {
    ...{ 'c-0-from': '-6', 'c-0-to': '0', 'c-0-step': '0,25' },
    ...{ 'c-1-from': '−6', 'c-1-to': '0', 'c-1-step': '0,5', 'c-1-cyl': '−0,75, −1,25', 'c-1-axes': '10-180/10' },
    ...{ 'a-0-code': 'Low', 'a-0-from': '0,75', 'a-0-to': '1,25' },
  };

  it('are kept as blocks with cylinders, axes and adds, and say which power is nearest', async () => {
    await saved('C-1', BLOCKS);
    const { contactLens } = await held('C-1');
    expect(contactLens).toMatchObject({
      ...{ bc: 8.5, sph: { min: -6, max: 0, step: 0.25 }, adds: [{ code: 'Low', from: 0.75, to: 1.25 }] },
      powers: [{ sph: { step: 0.25 } }, { sph: { step: 0.5 }, cyl: [-0.75, -1.25] }],
    });
    expect(contactLens!.powers![1]!.axes).toHaveLength(18);
    const made = roubles(await text(`${powers('C-1')}?q-sph=-2,5&q-cyl=-0,75&q-axis=90&q-add=1`));
    expect(made).toContain('−2,50 / −0,75 × 90: такая делается');
    expect(made).toContain('value="10-180/10"');
    const near = roubles(await text(`${powers('C-1')}?q-sph=-2,5&q-cyl=-0,75&q-axis=93&q-add=1`));
    expect(near).toContain('−2,50 / −0,75 × 93: точно такой нет</b>, ближайшая −2,50 / −0,75 × 90, Low');
  });

  it.each([
    ['blocks that meet', { 'c-2-from': '-2', 'c-2-to': '-1' }, 'строки 1 и 3 описывают одни и те же силы'],
    ['a step that does not fit', { 'c-0-step': '0,7' }, 'целое число шагов'],
    ['a plus cylinder', { 'c-1-cyl': '0,75' }, 'цилиндры с минусом'],
    ['axes that are none', { 'c-1-axes': '190' }, 'оси от 1 до 180'],
    ['cylinders without axes', { 'c-1-axes': '' }, 'цилиндры и оси пишут вместе'],
    ['adds that overlap', { 'a-1-code': 'Mid', 'a-1-from': '1', 'a-1-to': '2' }, 'аддидация 2 пересекается'],
  ])('are refused: %s', async (_why, wrong, told) => {
    const answer = await post(powers('C-1'), { ...BLOCKS, ...wrong, act: 'show' });
    expect(answer.status).toBe(422);
    expect(roubles(await answer.text())).toContain(told);
  });
});
