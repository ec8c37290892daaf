import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CatalogueEntry } from '../documents/catalogue.ts';
import type { FiscalResult, Refund, Sale, SaleVoid } from '../documents/facts.ts';
import { resultIdOf } from '../databases.ts';
import { addToCart, EMPTY_CART, type Cart } from '../sale/cart.ts';
import { handOver } from '../sale/hand-over.ts';
import { composeSale, composeVoid, type SaleInput } from '../sale/sale-document.ts';
import { FULL, type Settlement } from '../sale/settlement.ts';
import type { Tender } from '../sale/tenders.ts';
import { rollupDay } from './rollup-day.ts';
import { movementOf } from './movement.ts';
import { openDebts, openDeposits, overdrawn, type OpenDeposit, type SettlementFact } from './open-deposits.ts';

const frame: CatalogueEntry = {
  ...{
    sku: 'RB-1',
    name: 'Оправа',
    brand: '',
    kind: 'frame',
    category: '',
    ean: null,
    price: 10_000_00,
    vat: '22',
    subject: 'goods',
  },
};
const goods: Cart = { ...addToCart(EMPTY_CART, frame, { qty: 2 }), client: { id: 'client:7', name: 'Петрова' }, order: 'З-1' };
const at = 1_763_683_200_000;
let tick = 0;

function sell(given: Partial<SaleInput>): Sale {
  tick += 1;
  return composeSale({
    ...{ stamp: `${String(at + tick)}-0000-0001`, key: '3f2504e0-4f89-41d3-9a0c-0305e82c3301', at: at + tick, day: '2025-11-21' },
    ...{ store: 'demo-1', pos: 'POS-001', by: { id: 'staff:1', name: 'Иванова', inn: null } },
    ...{
      shift: { fn: '1', number: 1, openedAt: at },
      cart: goods,
      settlement: FULL,
      tenders: [],
      method: 'cash',
      tendered: null,
    },
    ...given,
  });
}
const resultOf = (doc: Sale | Refund, operation: 'sale' | 'refund' = 'sale'): FiscalResult => ({
  ...{ _id: resultIdOf(doc._id), type: 'fiscal-result', schema: 1, hlc: doc.hlc, by: null, pos: doc.pos, store: doc.store },
  ...{ sale: doc._id, key: doc.key, receipt: doc.key, operation, total: doc.total, fn: '1', fd: tick, fp: '1', shift: doc.shift },
  ...{ number: 1, at: doc.at, qr: '', text: [] },
});
const refundOf = (doc: Sale, change: Partial<Refund> = {}): Refund => {
  tick += 1;
  const { tendered: _, change: __, settles: ___, order: ____, coupons: _____, ...body } = doc;
  return {
    ...body,
    ...{ _id: `refund:${String(at + tick)}-0000-0001`, type: 'refund', hlc: `${String(at + tick)}-0000-0001`, at: at + tick },
    ...{ original: { sale: doc._id, receipt: null, fn: '1', fd: 1, fp: '1', day: '2025-11-21' }, reason: 'отказ' },
    ...change,
  };
};
const paid = (settlement: Settlement, given: Partial<SaleInput> = {}): [Sale, FiscalResult] => {
  const doc = sell({ settlement, ...given });
  return [doc, resultOf(doc)];
};
const handedOver = (deposit: OpenDeposit, cart: Cart = EMPTY_CART): [Sale, FiscalResult] => {
  const given = handOver(deposit, cart)!;
  const doc = sell({ cart: given.cart, tenders: given.tenders });
  return [doc, resultOf(doc)];
};

