import { expect, it } from 'vitest';
import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import type { DraftFrame } from '$design/orders/pair-draft.ts';
import { family } from '../../../tests/factories/lenses.ts';
import { EMPTY_PAIR, OrderForm } from './order-form.svelte.ts';
import type { KeptOrder } from './kept-orders.ts';
import type { OrdersModel } from './orders.model.ts';

const service = (sku: string, name: string): CatalogueEntry => family({}, { sku, name, kind: 'service' });
const PLAIN = service('W-1', 'Изготовление очков: ободковая оправа');
const HALF = service('W-2', 'Изготовление очков: полуободковая оправа');
const CHECK = service('W-3', 'Проверка зрения');

const own = (rim: 'full' | 'half'): DraftFrame => ({
  ...{ whose: 'own', description: 'Её оправа', condition: ['good'], note: null, value: null },
  sizes: { a: null, b: null, ed: null, dbl: null, temple: null, rim },
});

function formOf(kept?: KeptOrder): OrderForm {
  const orders = { kept: { newId: () => 'form-1' }, services: () => Promise.resolve([CHECK, HALF, PLAIN]) };
  return new OrderForm(orders as unknown as OrdersModel, {
    ...{ order: null, pair: 'A', prismName: 'Призма' },
    kept: kept ?? null,
  });
}
const workOf = (form: OrderForm) => form.draft.work.map(({ sku }) => sku);

it('the making follows the frame until a person says what is to be done', async () => {
  const form = formOf();
  await form.suggestWork();
  expect(workOf(form)).toEqual(['W-1']);
  form.setFrame(own('half'));
  expect(workOf(form)).toEqual(['W-2']);
  form.toggleWork(CHECK);
  form.setFrame(own('full'));
  expect(workOf(form)).toEqual(['W-2', 'W-3']);
});

it('a form that goes on keeps the work that somebody chose, none included', async () => {
  const kept = (work: readonly CatalogueEntry[]): KeptOrder => ({
    ...{ id: 'form-1', client: null, options: [], day: null, because: '', at: 0 },
    draft: { ...EMPTY_PAIR, frame: own('half'), work },
  });
  for (const work of [[PLAIN], [HALF, CHECK], []]) {
    const form = formOf(kept(work));
    await form.suggestWork();
    form.setFrame(own('full'));
    expect(workOf(form)).toEqual(work.map(({ sku }) => sku));
  }
  const untouched = formOf(kept([HALF]));
  await untouched.suggestWork();
  untouched.setFrame(own('full'));
  expect(workOf(untouched)).toEqual(['W-1']);
});
