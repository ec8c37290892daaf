import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '../documents/catalogue.ts';
import { sale as saleShape, saleVoid } from '../documents/facts.ts';
import { ffdFault } from '../fiscal/ffd.ts';
import { receiptContent } from '../fiscal/receipt-lines.ts';
import { receiptRequest } from '../fiscal/wire.ts';
import { localDate } from '../time/local-time.ts';
import { addToCart, EMPTY_CART, setQuantity } from './cart.ts';
import { composeSale, composeVoid, receiptRequestOf, type PaidCart, type SaleInput } from './sale-document.ts';
import { FULL, type Settlement } from './settlement.ts';
import { mayTender, restOf, type Tender } from './tenders.ts';

const entry = (sku: string, price: number, vat: CatalogueEntry['vat'] = 'none'): CatalogueEntry => ({
  sku,
  name: `Оправа ${sku}`,
  brand: 'Ray-Ban',
  kind: 'frame',
  category: 'Оправы',
  ean: null,
  price,
  vat,
  subject: 'goods',
});
const input: SaleInput = {
  stamp: '1763683200000-0000-0001',
  key: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
  at: 1763683200000,
  day: '2026-11-21',
  store: 'demo-1',
  pos: 'POS-001',
  by: { id: 'staff:1', name: 'Иванова А.', inn: null },
  shift: { fn: '9999078900000001', number: 3, openedAt: 1763680000000 },
  cart: addToCart(EMPTY_CART, entry('RB-1001', 12_345_00)),
  settlement: FULL,
  tenders: [],
  method: 'cash',
  tendered: 15_000_00,
};
const glasses: PaidCart = {
  ...setQuantity(addToCart(addToCart(EMPTY_CART, entry('RB-1', 10_000_00)), entry('SUN-1', 3_333_33, '22')), 'SUN-1', 3),
  order: 'З-17',
};
/** The sale, its receipt as the gateway reads it, and whether the fiscal format has anything against it. */
function receipt(given: Partial<SaleInput>) {
  const doc = composeSale({ ...input, tendered: null, ...given });
  expect(saleShape.parse(doc)).toEqual(doc);
  const content = receiptContent(receiptRequest.parse(receiptRequestOf({ ...doc, _rev: '1-a' })));
  return { doc, content, fault: ffdFault(content, 'sale', '2026-11-21') };
}
const words = (settlement: Settlement, given: Partial<SaleInput> = {}) => {
  const { doc, content, fault } = receipt({ cart: glasses, settlement, ...given });
  expect([fault, content.total]).toEqual([null, doc.total]);
  return {
    doc,
    methods: doc.lines.map(({ method }) => method),
    vat: doc.lines.map(({ vat }) => vat),
    payments: content.payments,
  };
};

