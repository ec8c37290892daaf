import { describe, expect, it } from 'vitest';
import type { Settings } from '$design/documents/catalogue.ts';
import { couponDocument, promotionOf } from '../../../tests/factories/promotions.ts';
import { PricingStore } from './pricing.store.svelte.ts';

const gift = promotionOf('gift', { kind: 'receipt-sum', sum: 500_00 }, { byCoupon: true });
const over = promotionOf('over', { kind: 'percent', percent: 10_00 }, { active: false });
const once = couponDocument('GIFT-', gift, { prefix: true, once: true });
const many = couponDocument('MANY', gift);

function till(answer: (() => Promise<{ code: string; uses: number; spent: boolean }>) | null, sales: object[] = []) {
  const documents: Record<string, object[]> = { promotion: [gift, over], coupon: [once, many], sale: sales, 'sale-void': [] };
  const asked: string[] = [];
  const disk = { broken: false };
  let changes = 0;
  const store = new PricingStore({
    databases: {
      range: (_name, from) =>
        disk.broken && from.startsWith('sale:')
          ? Promise.reject(new Error('disk'))
          : Promise.resolve((documents[from.split(':')[0]!] ?? []) as never),
    },
    facts: { names: () => ['sales-demo-1-202611'] },
    client: {
      coupon: (code) => {
        asked.push(code);
        return answer?.() ?? Promise.reject(new Error('offline'));
      },
    },
    onChanged: () => (changes += 1),
  });
  return { store, asked, documents, disk, changes: () => changes };
}
const free = () => Promise.resolve({ code: 'GIFT-1', uses: 0, spent: false });
const taken = () => Promise.resolve({ code: 'GIFT-1', uses: 1, spent: true });

describe('the rules of prices on a device', () => {
  it('are what the catalogue holds of promotions in force, of coupons all, and the shop’s own settings', async () => {
    const { store, changes } = till(null);
    await store.load();
    store.settled({ store: 'demo-1', timeZone: 'Asia/Omsk', rounding: 100 } as Settings);
    const { promotions, coupons, timeZone, rounding } = store.rules;
    expect([promotions, coupons.length, timeZone, rounding, changes()]).toEqual([[gift], 2, 'Asia/Omsk', 100, 2]);
  });

  it('ask the server about counted coupons alone, and believe it', async () => {
    const ok = till(free);
    await ok.store.load();
    await ok.store.ask('MANY');
    await ok.store.ask('GIFT-1');
    expect([ok.asked, [...ok.store.rules.confirmed]]).toEqual([['GIFT-1'], ['GIFT-1']]);
    const no = till(taken);
    await no.store.load();
    await no.store.ask('GIFT-1');
    expect([...no.store.rules.spent]).toEqual(['GIFT-1']);
  });

  it('neither confirm nor refuse a code while nobody answers, but for one that was used on this device', async () => {
    const away = till(null);
    await away.store.load();
    await away.store.ask('GIFT-1');
    expect([away.store.rules.confirmed.size, away.store.rules.spent.size]).toEqual([0, 0]);
    const known = till(null, [{ _id: 'sale:1', coupons: ['GIFT-1'] }]);
    await known.store.load();
    await known.store.ask('GIFT-1');
    expect([...known.store.rules.spent]).toEqual(['GIFT-1']);
    const voided = till(null, [{ _id: 'sale:1', coupons: ['GIFT-1'] }]);
    voided.documents['sale-void'] = [{ sale: 'sale:1' }];
    await voided.store.load();
    await voided.store.ask('GIFT-1');
    expect(voided.store.rules.spent.size).toBe(0);
  });

  it('know a single-use code as used from the sale on, without asking', async () => {
    const { store } = till(free);
    await store.load();
    await store.ask('GIFT-1');
    store.used(['GIFT-1', 'MANY']);
    expect([[...store.rules.confirmed], [...store.rules.spent]]).toEqual([[], ['GIFT-1']]);
  });

  it('let a single-use code go again when the sale that used it was voided, without a reload', async () => {
    for (const answer of [null, free]) {
      const { store, documents } = till(answer, [{ _id: 'sale:1', coupons: ['GIFT-1'] }]);
      await store.load();
      store.used(['GIFT-1']);
      await store.voided(['GIFT-1']);
      expect([...store.rules.spent]).toEqual(['GIFT-1']);
      documents['sale-void'] = [{ sale: 'sale:1' }];
      await store.voided(['GIFT-1']);
      expect([store.rules.spent.size, store.rules.confirmed.has('GIFT-1')]).toEqual([0, answer !== null]);
    }
  });

  it('keep a code spent that the server calls spent, though its sale here was voided', async () => {
    const { store, documents } = till(taken, [{ _id: 'sale:1', coupons: ['GIFT-1'] }]);
    await store.load();
    documents['sale-void'] = [{ sale: 'sale:1' }];
    await store.ask('GIFT-1');
    expect([...store.rules.spent]).toEqual(['GIFT-1']);
  });

  it('confirm nothing that this device could not look up itself: the offline limit holds', async () => {
    const { store, disk } = till(free, [{ _id: 'sale:1', coupons: ['GIFT-1'] }]);
    await store.load();
    disk.broken = true;
    await store.ask('GIFT-1');
    expect([store.rules.confirmed.size, store.rules.spent.size]).toEqual([0, 0]);
    disk.broken = false;
    await store.ask('GIFT-1');
    disk.broken = true;
    await store.ask('GIFT-1');
    expect([...store.rules.spent]).toEqual(['GIFT-1']);
  });
});
