import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRefund, makeSale } from '../../tests/factories/receipts.ts';
import type { Refund } from '../documents/facts.ts';
import { refund as refundShape } from '../documents/facts.ts';
import { receiptRequest } from '../fiscal/wire.ts';
import { receiptRequestOf } from '../sale/sale-document.ts';
import { MINUTE } from '../time/clock.ts';
import { exceedingRefunds } from './exceeding.ts';
import { composeRefund, originalOf } from './refund-document.ts';
import { isDue, nextCheck, RECHECK_EVERY, RECHECKS } from './waiting.ts';

const AT = Date.UTC(2026, 2, 5, 9);

describe('the third ring: refunds of tills that know nothing of one another', () => {
  it('finds the later of two that gave the same line back, whatever the order of their arrival', () => {
    const sale = makeSale({ at: AT, lines: [{ qty: 2 }] });
    const refunds = [1, 2, 3].map((i) => makeRefund({ at: AT + i * MINUTE, device: i, lines: [{ qty: 1 }] }));
    fc.assert(
      fc.property(fc.shuffledSubarray(refunds, { minLength: 3 }), (arrived) => {
        expect(exceedingRefunds(sale, arrived)).toEqual([
          expect.objectContaining({
            refund: refunds[2]!._id,
            sku: 'RB-1001',
            of: 'qty',
            sold: 2000,
            returned: 2000,
            asked: 1000,
          }),
        ]);
      }),
    );
    expect(exceedingRefunds(sale, refunds.slice(0, 2))).toEqual([]);
  });
});

describe('the refund document', () => {
  const sale = makeSale({ at: AT });
  const place = { timeZone: 'Europe/Moscow', store: 'demo-1' };
  const result = { receipt: 'r-1', fn: '9999000000000001', fd: 7, fp: '0123456789', at: AT, total: 100_00, store: 'demo-1' };
  const given = {
    ...{ stamp: '1763683200000-0000-0001', key: '11111111-1111-4111-8111-111111111111', at: AT, store: 'demo-1', pos: 'POS-001' },
    ...{ by: { id: 'staff:1', name: 'Иванова А.', inn: null }, shift: sale.shift, client: null, cards: [], reason: 'не подошли' },
    original: originalOf(sale, result, place),
    lines: [{ ...sale.lines[0]!, of: { sale: sale._id, line: 0 } }],
    payments: [{ method: 'cash' as const, amount: 100_00 }],
    because: 'not-suitable' as const,
  };

  it('has the shape of its type, and becomes the same request each time', () => {
    const doc = composeRefund({ ...given, override: null });
    expect(refundShape.parse(doc)).toEqual(doc);
    const stored = { ...doc, _rev: '1-a' };
    const request = receiptRequestOf(stored);
    expect(receiptRequest.parse(request)).toMatchObject({ original_fiscal: { fd: 7, total: 100, day: '2026-03-05' } });
    expect(request).not.toHaveProperty('override');
    expect(JSON.stringify(receiptRequestOf(JSON.parse(JSON.stringify(stored)) as Refund))).toBe(JSON.stringify(request));
  });

  it('carries who lifted a refusal, and the shop where it is another', () => {
    const override = { by: 'staff:3', name: 'Петрова', role: 'manager' as const, reason: 'покупатель уезжает' };
    const original = originalOf(null, { ...result, store: 'demo-2' }, place);
    const request = receiptRequestOf(composeRefund({ ...given, original, override }));
    expect(receiptRequest.parse(request)).toMatchObject({ override, sale: { original: { sale: null, store: 'demo-2' } } });
  });
});

describe('a refund that waits (requirements A-43)', () => {
  it('is looked at every five minutes, twelve times, then left to a person', () => {
    expect(nextCheck({ since: 0, checked: 1_000, checks: 0 })).toBe(1_000 + RECHECK_EVERY);
    expect(nextCheck({ since: 0, checked: 1_000, checks: RECHECKS })).toBeNull();
    expect(isDue({ since: 0, checked: 1_000, checks: 3 }, 1_000 + RECHECK_EVERY)).toBe(true);
    expect(isDue({ since: 0, checked: 1_000, checks: 3 }, RECHECK_EVERY)).toBe(false);
    expect(isDue({ since: 0, checked: 50_000, checks: 3 }, 10_000)).toBe(true);
  });
});