describe('deposits', () => {
  it('a prepayment is open with its goods at their agreed prices, its order and its client', () => {
    const facts = paid({ kind: 'prepayment', amount: 5_000_00 });
    expect(openDeposits(facts)).toMatchObject([
      { kind: 'prepayment', paid: 5_000_00, left: 5_000_00, agreed: 20_000_00, order: 'З-1', owner: 'client:7', delivered: [] },
    ]);
  });

  it('is used up by the hand-over, which sells at the agreed price and rate whatever the catalogue says today', () => {
    const before = paid({ kind: 'prepayment', amount: 5_000_00 });
    const [sale, result] = handedOver(openDeposits(before)[0]!);
    expect(sale.lines[0]).toMatchObject({
      price: 10_000_00,
      qty: 2,
      vat: '22',
      method: 'full',
      of: { sale: before[0]._id, line: 0 },
    });
    expect(sale.payments).toEqual([
      { method: 'cash', amount: 15_000_00 },
      { method: 'prepaid', amount: 5_000_00 },
    ]);
    expect([sale.client, sale.order]).toEqual(['client:7', 'З-1']);
    expect(openDeposits([...before, sale, result])).toMatchObject([{ left: 0, delivered: [0] }]);
  });

  it('an advance is set off against goods chosen later, and what they do not need stays', () => {
    const before = paid({ kind: 'advance', amount: 25_000_00 }, { cart: { ...EMPTY_CART, order: 'З-2' } });
    const [deposit] = openDeposits(before);
    expect(handOver(deposit!, EMPTY_CART)).toBeNull();
    expect(openDeposits([...before, ...handedOver(deposit!, goods)])[0]).toMatchObject({ left: 5_000_00, agreed: null });
  });

  it('counts a sale that is not settled yet, and not one that was voided', () => {
    const before = paid({ kind: 'full-prepayment' });
    const [sale] = handedOver(openDeposits(before)[0]!);
    expect(openDeposits([...before, sale])[0]!.left).toBe(0);
    const voided: SaleVoid = composeVoid(sale, { stamp: sale.hlc, by: null, at, reason: 'нет' });
    expect(openDeposits([...before, sale, voided])[0]).toMatchObject({ left: 20_000_00, delivered: [] });
  });

  it('goes down by its refund, and comes back when the hand-over is refunded', () => {
    const before = paid({ kind: 'full-prepayment' });
    const back = refundOf(before[0]);
    expect(openDeposits([...before, back, resultOf(back, 'refund')])[0]!.left).toBe(0);
    const gone = handedOver(openDeposits(before)[0]!);
    const returned = refundOf(gone[0], {
      lines: gone[0].lines.map((line, i) => ({ ...line, of: { sale: gone[0]._id, line: i } })),
    });
    expect(openDeposits([...before, ...gone, returned, resultOf(returned, 'refund')])[0]).toMatchObject({
      left: 20_000_00,
      delivered: [],
    });
  });

  it('sees that two tills offline have set off the same money', () => {
    const before = paid({ kind: 'prepayment', amount: 5_000_00 });
    const [deposit] = openDeposits(before);
    const all = [...before, ...handedOver(deposit!), ...handedOver(deposit!)];
    expect(overdrawn(openDeposits(all))).toMatchObject([{ sale: before[0]._id, left: -5_000_00 }]);
  });

  it('adds up whatever is taken, set off and refunded, in any order and with repeats; the shop’s books say the same', () => {
    const amounts = fc.array(fc.integer({ min: 1, max: 20_000_00 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(amounts, fc.array(fc.nat(4), { maxLength: 6 }), fc.nat(), (sums, uses, turn) => {
        const facts: SettlementFact[] = sums.flatMap((amount) =>
          paid({ kind: 'advance', amount }, { cart: { ...EMPTY_CART, client: goods.client } }),
        );
        for (const nth of uses) {
          const deposit = openDeposits(facts)[nth];
          if (deposit && deposit.left > 0) facts.push(...handedOver(deposit, goods));
        }
        const shuffled = [...facts.slice(turn % facts.length), ...facts.slice(0, turn % facts.length), ...facts.slice(0, 2)];
        const deposits = openDeposits(shuffled);
        expect(deposits).toEqual(openDeposits(facts));
        expect(deposits.every(({ left, paid: sum }) => left >= 0 && left <= sum)).toBe(true);
        const left = deposits.reduce((sum, one) => sum + one.left, 0);
        expect(movementOf(facts as (Sale | FiscalResult)[]).deposits).toEqual(left === 0 ? {} : { 'client:7': left });
      }),
      { numRuns: 100 },
    );
  });
});

describe('debts', () => {
  it('are paid off in parts and owed again when a payment is given back', () => {
    const sold = paid({ kind: 'credit', now: 4_000_00 });
    expect(openDebts(sold)).toMatchObject([{ owed: 16_000_00, left: 16_000_00, order: 'З-1' }]);
    const part = paid({ kind: 'credit-payment', sale: sold[0]._id, amount: 6_000_00 }, { cart: EMPTY_CART });
    expect(openDebts([...sold, ...part])[0]!.left).toBe(10_000_00);
    const back = refundOf(part[0]);
    expect(openDebts([...sold, ...part, back])[0]!.left).toBe(16_000_00);
  });
});

describe('the books of the day (revenue is what was sold)', () => {
  const day = { store: 'demo-1', day: '2025-11-21', timeZone: 'Europe/Moscow' };
  it('counts goods once, when they go: not with the prepayment, with the hand-over whole', () => {
    const before = paid({ kind: 'prepayment', amount: 5_000_00 });
    expect(rollupDay(before, day)).toMatchObject({ revenue: 0, byKind: {}, deposits: { taken: 5_000_00, settled: 0 } });
    const all = rollupDay([...before, ...handedOver(openDeposits(before)[0]!)], day);
    expect(all).toMatchObject({ revenue: 20_000_00, byProduct: { 'RB-1': { count: 2, sum: 20_000_00 } } });
    expect([all.deposits, all.byPayment['cash']?.sum]).toEqual([{ taken: 5_000_00, settled: 5_000_00 }, 20_000_00]);
  });

  it('counts goods sold on credit when they go, and their paying off as money alone', () => {
    const sold = paid({ kind: 'credit', now: 0 });
    const off = paid({ kind: 'credit-payment', sale: sold[0]._id, amount: 20_000_00 }, { cart: EMPTY_CART });
    expect(rollupDay([...sold, ...off], day)).toMatchObject({
      revenue: 20_000_00,
      credit: { given: 20_000_00, paid: 20_000_00 },
    });
  });

  it('moves stock and cash when each of them moves', () => {
    const before = paid({ kind: 'prepayment', amount: 5_000_00 });
    expect(movementOf(before)).toEqual({ stock: {}, cash: { 'POS-001': 5_000_00 }, deposits: { 'client:7': 5_000_00 } });
    const tenders: Tender[] = [{ method: 'prepaid', amount: 5_000_00, sale: before[0]._id, owner: 'client:7' }];
    // Handed over to somebody else than the one who paid in: the deposit is the payer's.
    const other = paid(FULL, { tenders, cart: { ...goods, client: { id: 'client:9', name: 'Муж' } } });
    expect(movementOf([...before, ...other])).toEqual({
      stock: { floor: { 'RB-1': -2_000 } },
      cash: { 'POS-001': 20_000_00 },
      deposits: {},
    });
  });
});
