import { describe, expect, it } from 'vitest';
import { makeRefund, makeResult, makeSale } from '../../../tests/factories/receipts.ts';
import { isTakenBack, refundPlaceOf } from './receipt-actions.ts';

const at = Date.UTC(2026, 10, 21, 9);
const sale = makeSale({ at });
const result = makeResult(sale, at, 214);
const receipt = { store: 'demo-2', sale, result, voided: false, refunds: [] };

describe('a receipt in the history leads to its refund (requirements A-42)', () => {
  it.each(['sale', 'deposit'] as const)('where it is a %s', (kind) => {
    expect(isTakenBack({ kind, sign: 1, stage: 'delivered' })).toBe(true);
    expect(isTakenBack({ kind, sign: 1, stage: 'registered' })).toBe(true);
  });
  it('where it is the right receipt of a correction, or one of a sale that nobody recorded', () =>
    expect(isTakenBack({ kind: 'correction', sign: 1, stage: 'delivered' })).toBe(true));
  it('not where it was voided, or gave money back itself', () => {
    expect(isTakenBack({ kind: 'sale', sign: 1, stage: 'voided' })).toBe(false);
    expect(isTakenBack({ kind: 'refund', sign: -1, stage: 'delivered' })).toBe(false);
    expect(isTakenBack({ kind: 'correction', sign: -1, stage: 'delivered' })).toBe(false);
  });
});

describe('a receipt that was found in the chain', () => {
  it('is taken up by its sale where this device holds it', () =>
    expect(new URLSearchParams(refundPlaceOf({ receipt, from: 'here' })!).get('sale')).toBe(sale._id));
  it('and by its square where another shop does', () =>
    expect(new URLSearchParams(refundPlaceOf({ receipt, from: 'network' })!).get('qr')).toBe(result.qr));
  it('not where it is a refund, was voided, or the register’s journal alone knows of it', () => {
    expect(refundPlaceOf({ receipt: { ...receipt, sale: makeRefund({ at }) }, from: 'network' })).toBeNull();
    expect(refundPlaceOf({ receipt: { ...receipt, voided: true }, from: 'here' })).toBeNull();
    expect(refundPlaceOf({ receipt: { ...receipt, sale: null }, from: 'network' })).toBeNull();
  });
});
