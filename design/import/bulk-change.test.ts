import { describe, expect, it } from 'vitest';
import { bulkChange } from './bulk-change.ts';

const frame = { sku: 'RB-1', price: 100_00, cost: 60_00, vat: 'none', brand: 'Ray Ban', archived: false } as const;

describe('an edit of many articles', () => {
  it('says what was before, and only of fields that change', () => {
    expect(bulkChange(frame, { brand: 'Ray-Ban', price: 100_00 })).toEqual({
      ...{ sku: 'RB-1', row: 0, what: 'update', stock: null, held: [] },
      ...{ before: { brand: 'Ray Ban' }, after: { brand: 'Ray-Ban' } },
    });
    expect(bulkChange(frame, { brand: 'Ray Ban', archived: false })).toBeNull();
    expect(bulkChange(frame, { vatPlan: [] })?.held).toEqual([]);
  });

  it.each([
    ['a fifth up (E-37)', { price: 120_00 }, []],
    ['more than a fifth up (E-37)', { price: 120_01 }, ['PRICE_JUMP']],
    ['a nought too few (E-36, E-37)', { price: 10_00 }, ['PRICE_JUMP', 'COST_OVER_PRICE']],
    ['another rate (E-34)', { vat: '22' }, ['VAT_CHANGED']],
    ['another rate to come (E-34)', { vatPlan: [{ from: '2027-01-01', vat: '22' }] }, ['VAT_CHANGED']],
    ['for nothing (E-33)', { price: 0 }, ['PRICE_JUMP', 'COST_OVER_PRICE', 'PRICE_ZERO']],
    ['into the archive', { archived: true }, []],
  ] as const)('is held as a supplier’s file is: %s', (_what, patch, held) => {
    expect(bulkChange(frame, patch as Parameters<typeof bulkChange>[1])?.held).toEqual(held);
  });
});
