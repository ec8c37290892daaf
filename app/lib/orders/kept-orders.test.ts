import { describe, expect, it } from 'vitest';
import { detailsOf, type PairDraft } from '$design/orders/pair-draft.ts';
import { replayOrder } from '$design/folds/order.ts';
import { DAY } from '$design/time/clock.ts';
import { formatHlc } from '$design/time/hlc.ts';
import { family } from '../../../tests/factories/lenses.ts';
import { eventsOf, makeOrder, pairOf } from '../../../tests/factories/order-events.ts';
import { createMemoryStore } from '../storage/local-store.ts';
import { EMPTY_PAIR, OrderForm } from './order-form.svelte.ts';
import { isWritten, KeptOrders, skusOf, soldToday } from './kept-orders.ts';
import type { OrdersModel } from './orders.model.ts';

const NOW = Date.UTC(2026, 10, 21, 9);
const ANNA = { id: 'client:1', name: 'Орлова Анна' };
const LENS = { entry: family(), options: ['HMC'], stock: false };
const draft: PairDraft = { ...EMPTY_PAIR, prescription: pairOf().prescription, od: LENS, os: LENS };

function device() {
  const store = createMemoryStore();
  const clock = { at: NOW };
  let ids = 0;
  const deps = { store, now: () => clock.at, uuid: () => `form-${(ids += 1)}` };
  /** The program starts anew over what the device remembers. */
  const open = () => new KeptOrders(deps);
  const form = (kept = open(), place: OrdersModel['place'] = () => Promise.resolve({ code: 'STORE_UNAVAILABLE' })) =>
    new OrderForm({ kept, place } as unknown as OrdersModel, { order: null, pair: 'A', prismName: 'Призма' });
  return { clock, open, form };
}

describe('a new order that is not written yet (issue 6)', () => {
  it('is kept as the hands left it, over a reload; one that nobody touched is not', () => {
    const { open, form } = device();
    const begun = form();
    begun.keep();
    expect(open().all()).toEqual([]);
    begun.client = ANNA;
    begun.set(draft);
    begun.options = ['HMC'];
    begun.keep();
    expect(open().all()).toMatchObject([{ client: ANNA, draft: { od: { options: ['HMC'] } }, options: ['HMC'], at: NOW }]);
    const [kept] = open().all();
    const again = new OrderForm({ kept: open() } as unknown as OrdersModel, {
      order: null,
      pair: 'A',
      prismName: 'Призма',
      kept: kept!,
    });
    expect([again.client, again.draft, again.total]).toEqual([ANNA, draft, begun.total]);
    again.because = 'просила позже';
    again.keep();
    expect(open().all()).toHaveLength(1);
  });

  it('is forgotten when it is thrown away, and when it was written; not when it was refused', async () => {
    const { open, form } = device();
    const thrown = form();
    thrown.keep();
    thrown.client = ANNA;
    thrown.keep();
    thrown.drop();
    thrown.keep();
    expect(open().all()).toEqual([]);
    const held = { order: makeOrder('1', []), view: replayOrder([]) };
    const answers = [{ code: 'STORE_UNAVAILABLE' as const }, { order: held }];
    const written = form(open(), () => Promise.resolve(answers.shift()!));
    written.keep();
    written.client = ANNA;
    written.keep();
    expect(await written.save(false)).toBeNull();
    expect(open().all()).toHaveLength(1);
    expect(await written.save(false)).toBe('order:1');
    expect(open().all()).toEqual([]);
  });

  it('is forgotten after a week, and the device remembers no more than ten', () => {
    const { clock, open } = device();
    const keep = (id: string) => open().keep({ id, client: ANNA, draft, options: [], day: null, because: '' });
    for (let n = 0; n < 12; n += 1) keep(`form-${n}`);
    expect(
      open()
        .all()
        .map(({ id }) => id),
    ).toEqual(Array.from({ length: 10 }, (_, n) => `form-${11 - n}`));
    clock.at += 7 * DAY;
    expect(open().all()).toEqual([]);
  });

  it('whose device died between the writing and the forgetting is not offered: the glasses would be made twice', () => {
    const kept = { id: '1', client: ANNA, draft, options: [], day: null, because: '', at: NOW };
    const orderAt = (wall: number, client = ANNA.id) => {
      const set = detailsOf(draft);
      const events = eventsOf({ kind: 'pair', pair: 'A', over: null, set });
      return { order: makeOrder(formatHlc({ wall, counter: 0, device: 1 }), events, { client }), view: replayOrder(events) };
    };
    expect(isWritten(kept, [orderAt(NOW + 1)])).toBe(true);
    expect(isWritten(kept, [orderAt(NOW - DAY), orderAt(NOW + 1, 'client:2')])).toBe(false);
  });

  it('goes on with the articles of today: another price, and without what is not sold any more', () => {
    const frame = family({}, { sku: 'FRAME-1', kind: 'frame' });
    const work = family({}, { sku: 'WORK-1', kind: 'service' });
    const whole: PairDraft = { ...draft, frame: { whose: 'ours', entry: frame }, work: [work] };
    expect(skusOf(whole)).toEqual(['FRAME-1', 'HOY-1001', 'WORK-1']);
    const today = soldToday(whole, [family({}, { price: 1 }), work]);
    expect(today).toMatchObject({ frame: null, od: { entry: { price: 1 }, options: ['HMC'] }, work: [{ sku: 'WORK-1' }] });
  });
});
