import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PriceList, PricePart, ShopPrice } from '../documents/catalogue.ts';
import { priceList as listShape, pricePart } from '../documents/catalogue.ts';
import { partText, planPriceList, PRICES_INLINE, pricesInForce, unfoldPriceList } from './price-list.ts';

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');
const context = { hlc: '1763683200000-0000-0000', digest };
const prices = (count: number): ShopPrice[] =>
  Array.from({ length: count }, (_, i) => ({ sku: `S${i}`, price: 100 + i, from: 5 }));

/** The catalogue database in miniature. */
function held(...plans: readonly { parts: readonly PricePart[] }[]) {
  const parts = new Map(plans.flatMap((plan) => plan.parts.map((part) => [part._id, part])));
  return (id: string, wanted: string) => {
    const part = parts.get(id);
    return part && digest(partText(part)) === wanted ? part : null;
  };
}
const bySku = (list: readonly ShopPrice[] | null) => new Map(list?.map((one) => [one.sku, one]));

describe('a price list as documents', () => {
  it('a short one is a single document, a long one stands in parts; both say the same', () => {
    for (const count of [0, 3, PRICES_INLINE, PRICES_INLINE + 1, 5_000]) {
      const plan = planPriceList('demo-1', prices(count), null, context);
      listShape.parse(plan.list);
      for (const part of plan.parts) pricePart.parse(part);
      expect(plan.parts.length > 0).toBe(count > PRICES_INLINE);
      expect(bySku(unfoldPriceList(plan.list, held(plan)))).toEqual(bySku(prices(count)));
    }
  });

  it('one changed price of 50,000 sends one part again, not the list', () => {
    const all = prices(50_000);
    const first = planPriceList('demo-1', all, null, context);
    const second = planPriceList('demo-1', [...all, { sku: 'S77', price: 1, from: 900 }], first.list, context);
    expect([second.parts.length, second.superseded.length]).toEqual([1, 1]);
    const size = (docs: readonly unknown[]) => JSON.stringify(docs).length;
    expect(size([...second.parts, second.list])).toBeLessThan(size([...first.parts, first.list]) / 30);
    expect(pricesInForce(unfoldPriceList(second.list, held(first, second))!, 900).prices.get('S77')).toBe(1);
  });

  it('is applied whole or not at all: a missing or altered part keeps what was in force', () => {
    const plan = planPriceList('demo-1', prices(2_000), null, context);
    const [one, ...others] = plan.parts as [PricePart, ...PricePart[]];
    expect(unfoldPriceList(plan.list, held({ parts: others }))).toBeNull();
    const altered = { ...one, prices: one.prices.map(([sku, , from]) => [sku, 1, from] as [string, number, number]) };
    expect(unfoldPriceList(plan.list, held({ parts: [altered, ...others] }))).toBeNull();
  });

  it('none is no prices: those of the catalogue stand', () => {
    expect(unfoldPriceList(null, () => null)).toEqual([]);
  });
});

describe('prices of a shop', () => {
  const list = [
    { sku: 'A', price: 10, from: 100 },
    { sku: 'A', price: 30, from: 300 },
    { sku: 'A', price: 20, from: 200 },
    { sku: 'B', price: 5, from: 900 },
  ];
  it('take effect at their instant and say how long they hold', () => {
    expect(pricesInForce(list, 99)).toEqual({ prices: new Map(), since: -Infinity, until: 100 });
    expect(pricesInForce(list, 250)).toEqual({ prices: new Map([['A', 20]]), since: 200, until: 300 });
    expect(pricesInForce(list, 300)).toEqual({ prices: new Map([['A', 30]]), since: 300, until: 900 });
    expect(pricesInForce(list, 900).until).toBe(Infinity);
    expect(pricesInForce([], 900)).toEqual({ prices: new Map(), since: -Infinity, until: Infinity });
  });

  it('of two with one instant, the later in the list counts, also through parts', () => {
    const twice = [...prices(1_000), { sku: 'S3', price: 1, from: 7 }, { sku: 'S3', price: 2, from: 7 }];
    const plan = planPriceList('demo-1', twice, null, context);
    const unfolded = unfoldPriceList(plan.list, held(plan))!;
    expect(pricesInForce(unfolded, 7).prices.get('S3')).toBe(2);
  });

  it('are those of any naive reading, and constant between `since` and `until`', () => {
    const price = fc.record({ sku: fc.constantFrom('A', 'B', 'C'), price: fc.nat(99), from: fc.nat(20) });
    fc.assert(
      fc.property(fc.array(price, { maxLength: 12 }), fc.nat(25), (all, at) => {
        const { prices: now, since, until } = pricesInForce(all, at);
        for (const sku of ['A', 'B', 'C']) {
          const come = all.filter((one) => one.sku === sku && one.from <= at);
          const latest = Math.max(...come.map(({ from }) => from));
          expect(now.get(sku)).toBe(come.filter(({ from }) => from === latest).at(-1)?.price);
        }
        expect(since <= at && at < until).toBe(true);
        for (const other of [since, until - 1].filter(Number.isFinite)) expect(pricesInForce(all, other).prices).toEqual(now);
      }),
    );
  });
});

it('a price list of an earlier program, without parts, is read as it was', () => {
  const list: PriceList = {
    ...planPriceList('demo-1', [], null, context).list,
    prices: [{ sku: 'A', price: 80, from: 1_000 }],
  };
  expect(unfoldPriceList(list, () => null)).toEqual([{ sku: 'A', price: 80, from: 1_000 }]);
});
