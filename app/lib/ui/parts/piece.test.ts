import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fetchPiece, untilHere } from './piece.ts';

/** A piece that cannot be fetched the first `failures` times. */
function piece(failures: number) {
  let asked = 0;
  const load = () => {
    asked += 1;
    return asked <= failures
      ? Promise.reject(new TypeError('Failed to fetch dynamically imported module'))
      : Promise.resolve('here');
  };
  return { load, asked: () => asked };
}

describe('a piece of the program that loads when it is wanted', () => {
  const reported: unknown[] = [];
  beforeEach(() => {
    reported.length = 0;
    vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('is asked for once more before anybody is told', async () => {
    const once = piece(1);
    await expect(fetchPiece(once.load)).resolves.toBe('here');
    expect([once.asked(), reported]).toEqual([2, []]);
  });

  it('a damaged cache: a person is told, the diagnostics know, and the next press asks again', async () => {
    const gone = piece(2);
    await expect(fetchPiece(gone.load)).rejects.toThrow('Failed to fetch');
    expect([gone.asked(), reported.length]).toEqual([2, 1]);
    await expect(fetchPiece(gone.load)).resolves.toBe('here');
  });

  it('is fetched until it is here where nobody pressed for it', async () => {
    vi.useFakeTimers();
    const late = piece(3);
    const here = untilHere(late.load);
    await vi.advanceTimersByTimeAsync(60_000);
    await expect(here).resolves.toBe('here');
    expect(late.asked()).toBe(4);
  });
});
