import { describe, expect, it } from 'vitest';
import { onePress, SAME_PRESS } from './one-press.ts';

describe('one press, one action', () => {
  it('a double click acts once', () => {
    const press = onePress();
    expect(press.accepts({ detail: 1, timeStamp: 0 })).toBe(true);
    expect(press.accepts({ detail: 2, timeStamp: 500 })).toBe(false);
  });
  it('the second click of a double click does not act on the button that came under it', () =>
    expect(onePress().accepts({ detail: 2, timeStamp: 0 })).toBe(false));
  it('two taps at once act once, two in a while act twice', () => {
    const press = onePress();
    expect([0, SAME_PRESS - 1, SAME_PRESS].map((timeStamp) => press.accepts({ detail: 1, timeStamp }))).toEqual([
      true,
      false,
      true,
    ]);
  });
  it('nothing more is accepted while the action runs, whether it ends well or not', async () => {
    const press = onePress();
    for (const outcome of [Promise.resolve(), Promise.reject(new Error('no paper'))]) {
      press.began(outcome);
      expect(press.accepts({ detail: 1, timeStamp: 10_000 })).toBe(false);
      await outcome.catch(() => null);
    }
    expect(press.accepts({ detail: 1, timeStamp: 20_000 })).toBe(true);
  });
});
