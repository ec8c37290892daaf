import { expect, it } from 'vitest';
import type { ClosedShift } from './archive.model.ts';
import { closedOfGateway, mergeClosed } from './closed-shifts.ts';

const row = (number: number, more: Partial<ClosedShift> = {}): ClosedShift => ({
  ...{ fn: '99', number, closedAt: number * 1_000, pos: 'POS-001', cashier: 'Иванова А.', sales: 100, refunds: 0 },
  ...{ drawer: 0, difference: null, fd: number },
  ...more,
});

it('A-54 lists each closed shift once, the newest first, with the gateway’s figures and the document’s cashier', () => {
  const listed = closedOfGateway(
    {
      fn: '99',
      number: 2,
      closed_at: 2_000,
      fd: 2,
      total_sales: 1_234.56,
      total_refunds: 0,
      cash_in_drawer: 10,
      difference: -0.5,
    },
    'POS-001',
  );
  const merged = mergeClosed([listed], [row(1), row(2), row(5, { pos: 'POS-002' })]);
  expect(merged.map(({ number, pos }) => [number, pos])).toEqual([
    [5, 'POS-002'],
    [2, 'POS-001'],
    [1, 'POS-001'],
  ]);
  expect(merged[1]).toMatchObject({ sales: 123_456, difference: -50, cashier: 'Иванова А.' });
});
