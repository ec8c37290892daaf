import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priceByType, priceType, typeOfShop, withTypePrice, type PriceType } from './price-type.ts';

const AIRPORT: PriceType = { name: 'Аэропорт', rule: { percent: 15, rounding: 'ninety' } };
const NAMED: PriceType = { name: 'Регионы', rule: null };
const frame = { kind: 'frame', price: 10_000_00, archived: false } as const;

describe('a price type', () => {
  it.each([
    ['makes its price of the common one', frame, AIRPORT, 11_490_00],
    ['yields to the price that an article has by it', { ...frame, typePrices: { Аэропорт: 9_000_00 } }, AIRPORT, 9_000_00],
    ['without a rule leaves the common price', frame, NAMED, null],
    ['without a rule is the prices that are written', { ...frame, typePrices: { Регионы: 0 } }, NAMED, 0],
    ['of another name says nothing', { ...frame, typePrices: { Регионы: 1 } }, AIRPORT, 11_490_00],
    ['leaves lenses alone: they cost by their powers', { ...frame, kind: 'lens' }, AIRPORT, null],
    ['says nothing of what is archived', { ...frame, archived: true }, AIRPORT, null],
    ['says nothing where its rule makes the same price', { ...frame, price: 0 }, AIRPORT, null],
  ] as const)('%s', (_what, article, type, price) => expect(priceByType(article, type)).toBe(price));

  it('is the one of the shop; a shop that names none, or one that is gone, sells at the common prices', () => {
    const types = { types: [AIRPORT], shops: { 'svo-1': 'Аэропорт', 'svo-2': 'Закрытый' } };
    expect(['svo-1', 'svo-2', 'msk-1'].map((store) => typeOfShop(types, store)?.name)).toEqual([
      'Аэропорт',
      undefined,
      undefined,
    ]);
  });

  it('has a name that can stand in a list and an address', () => {
    for (const name of ['Аэропорт', 'Сеть 2 (север)', 'Б'])
      expect(priceType.safeParse({ name, rule: null }).success, name).toBe(true);
    for (const name of ['', ' Аэропорт', 'а'.repeat(41), '<b>', '__proto__', 'a\nb'])
      expect(priceType.safeParse({ name, rule: null }).success, name).toBe(false);
  });

  it('prices are set and taken out one by one', () => {
    const names = fc.constantFrom('А', 'Б', 'В');
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.option(fc.nat(), { nil: null }))), (edits) => {
        const held = edits.reduce<Record<string, number>>((prices, [name, price]) => withTypePrice(prices, name, price), {});
        for (const name of ['А', 'Б', 'В']) expect(held[name] ?? null).toBe(edits.findLast(([one]) => one === name)?.[1] ?? null);
      }),
    );
  });
});
