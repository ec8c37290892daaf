import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  monthState,
  openMonths,
  parseDatabaseName,
  resultIdOf,
  salesDatabase,
  salesDatabaseOf,
  storeDatabase,
} from './databases.ts';

const MOSCOW = 'Europe/Moscow';

describe('databases', () => {
  it('reads back the names it makes, and refuses all others', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z][a-z0-9-]{0,30}$/),
        fc.integer({ min: 2020, max: 2099 }),
        fc.integer({ min: 1, max: 12 }),
        (store, y, m) => {
          const month = `${y}${String(m).padStart(2, '0')}`;
          expect(parseDatabaseName(salesDatabase(store, month))).toEqual({ kind: 'sales', store, month });
          expect(parseDatabaseName(storeDatabase(store))).toEqual({ kind: 'store', store, month: null });
        },
      ),
    );
    for (const bad of [
      '',
      '_users',
      'sales-demo-1-202613',
      'sales-demo-1',
      'store-',
      'store-Demo',
      '../control',
      'store-a/b',
      'sales--202601',
    ]) {
      expect(parseDatabaseName(bad), bad).toBeNull();
    }
  });

  it("files everything of a shift under the month of the shift's opening", () => {
    const openedAt = Date.UTC(2026, 10, 30, 9);
    const afterMidnight = `${Date.UTC(2026, 10, 30, 22)}-0000-0001`;
    expect(salesDatabaseOf({ store: 'demo-1', hlc: afterMidnight, shift: { openedAt } }, MOSCOW)).toBe('sales-demo-1-202611');
    expect(salesDatabaseOf({ store: 'demo-1', hlc: afterMidnight }, MOSCOW)).toBe('sales-demo-1-202612');
  });

  it.each([
    ['Europe/Kaliningrad', 2],
    ['Europe/Moscow', 3],
    ['Asia/Yekaterinburg', 5],
    ['Asia/Kamchatka', 12],
  ])('keeps a shift that spans the midnight of New Year in December, and begins January at that midnight: %s', (zone, offset) => {
    const midnight = Date.UTC(2027, 0, 1) - offset * 3_600_000;
    const of = (openedAt: number, at = openedAt) =>
      salesDatabaseOf({ store: 'demo-1', hlc: `${at}-0000-0001`, shift: { openedAt } }, zone);
    expect(of(midnight - 1, midnight + 86_400_000)).toBe('sales-demo-1-202612');
    expect(of(midnight)).toBe('sales-demo-1-202701');
  });

  it('has a month database for the wildest clock', () => {
    for (const openedAt of [0, 8.64e15 + 1, Number.MAX_SAFE_INTEGER]) {
      const name = salesDatabaseOf({ store: 'demo-1', hlc: '', shift: { openedAt } }, 'Asia/Kamchatka');
      expect(parseDatabaseName(name), name).toMatchObject({ kind: 'sales' });
    }
  });

  it('takes an older month that it has held, and knows others as wrong', () => {
    const state = (month: string, held: boolean) => monthState(month, { now: Date.UTC(2026, 11, 15), timeZone: MOSCOW, held });
    expect([state('202702', false), state('202610', true), state('202610', false), state('202703', true)]).toEqual([
      'open',
      'late',
      'wrong',
      'wrong',
    ]);
  });

  it('keeps last month to two ahead open', () => {
    expect(openMonths(Date.UTC(2026, 11, 15), MOSCOW)).toEqual(['202611', '202612', '202701', '202702']);
  });

  it('names the result of a sale after its key', () => {
    expect(resultIdOf('sale:1763683200000-0000-0001')).toBe('fiscal-result:1763683200000-0000-0001');
  });
});
