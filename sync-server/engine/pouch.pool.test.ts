import { describe, expect, it } from 'vitest';
import { createPouchPool, type Pouch } from './pouch.pool.ts';

/** Databases that note what happens to them. */
function noted() {
  const events: string[] = [];
  const open = (location: string): Promise<Pouch> => {
    events.push(`open ${location}`);
    const close = (): Promise<void> => Promise.resolve(void events.push(`close ${location}`));
    return Promise.resolve({ close } as unknown as Pouch);
  };
  return { events, open };
}
const nothing = (): Promise<void> => Promise.resolve();
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the pool of open databases', () => {
  it('closes the one longest unused, and opens it again when it is used', async () => {
    const { events, open } = noted();
    const pool = createPouchPool(2, open);
    for (const name of ['a', 'b', 'a', 'c', 'b']) await pool.use(name, nothing);
    await settled();
    expect(events.slice(0, 4)).toEqual(['open a', 'open b', 'open c', 'close b']);
    expect(events.slice(4).sort()).toEqual(['close a', 'open b']);
    expect(pool.openCount()).toBe(2);
  });

  it('never closes one in use, though more are open than it wants', async () => {
    const { events, open } = noted();
    const pool = createPouchPool(1, open);
    const ends: (() => void)[] = [];
    const users = ['a', 'b', 'c'].map((name) => pool.use(name, () => new Promise<void>((resolve) => ends.push(resolve))));
    await settled();
    expect(events).toEqual(['open a', 'open b', 'open c']);
    for (const end of ends) end();
    await Promise.all(users);
    await settled();
    expect(pool.openCount()).toBe(1);
    expect(events.filter((event) => event.startsWith('close'))).toHaveLength(2);
  });

  it('opens again only when the closing is done', async () => {
    const events: string[] = [];
    const closers = new Map<string, () => void>();
    const pool = createPouchPool(1, (location) => {
      events.push(`open ${location}`);
      const close = (): Promise<void> =>
        new Promise((resolve) => closers.set(location, () => (events.push(`closed ${location}`), resolve())));
      return Promise.resolve({ close } as unknown as Pouch);
    });
    await pool.use('a', nothing);
    await pool.use('b', nothing);
    await settled();
    const again = pool.use('a', nothing);
    await settled();
    expect(events).toEqual(['open a', 'open b']);
    closers.get('a')!();
    await again;
    expect(events).toEqual(['open a', 'open b', 'closed a', 'open a']);
  });

  it('tries again after a database that did not open', async () => {
    let broken = true;
    const { open } = noted();
    const pool = createPouchPool(1, (location) => (broken ? Promise.reject(new Error('no disk')) : open(location)));
    await expect(pool.use('a', nothing)).rejects.toThrow('no disk');
    broken = false;
    await pool.use('a', nothing);
    expect(pool.openCount()).toBe(1);
  });
});
