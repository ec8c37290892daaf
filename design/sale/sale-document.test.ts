import { describe, expect, it } from 'vitest';
import { sale as saleShape, saleVoid } from '../documents/facts.ts';
import { receiptRequest } from '../fiscal/wire.ts';
import { addToCart } from './cart.ts';
import { composeSale, composeVoid, receiptRequestOf, type SaleInput } from './sale-document.ts';

const input: SaleInput = {
  stamp: '1763683200000-0000-0001',
  key: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  at: 1763683200000,
  store: 'demo-1',
  pos: 'POS-001',
  by: { id: 'staff:1', name: 'Иванова А.', inn: null },
  shift: { fn: '9999078900000001', number: 3, openedAt: 1763680000000 },
  lines: addToCart([], {
    sku: 'RB-1001',
    name: 'Оправа Ray-Ban 1001',
    brand: 'Ray-Ban',
    kind: 'frame',
    category: 'Оправы',
    ean: null,
    price: 12_345_00,
    vat: 'none',
    subject: 'goods',
  }),
  method: 'cash',
  tendered: 15_000_00,
};

describe('the sale document', () => {
  it('has the shape of its type and keeps tendered cash apart from the fiscal sum', () => {
    const doc = composeSale(input);
    expect(saleShape.parse(doc)).toEqual(doc);
    expect(doc.payments).toEqual([{ method: 'cash', amount: 12_345_00 }]);
    expect([doc.tendered, doc.change]).toEqual([15_000_00, 2_655_00]);
  });

  it('has no tendered cash and no change when a card pays', () => {
    const doc = composeSale({ ...input, method: 'card', tendered: null });
    expect([doc.tendered, doc.change, doc.payments[0]?.method]).toEqual([null, 0, 'card']);
  });

  it('becomes the same request each time, so that the same key never meets another body', () => {
    const stored = { ...composeSale(input), _rev: '1-abc' };
    const read = JSON.parse(JSON.stringify(stored)) as typeof stored;
    expect(JSON.stringify(receiptRequestOf(read))).toBe(JSON.stringify(receiptRequestOf(stored)));
  });

  it('becomes a request that the gateway’s contract accepts, in roubles, with the whole sale in it', () => {
    const request = receiptRequestOf({ ...composeSale(input), _rev: '1-abc' });
    const parsed = receiptRequest.parse(request);
    expect(parsed.items[0]).toMatchObject({ price: 12345, qty: 1, discount: 0, vat: 'none' });
    expect(parsed.sale?._rev).toBe('1-abc');
  });

  it('is voided by one document, whoever asks', () => {
    const doc = composeSale(input);
    const given = { stamp: '1763683300000-0000-0002', by: 'staff:2', at: 1763683300000, reason: 'покупатель ушёл' };
    const first = composeVoid(doc, given);
    expect(saleVoid.parse(first)).toEqual(first);
    expect(composeVoid(doc, { ...given, by: 'staff:3' })._id).toBe(first._id);
  });
});