describe('the sale document', () => {
  it('has the shape of its type and keeps tendered cash apart from the fiscal sum', () => {
    const doc = composeSale(input);
    expect(saleShape.parse(doc)).toEqual(doc);
    expect(doc.payments).toEqual([{ method: 'cash', amount: 12_345_00 }]);
    expect([doc.tendered, doc.change]).toEqual([15_000_00, 2_655_00]);
  });

  it('bears the VAT that is planned for the day of its shop, to the minute about midnight', () => {
    const planned = { ...entry('RB-1', 100_00), vatPlan: [{ from: '2027-01-01', vat: '22' as const }] };
    const rateAt = (at: number, timeZone: string) =>
      composeSale({ ...input, at, day: localDate(at, timeZone), cart: addToCart(EMPTY_CART, planned) }).lines[0]!.vat;
    // Midnight of the new year is 14:00 UTC in Vladivostok and 22:00 UTC in Kaliningrad.
    const [east, west] = [Date.UTC(2026, 11, 31, 14), Date.UTC(2026, 11, 31, 22)];
    expect([rateAt(east - 1, 'Asia/Vladivostok'), rateAt(east, 'Asia/Vladivostok')]).toEqual(['none', '22']);
    expect([rateAt(west - 1, 'Europe/Kaliningrad'), rateAt(west, 'Europe/Kaliningrad')]).toEqual(['none', '22']);
    expect(rateAt(east, 'Europe/Kaliningrad')).toBe('none');
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

describe('how it is settled (tags 1214, 1215, 1216; fiscal rules §4.4)', () => {
  it('full: goods and money change hands at once', () => {
    const { methods, vat, payments } = words(FULL);
    expect([methods, vat]).toEqual([
      ['full', 'full'],
      ['none', '22'],
    ]);
    expect(payments).toMatchObject({ cash: 19_999_99, prepaid: 0, credit: 0 });
  });

  it('100 % prepayment: the goods by name, the tax a calculated one', () => {
    const { doc, methods, vat } = words({ kind: 'full-prepayment' });
    expect([methods, vat]).toEqual([
      ['full-prepayment', 'full-prepayment'],
      ['none', '22/122'],
    ]);
    expect(doc.lines[1]).toMatchObject({ price: 3_333_33, amount: 9_999_99, agreed: { amount: 9_999_99, vat: '22' } });
  });

  it('prepayment in part: each line bears its share, and what it will cost stands beside', () => {
    const { doc, methods } = words({ kind: 'prepayment', amount: 5_000_00 });
    expect(methods).toEqual(['prepayment', 'prepayment']);
    expect(doc.lines.reduce((sum, { amount }) => sum + amount, 0)).toBe(5_000_00);
    expect(doc.lines.map(({ agreed }) => agreed?.amount)).toEqual([10_000_00, 9_999_99]);
    expect([doc.total, doc.order]).toEqual([5_000_00, 'З-17']);
  });

  it('advance: no goods are named, the subject is a payment, the tax the highest of what it may become', () => {
    const { doc, methods, vat } = words({ kind: 'advance', amount: 3_000_00 });
    expect([methods, vat, doc.lines[0]!.subject]).toEqual([['advance'], ['22/122'], 'payment']);
    expect(doc.lines[0]!.name).toBe('Аванс по заказу З-17');
  });

  it('advance without goods: the base rate of the day, unless the shop’s rates say otherwise', () => {
    const cart: PaidCart = EMPTY_CART;
    const of = (given: Partial<SaleInput>) => words({ kind: 'advance', amount: 1_00 }, { cart, ...given }).vat;
    expect([of({}), of({ rates: ['none'] })]).toEqual([['22/122'], ['none']]);
  });

  it('hand-over against a deposit: full settlement, the deposit in tag 1215, the balance in cash', () => {
    const tenders: Tender[] = [{ method: 'prepaid', amount: 5_000_00, sale: 'sale:1', owner: 'client:7' }];
    const { doc, methods, payments } = words(FULL, { tenders });
    expect([methods, payments.prepaid, payments.cash]).toEqual([['full', 'full'], 5_000_00, 14_999_99]);
    expect(doc.settles).toEqual([{ sale: 'sale:1', amount: 5_000_00, owner: 'client:7' }]);
  });

  it('credit: all of it owed, or the rest of it, in tag 1216', () => {
    const all = words({ kind: 'credit', now: 0 });
    expect([all.methods, all.payments.credit, all.doc.tendered]).toEqual([['credit', 'credit'], 19_999_99, null]);
    const part = words({ kind: 'credit', now: 4_000_00 });
    expect([part.methods, part.payments]).toMatchObject([['partial', 'partial'], { cash: 4_000_00, credit: 15_999_99 }]);
  });

  it('paying off a credit: one line, no goods, no tax a second time', () => {
    const { doc, methods, vat } = words({ kind: 'credit-payment', sale: 'sale:9', amount: 1_000_00 }, { cart: EMPTY_CART });
    expect([methods, vat, doc.lines[0]!.of]).toEqual([['credit-payment'], ['none'], { sale: 'sale:9', line: 0 }]);
  });

  it('names no mark code before the piece is handed over', () => {
    const cart = addToCart(EMPTY_CART, entry('RB-1', 100_00), { mark: '010460' });
    expect(composeSale({ ...input, cart, settlement: { kind: 'prepayment', amount: 1_00 } }).lines[0]!.mark).toBeNull();
    expect(composeSale({ ...input, cart }).lines[0]!.mark).toBe('010460');
  });

  it('adds up to the kopeck however it is settled and split, and the fiscal format has nothing against it', () => {
    const carts = fc
      .array(
        fc.tuple(fc.integer({ min: 100, max: 5_000_000 }), fc.integer({ min: 1, max: 7 }), fc.constantFrom('none', '22', '10')),
        {
          minLength: 1,
          maxLength: 6,
        },
      )
      .map((lines) =>
        lines.reduce<PaidCart>((cart, [price, qty, vat], i) => addToCart(cart, entry(`A-${i}`, price, vat), { qty }), EMPTY_CART),
      );
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    const kinds = fc.constantFrom('full', 'full-prepayment', 'prepayment', 'advance', 'credit' as const);
    fc.assert(
      fc.property(
        carts,
        kinds,
        part,
        fc.array(fc.tuple(part, fc.constantFrom('cash', 'card', 'prepaid' as const)), { maxLength: 5 }),
        (cart, kind, share, parts) => {
          const total = cart.lines.reduce((sum, line) => sum + line.amount, 0);
          const amount = Math.min(total - 1, Math.max(1, Math.round(total * share)));
          const settlement = { kind, amount, now: amount } as Settlement;
          let tenders: readonly Tender[] = [];
          parts.forEach(([of, method], i) => {
            const rest = restOf(cart.lines, { settlement, tenders });
            const sum = Math.round(rest * of);
            const tender: Tender =
              method === 'prepaid' ? { method, amount: sum, sale: `sale:${i}`, owner: `sale:${i}` } : { method, amount: sum };
            if (mayTender(cart.lines, { settlement, tenders }, tender)) tenders = [...tenders, tender];
          });
          const { doc, fault } = receipt({ cart, settlement, tenders, method: 'card' });
          expect(fault).toBeNull();
          expect(doc.payments.reduce((sum, payment) => sum + payment.amount, 0)).toBe(doc.total);
          expect(doc.lines.reduce((sum, line) => sum + line.amount, 0)).toBe(doc.total);
        },
      ),
      { numRuns: 300 },
    );
  });
});
