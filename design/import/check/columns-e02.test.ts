import { expect, it } from 'vitest';
import { checkAll, importRow, knownProduct } from '../../../tests/factories/import-rows.ts';

it('E-02: the supplier’s code and the duty of a mark code become the article’s', () => {
  const [made, plain] = checkAll([
    importRow(2, { supplierCode: 'FS-1', markRequired: true }),
    importRow(3, { markRequired: false }),
  ]).changes;
  expect(made!.after).toMatchObject({ supplierCode: 'FS-1', markRequired: true });
  // What a file says of no article need not be kept.
  expect(plain!.after).not.toHaveProperty('markRequired');
});

it('E-02: a file changes them, and what is so already or is not said changes nothing', () => {
  const known = [{ ...knownProduct('A', { price: 500_000 }), supplierCode: 'FS-1', markRequired: true }];
  const after = (fields: object) => checkAll([importRow(2, { sku: 'A', ...fields })], { known }).changes[0]?.after ?? {};
  expect(after({ supplierCode: 'FS-2', markRequired: false })).toMatchObject({ supplierCode: 'FS-2', markRequired: false });
  expect(after({ supplierCode: 'FS-1', markRequired: true })).not.toHaveProperty('supplierCode');
  expect(after({ supplierCode: null, markRequired: null })).not.toHaveProperty('markRequired');
});
