import { expect, it } from 'vitest';
import { html } from './html.ts';
import { leftPart, stoodPart } from './import.left.part.ts';

const stood = (n: number) => ({ sku: `S-${n}`, why: 'stands' as const, lies: n, expected: 0, orders: 0 });

it('names what stays on sale, and why: on a shelf, on its way, promised, or worked on by hand', () => {
  const named = [
    { sku: 'A', why: 'stands' as const, lies: 3, expected: 10, orders: 2 },
    { sku: 'B', why: 'edited' as const, lies: 0, expected: 0, orders: 0 },
  ];
  const { text } = html`${stoodPart('Останутся в продаже', 'Почему.', { count: 2, named }, { A: 'Оправа <Ray>' })}`;
  expect(text).toContain('Останутся в продаже: 2 товара');
  expect(text).toMatch(/Оправа &lt;Ray&gt;<\/a>[^:]*A<\/span>: лежит 3 шт\., едет от поставщика 10 шт\., в заказах клиентов: 2/);
  expect(text).toMatch(/B<\/span>: карточку с тех пор правили вручную/);
});

it('of many names the first fifty and counts the others; of none says nothing', () => {
  const named = Array.from({ length: 60 }, (_, n) => stood(n + 1));
  const { text } = html`${stoodPart('Останутся', '', { count: 1_234, named }, {})}`;
  expect([text.includes('S-50'), text.includes('S-51'), text.includes('и ещё 1184')]).toEqual([true, false, true]);
  expect([stoodPart('Останутся', '', { count: 0, named: [] }, {}), stoodPart('', '', undefined, {}), leftPart(0, [], {})]).toEqual([null, null, null]); // prettier-ignore
});

it('says which fields stay as somebody changed them since', () => {
  const { text } = html`${leftPart(2, [{ sku: 'A', field: 'price' }, { sku: 'A', field: 'archived' }], { A: 'Оправа' })}`; // prettier-ignore
  expect(text).toContain('останется так: 2');
  expect(text).toMatch(/A<\/span>: цена<\/li>/);
  expect(text).toMatch(/A<\/span>: архив<\/li>/);
});
