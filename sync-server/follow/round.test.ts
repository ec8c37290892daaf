import { expect, it, vi } from 'vitest';
import { startRound } from './round.ts';

it('rounds of the clock and those that are asked for go one at a time; one that fails is told and the next goes on', async () => {
  vi.useFakeTimers();
  try {
    const told: string[] = [];
    const seen: (string | undefined)[] = [];
    let under = 0;
    const round = startRound<'all' | 'due'>({
      what: 'test',
      every: 1_000,
      log: (_level, event, more) => void told.push(`${event} ${String(more?.['why'])}`),
      async work(how) {
        expect((under += 1)).toBe(1);
        await Promise.resolve();
        under -= 1;
        seen.push(how);
        if (how === 'due') throw new Error('no room');
      },
    });
    const asked = [round.run('all'), round.run('due').catch((error: Error) => error.message), round.run('all')];
    expect(await Promise.all(asked)).toEqual([undefined, 'no room', undefined]);
    await vi.advanceTimersByTimeAsync(2_000);
    await round.settled();
    expect(seen).toEqual(['all', 'due', 'all', undefined, undefined]);
    expect(told).toEqual(['test-failed no room']);
    await round.stop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(seen).toHaveLength(5);
  } finally {
    vi.useRealTimers();
  }
});
