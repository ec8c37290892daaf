import { describe, expect, it } from 'vitest';
import { inSlices } from './in-slices.ts';

describe('long work in slices', () => {
  it('lets others go on after ten milliseconds of it, and answers what it comes to', async () => {
    let now = 0;
    const told: string[] = [];
    function* work(): Generator<void, string> {
      for (let step = 1; step <= 5; step += 1) {
        now += 6;
        told.push(`step ${step}`);
        if (step === 2) setImmediate(() => told.push('a request'));
        yield;
      }
      return 'done';
    }
    expect(await inSlices(work(), () => now)).toBe('done');
    expect(told).toEqual(['step 1', 'step 2', 'a request', 'step 3', 'step 4', 'step 5']);
  });

  it('throws what the work throws', async () => {
    // eslint-disable-next-line require-yield -- it fails before its first pause
    function* work(): Generator<void, void> {
      throw new Error('a piece is missing');
    }
    await expect(inSlices(work())).rejects.toThrow('a piece is missing');
  });
});
