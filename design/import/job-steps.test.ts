import { expect, it } from 'vitest';
import { hasNoRightRow } from './job-steps.ts';

const counted = (counts: { total: number; skipped: number; errors: number }) => ({
  source: undefined,
  counters: { processed: counts.total, created: 0, updated: 0, ...counts },
});

it('K-22: a file is refused as a whole where every row is in error, and only there', () => {
  expect(hasNoRightRow(counted({ total: 4, skipped: 4, errors: 4 }))).toBe(true);
  // One right row: it is taken, the others are not.
  expect(hasNoRightRow(counted({ total: 5, skipped: 4, errors: 4 }))).toBe(false);
  // A row in error that is taken all the same: a wrong barcode (E-31).
  expect(hasNoRightRow(counted({ total: 1, skipped: 0, errors: 1 }))).toBe(false);
  // Nothing in error, nothing to do: the catalogue is as the file has it, or the switches leave it alone.
  expect(hasNoRightRow(counted({ total: 3, skipped: 0, errors: 0 }))).toBe(false);
  expect(hasNoRightRow(counted({ total: 3, skipped: 3, errors: 0 }))).toBe(false);
  expect(hasNoRightRow(counted({ total: 0, skipped: 0, errors: 0 }))).toBe(false);
});
