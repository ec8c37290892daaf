import { describe, expect, it } from 'vitest';
import { makeSale } from '../../tests/factories/receipts.ts';
import { correction } from '../documents/facts.ts';
import { receiptRequest } from '../fiscal/wire.ts';
import { receiptRequestOf } from '../sale/sale-document.ts';
import { composePair, composeUnrecorded, correctionEntryFault } from './correction-document.ts';

const AT = Date.UTC(2026, 2, 5, 9);
const sale = makeSale({ at: AT });
const original = { sale: sale._id, receipt: 'r', fn: sale.fn, fd: 7, fp: '0123456789', day: '2026-03-05', total: 100_00 };
const basis = { type: 'self', date: '2026-03-05', number: ' ', reason: 'не та ставка НДС' } as const;
const entry = {
  ...{ at: AT, store: 'demo-1', pos: 'POS-001', by: { id: 'staff:3', name: 'Петрова', inn: null }, shift: sale.shift },
  ...{ basis, original, client: null, signed: { by: 'staff:3', role: 'manager' as const } },
};
const key = '11111111-1111-4111-8111-111111111111';
const stamps = {
  reversal: { stamp: '1772701200000-0000-0001', key },
  right: { stamp: '1772701200000-0001-0001', key: key.replace('1', '2') },
};
const right = { lines: sale.lines.map((line) => ({ ...line, vat: '22' as const })), payments: sale.payments };

describe('a correction receipt (FFD 1.2)', () => {
  it('of a wrong receipt is two: the reversal with its very lines and the right one, each naming the other and its sign', () => {
    const [made, reversal] = composePair(entry, stamps, sale, right);
    expect([correction.parse(made), correction.parse(reversal)]).toEqual([made, reversal]);
    expect(reversal).toMatchObject({ kind: 'reversal', operation: 'refund', pair: made._id, lines: sale.lines });
    expect(made).toMatchObject({
      kind: 'right',
      operation: 'sale',
      pair: reversal._id,
      basis: { originalFp: '0123456789', number: null },
    });
    const request = receiptRequestOf({ ...reversal, _rev: '1-a' });
    expect(receiptRequest.parse(request)).toMatchObject({
      type: 'correction',
      correction: { operation: 'refund', type: 'self', date: '2026-03-05', original_fp: '0123456789' },
      original_fiscal: null,
    });
  });

  it('of a sale that nobody recorded is one, without any sign', () => {
    const made = composeUnrecorded({ ...entry, original: null }, stamps.right, right);
    expect(correction.parse(made)).toMatchObject({
      kind: 'unrecorded',
      operation: 'sale',
      pair: null,
      basis: { originalFp: null },
    });
  });

  it('is not signed before it says everything', () => {
    const fault = (over: object, contents = [right], fp: string | null = '1') =>
      correctionEntryFault({ ...basis, ...over }, contents, fp, '2026-03-06');
    expect(fault({})).toBeNull();
    expect(fault({ date: '2026-03-07' })).toBe('date');
    expect(fault({ type: 'instruction' })).toBe('number');
    expect(fault({ reason: ' ' })).toBe('reason');
    expect(fault({}, [right, right], null)).toBe('sign');
    expect(fault({}, [{ ...right, lines: [] }])).toBe('lines');
    expect(fault({}, [{ ...right, payments: [{ method: 'cash', amount: 1 }] }])).toBe('payments');
  });
});
