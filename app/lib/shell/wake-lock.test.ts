import { describe, expect, it } from 'vitest';
import { WakeLock, type WakeLocks } from './wake-lock.ts';

function device() {
  let held = 0;
  let asked = 0;
  let taken: () => void = () => undefined;
  const locks: WakeLocks = {
    request() {
      held += 1;
      asked += 1;
      let on = true;
      const release = () => {
        if (on) held -= 1;
        on = false;
        return Promise.resolve();
      };
      return Promise.resolve({
        release,
        addEventListener: (_type: string, listener: () => void) => {
          taken = () => {
            void release();
            listener();
          };
        },
      });
    },
  };
  return { locks, held: () => held, asked: () => asked, hide: () => taken() };
}

describe('the screen stays on while somebody sells', () => {
  it('is asked for once however often it is wanted', async () => {
    const { locks, held, asked } = device();
    const lock = new WakeLock(locks);
    await Promise.all([lock.want(true), lock.want(true)]);
    await lock.want(true);
    expect([held(), asked()]).toEqual([1, 1]);
  });
  it('is asked for again after the page was hidden', async () => {
    const { locks, held, hide } = device();
    const lock = new WakeLock(locks);
    await lock.want(true);
    hide();
    await lock.want(true);
    expect(held()).toBe(1);
  });
  it('goes when the till is locked, even while it is being asked for', async () => {
    const { locks, held } = device();
    const lock = new WakeLock(locks);
    await Promise.all([lock.want(true), lock.want(false)]);
    expect(held()).toBe(0);
  });
  it('does nothing where the device cannot', async () => {
    await expect(new WakeLock(null).want(true)).resolves.toBeUndefined();
    await expect(new WakeLock({ request: () => Promise.reject(new Error('low battery')) }).want(true)).resolves.toBeUndefined();
  });
});
