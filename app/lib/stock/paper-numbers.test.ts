import { expect, it } from 'vitest';
import { formatHlc } from '$design/time/hlc.ts';
import { createMemoryStore } from '../storage/local-store.ts';
import { PaperNumbers } from './paper-numbers.ts';

const NOVEMBER = Date.UTC(2026, 10, 21, 12);
const stamp = (wall: number): string => formatHlc({ wall, counter: 0, device: 3 });

/** One at a time by name, as the browser's locks. */
function locks() {
  let last: Promise<unknown> = Promise.resolve();
  const request = (_name: string, run: () => Promise<string>): Promise<string> => {
    const now = last.then(run);
    last = now;
    return now;
  };
  return { request } as unknown as LockManager;
}

it('two tabs of a device that write at once, neither knowing the other’s papers, give out no number twice', async () => {
  const [store, shared] = [createMemoryStore(), locks()];
  const tabs = [new PaperNumbers(store, shared), new PaperNumbers(store, shared)];
  const given = await Promise.all(
    Array.from({ length: 20 }, (_, i) => tabs[i % 2]!.next(stamp(NOVEMBER + i), 'Europe/Moscow', [])),
  );
  expect(given).toEqual(Array.from({ length: 20 }, (_, i) => `3-2611-${String(i + 1).padStart(3, '0')}`));
});

it('a new month begins with one, and what the shop’s papers bear goes before what the device remembers', async () => {
  const numbers = new PaperNumbers(createMemoryStore());
  expect(await numbers.next(stamp(NOVEMBER), 'Europe/Moscow', ['3-2611-009', '4-2611-050'])).toBe('3-2611-010');
  expect(await numbers.next(stamp(NOVEMBER), 'Europe/Moscow', [])).toBe('3-2611-011');
  expect(await numbers.next(stamp(NOVEMBER + 15 * 86_400_000), 'Europe/Moscow', ['3-2611-011'])).toBe('3-2612-001');
});
