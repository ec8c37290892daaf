import fc from 'fast-check';
import { expect, it } from 'vitest';
import { daysLater, PERIODS, spanOf } from '../time/period.ts';
import { figuresByStore, revenueByBar, type DayFigures } from './period-figures.ts';

const figures = fc.record({
  store: fc.constantFrom('a', 'b', 'c'),
  day: fc.integer({ min: 0, max: 800 }).map((n) => daysLater('2025-01-01', n)),
  revenue: fc.integer({ min: -1e7, max: 1e8 }),
  receipts: fc.nat(90),
  syncing: fc.constantFrom([], ['POS-002'], ['POS-001', 'POS-002']),
});
const whole = (one: typeof figures extends fc.Arbitrary<infer T> ? T : never): DayFigures => ({
  ...{ refunds: 0, pending: 0, recovered: 0, byHour: Array<number>(24).fill(0) },
  ...one,
});

it('a period by shop and by bar adds up to its days, whatever their order', () => {
  fc.assert(
    fc.property(fc.array(figures, { maxLength: 60 }), fc.constantFrom(...PERIODS), fc.nat(800), (some, period, n) => {
      const days = some.map(whole);
      const span = spanOf(period, daysLater('2025-01-01', n));
      const within = days.filter(({ day }) => day >= span.from && day <= span.to);
      const sum = (list: Iterable<{ revenue: number }>) => [...list].reduce((total, { revenue }) => total + revenue, 0);
      const stores = figuresByStore(days, span);
      expect(sum(stores.values())).toBe(sum(within));
      expect(sum(revenueByBar(days, period, span))).toBe(sum(within));
      expect(new Set(figuresByStore(days.toReversed(), span).keys())).toEqual(new Set(stores.keys()));
      for (const [store, { revenue, syncing }] of figuresByStore(days.toReversed(), span)) {
        expect(revenue).toBe(stores.get(store)?.revenue);
        expect(syncing).toEqual([...new Set(within.filter((d) => d.store === store).flatMap((d) => d.syncing))].sort());
      }
    }),
  );
});
