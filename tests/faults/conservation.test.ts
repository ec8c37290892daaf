import fc from 'fast-check';
import { expect, it } from 'vitest';
import { newBooks } from './conservation/books.ts';
import { COMMANDS } from './conservation/till-commands.ts';
import type { Real } from './conservation/till-commands.ts';
import { Day } from './crash/day.ts';
import { CrashShop } from './crash/shop.ts';
import { verdict } from './crash/verdict.ts';
import { SOAK } from './seeded.ts';

it(
  'whatever a shop does and suffers, totals, drawer, counters, lists, buffer and refundable quantities are those of its books',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(COMMANDS, { maxCommands: 40, size: 'max' }), async (commands) => {
        const shop = new CrashShop();
        const real: Real = {
          order: 'register stays on',
          day: new Day(
            shop,
            mending(() => real.order),
          ),
        };
        const model = newBooks();
        shop.operator.closed = true;
        try {
          await shop.start();
          await fc.asyncModelRun(() => ({ model, real }), commands);
          shop.operator.closed = false;
          shop.device.disarm();
          await real.day.deliver();
          // A kill that was set and never came would strike down what looks the shop over.
          shop.armCrash(() => false);
          real.day.till.cash = model.open ? model.drawer * 100 : Number.NaN;
          expect(await verdict(shop, real.day)).toEqual([]);
        } finally {
          await shop.stop();
        }
      }),
      { numRuns: SOAK ? 1_000 : 30, endOnFailure: true },
    );
  },
  SOAK ? 7_200_000 : 600_000,
);

/** Every crash keeps the journal here; how power comes back is drawn with it. */
const mending = (order: () => Real['order']): ConstructorParameters<typeof Day>[1] => ({
  get order() {
    return order();
  },
  journal: 'as it was',
  backup: () => null,
});
