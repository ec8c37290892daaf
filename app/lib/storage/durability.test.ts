import { afterEach, expect, it, vi } from 'vitest';
import { forceStrictDurability } from './durability.ts';

afterEach(() => vi.unstubAllGlobals());

it('asks for strict durability where money is written, and nowhere else (design §5)', () => {
  const asked: [string, IDBTransactionMode | undefined, IDBTransactionOptions | undefined][] = [];
  class FakeDatabase {
    readonly name: string;
    constructor(name: string) {
      this.name = name;
    }
    transaction(_stores: string, mode?: IDBTransactionMode, options?: IDBTransactionOptions): void {
      asked.push([this.name, mode, options]);
    }
  }
  vi.stubGlobal('IDBDatabase', FakeDatabase);
  forceStrictDurability((name) => name.startsWith('_pouch_sales-'));
  const [money, other] = [new FakeDatabase('_pouch_sales-demo-1-202611'), new FakeDatabase('_pouch_catalog')];
  money.transaction('by-sequence', 'readwrite');
  money.transaction('by-sequence', 'readonly');
  other.transaction('by-sequence', 'readwrite');
  expect(asked).toEqual([
    ['_pouch_sales-demo-1-202611', 'readwrite', { durability: 'strict' }],
    ['_pouch_sales-demo-1-202611', 'readonly', undefined],
    ['_pouch_catalog', 'readwrite', undefined],
  ]);
});
