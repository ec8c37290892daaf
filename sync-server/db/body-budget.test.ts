import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBodyBudget } from './body-budget.ts';

const KB = 1_024;
const here = new AbortController().signal;
/** Whether a promise is settled by now, all microtasks done. */
async function settled(work: Promise<unknown>): Promise<boolean> {
  let done = false;
  void work.then(
    () => (done = true),
    () => (done = true),
  );
  await new Promise((resolve) => setImmediate(resolve));
  return done;
}

describe('the room for bodies', () => {
  it('is never more than it is, whoever comes and goes, and everybody gets it in the end', async () => {
    const step = fc.oneof(
      fc.record({ take: fc.integer({ min: 1, max: 1_500 }) }),
      fc.record({ give: fc.nat(10) }),
      fc.record({ leave: fc.nat(10) }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const budget = createBodyBudget(1_000 * KB);
        const entries: { give: Promise<(() => void) | null>; gone: AbortController }[] = [];
        for (const one of steps) {
          if ('take' in one) {
            const gone = new AbortController();
            entries.push({ give: budget.take(one.take * KB, gone.signal).catch(() => null), gone });
          } else if ('give' in one) {
            const entry = entries[one.give];
            if (entry && (await settled(entry.give))) (await entry.give)?.();
          } else entries[one.leave]?.gone.abort();
          expect(budget.inUse()).toBeLessThanOrEqual(1_000 * KB);
        }
        for (const { give } of entries) (await give)?.();
        expect(budget.inUse()).toBe(0);
      }),
    );
  });

  it('lets what a till sells pass a full house', async () => {
    const budget = createBodyBudget(1_000 * KB);
    await budget.take(1_000 * KB, here);
    expect(await settled(budget.take(600 * KB, here))).toBe(false);
    expect(await settled(budget.take(200 * KB, here))).toBe(true);
  });
});
