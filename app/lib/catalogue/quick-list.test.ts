import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../storage/local-store.ts';
import { MOST_PINNED, QuickList } from './quick-list.ts';

describe('articles at hand', () => {
  it('stay pinned over a reload, in the order that the cashier gave them', () => {
    const store = createMemoryStore();
    const list = new QuickList(store);
    for (const sku of ['A', 'B', 'C']) list.toggle(sku);
    list.move('C', -1);
    list.move('A', -1);
    list.toggle('A');
    expect(new QuickList(store).pinned).toEqual(['C', 'B']);
  });
  it('are no more than two screens of tiles', () => {
    const list = new QuickList(createMemoryStore());
    for (let i = 0; i < MOST_PINNED; i += 1) expect(list.toggle(`${i}`)).toBe(true);
    expect(list.toggle('more')).toBe(false);
    expect(list.pinned).toHaveLength(MOST_PINNED);
  });
  it('tell what was added last, each once', () => {
    const store = createMemoryStore();
    const list = new QuickList(store);
    for (const sku of ['A', 'B', 'A']) list.used(sku);
    expect(new QuickList(store).recent).toEqual(['A', 'B']);
  });
});
