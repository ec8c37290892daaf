import { describe, expect, it } from 'vitest';
import { described, orderedLensOf, pairOf, viewOf } from '../../tests/factories/order-events.ts';
import { makeRefund, makeSale } from '../../tests/factories/receipts.ts';
import type { Sale } from '../documents/facts.ts';
import type { OrderLine } from '../documents/order-pair.ts';
import { openDeposits } from '../folds/open-deposits.ts';
import { composeSale } from '../sale/sale-document.ts';
import { FULL, type Settlement } from '../sale/settlement.ts';
import type { Tender } from '../sale/tenders.ts';
import { actionsOf, nextAction } from './actions.ts';
import { advanceCart, depositCart, handOverCart, skusOf } from './order-cart.ts';
import { isHandOver, paymentOf, repaymentOf, unwritten } from './order-receipts.ts';

const line = (sku: string, amount: number, change: Partial<OrderLine> = {}): OrderLine => ({
  ...{ sku, name: sku, kind: 'frame', qty: 1, price: amount, discount: 0, amount, vat: 'none', pair: 'A', part: 'frame' },
  ...change,
});
const LINES = [
  line('FRAME-1', 5_000_00),
  line('LENS-160', 3_000_00, { kind: 'lens', part: 'lens-right' }),
  line('LENS-160', 3_000_00, { kind: 'lens', part: 'lens-left' }),
  line('WORK-1', 1_000_00, { kind: 'service', part: 'work' }),
];
const PAIR = described();
const ORDER = viewOf(PAIR, { kind: 'lines', lines: LINES }, { kind: 'confirm' });
const PAYER = { number: '3-017', client: { id: 'client:1', name: 'Анна' } };

function sell(
  cart: ReturnType<typeof depositCart>,
  settlement: Settlement,
  { n = 1, tenders = [] as readonly Tender[] } = {},
): Sale {
  const at = Date.UTC(2026, 10, 21, 9, n);
  return composeSale({
    ...{ stamp: `${at}-0000-0001`, key: crypto.randomUUID(), at, day: '2026-11-21', store: 'demo-1', pos: 'POS-001' },
    by: { id: 'staff:1', name: 'Анна', inn: null },
    shift: { fn: '9999078900000001', number: 1, openedAt: at },
    ...{ cart, settlement, tenders, method: 'cash', tendered: null },
  } as never);
}
const skus = skusOf(ORDER);
function refundOf(sale: Sale, lines: Sale['lines']) {
  const refund = makeRefund({ at: sale.at + 1, lines });
  return { ...refund, original: { ...refund.original, sale: sale._id } };
}

describe('money of an order', () => {
  it('a deposit and the balance are one payment each, and what was set off counts once', () => {
    const deposit = sell(depositCart(ORDER, PAYER), { kind: 'prepayment', amount: 6_000_00 });
    expect(deposit.order).toBe('3-017');
    expect(paymentOf(deposit, skus)).toMatchObject({ amount: 6_000_00, role: 'deposit', sale: deposit._id });
    expect(isHandOver(deposit, skus)).toBe(false);
    const paid = handOverCart(ORDER, PAYER, openDeposits([deposit]))!;
    expect(paid.tenders).toEqual([{ method: 'prepaid', amount: 6_000_00, sale: deposit._id, owner: 'client:1' }]);
    expect(paid.cart.lines.every(({ of }) => of?.sale === deposit._id)).toBe(true);
    const balance = sell(paid.cart, FULL, { n: 2, tenders: paid.tenders });
    expect(paymentOf(balance, skus)).toMatchObject({ amount: 6_000_00, role: 'balance' });
    expect(isHandOver(balance, skus)).toBe(true);
  });

  it('glasses paid for in full before are handed over by a receipt without money', () => {
    const deposit = sell(depositCart(ORDER, PAYER), { kind: 'full-prepayment' });
    const paid = handOverCart(ORDER, PAYER, openDeposits([deposit]))!;
    const handed = sell(paid.cart, FULL, { n: 2, tenders: paid.tenders });
    expect(paymentOf(handed, skus)).toBeNull();
    expect(isHandOver(handed, skus)).toBe(true);
  });

  it('money taken twice before is set off together, the oldest first', () => {
    const first = sell(depositCart(ORDER, PAYER), { kind: 'prepayment', amount: 4_000_00 });
    const second = sell(advanceCart(PAYER), { kind: 'advance', amount: 2_000_00 }, { n: 2 });
    expect(paymentOf(second, skus)).toMatchObject({ amount: 2_000_00, role: 'deposit' });
    const paid = handOverCart(ORDER, PAYER, openDeposits([second, first]))!;
    expect(paid.tenders.map(({ amount }) => amount)).toEqual([4_000_00, 2_000_00]);
  });

  it('an order that was changed after its deposit is sold as it stands now', () => {
    const deposit = sell(depositCart(ORDER, PAYER), { kind: 'prepayment', amount: 6_000_00 });
    const dearer = viewOf(PAIR, { kind: 'lines', lines: [...LINES, line('CASE', 500_00)] });
    const paid = handOverCart(dearer, PAYER, openDeposits([deposit]))!;
    expect(paid.cart.lines.map(({ entry, of }) => [entry.sku, of])).toContainEqual(['CASE', undefined]);
    expect(paid.tenders[0]!.amount).toBe(6_000_00);
  });

  it('what else lay in the cart is not the order’s money', () => {
    const cart = depositCart(ORDER, PAYER);
    const spray = {
      ...cart.lines[0]!,
      id: 'SPRAY',
      entry: { ...cart.lines[0]!.entry, sku: 'SPRAY' },
      amount: 300_00,
      price: 300_00,
    };
    const sale = sell({ ...cart, lines: [...cart.lines, spray] }, FULL);
    expect(paymentOf(sale, skus)).toMatchObject({ amount: 12_000_00, role: 'balance' });
    const back = sale.lines.filter(({ sku }) => sku === 'SPRAY');
    expect(repaymentOf(refundOf(sale, back), skus)).toBeNull();
    expect(repaymentOf(refundOf(sale, sale.lines), skus)).toMatchObject({ amount: 12_000_00 });
  });

  it('a deposit is the order’s money also where the order was changed before anybody wrote it down', () => {
    const deposit = sell(depositCart(ORDER, PAYER), { kind: 'prepayment', amount: 6_000_00 });
    const others = skusOf(viewOf(PAIR, { kind: 'lines', lines: [line('FRAME-2', 7_000_00)] }));
    expect(paymentOf(deposit, others)).toMatchObject({ amount: 6_000_00, role: 'deposit' });
    expect(repaymentOf(refundOf(deposit, deposit.lines), others)).toMatchObject({ amount: 6_000_00 });
  });

  it('a gift costs nothing and needs no receipt; a lens of our drawer is written off as its own article', () => {
    const stock = orderedLensOf({ source: 'stock' });
    const view = viewOf(described(pairOf({ od: stock, os: stock })), { kind: 'lines', lines: [...LINES, line('GIFT', 0)] });
    const sold = depositCart(view, PAYER).lines.map(({ entry }) => entry.sku);
    expect(sold).not.toContain('GIFT');
    expect(sold.filter((sku) => sku === 'LENS-160~-2.25-0.75')).toHaveLength(2);
    expect(handOverCart(viewOf(PAIR, { kind: 'lines', lines: [line('GIFT', 0)] }), PAYER, [])).toBeNull();
  });

  it('the same receipt is never told twice, whatever has been written already', () => {
    const deposit = sell(depositCart(ORDER, PAYER), { kind: 'prepayment', amount: 6_000_00 });
    const refund = refundOf(deposit, deposit.lines);
    const receipts = [paymentOf(deposit, skus)!, repaymentOf(refund, skus)!];
    expect(receipts[1]).toMatchObject({ kind: 'repayment', of: deposit._id });
    expect(unwritten([], receipts)).toHaveLength(2);
    expect(unwritten(receipts, receipts)).toEqual([]);
    expect(paymentOf(makeSale({ at: 1 }), new Set())).toBeNull();
  });
});

describe('what may be done with an order', () => {
  const ALL = { sells: true, edits: true, moves: true, refunds: true };
  const NONE = { sells: false, edits: false, moves: false, refunds: false };
  const LINED = { kind: 'lines', lines: LINES } as const;

  it('follows the machine: nothing is skipped, nothing is changed once it is in production', () => {
    expect(actionsOf(viewOf(PAIR, LINED), ALL)).toEqual(['confirm', 'change', 'cancel']);
    expect(actionsOf(ORDER, ALL)).toEqual(['deposit', 'start', 'change', 'cancel']);
    const started = viewOf(PAIR, LINED, { kind: 'confirm' }, { kind: 'start' });
    expect(actionsOf(started, ALL)).toEqual(['deposit', 'ready', 'remake', 'cancel']);
    const ready = viewOf(PAIR, LINED, { kind: 'confirm' }, { kind: 'start' }, { kind: 'ready' });
    expect(actionsOf(ready, ALL)).toEqual(['settle', 'deposit', 'rework', 'remake', 'cancel']);
    const delivered = viewOf(PAIR, LINED, { kind: 'confirm' }, { kind: 'start' }, { kind: 'ready' }, { kind: 'deliver' });
    expect(actionsOf(delivered, ALL)).toEqual(['warranty']);
  });

  it('a remake costs nothing and is handed over without a receipt', () => {
    const free = viewOf(PAIR, { kind: 'confirm' }, { kind: 'start' }, { kind: 'ready' });
    expect(actionsOf(free, ALL)).toContain('deliver');
    expect(actionsOf(free, ALL)).not.toContain('settle');
  });

  it('a cancelled order gives its advance back', () => {
    const payment = { kind: 'payment', amount: 6_000_00, sale: 'sale:1' } as const;
    const cancelled = viewOf(PAIR, LINED, { kind: 'confirm' }, payment, { kind: 'cancel', reason: 'передумал' });
    expect(actionsOf(cancelled, ALL)).toEqual(['refund', 'reopen']);
  });

  it('names the step that comes next: money first, but not twice, and of ready glasses the hand-over', () => {
    const next = (...more: Parameters<typeof viewOf>) => nextAction(actionsOf(viewOf(...more), ALL), viewOf(...more));
    const [confirm, start] = [{ kind: 'confirm' }, { kind: 'start' }] as const;
    const payment = { kind: 'payment', amount: 6_000_00, sale: 'sale:1' } as const;
    expect(next(PAIR, LINED)).toBe('confirm');
    expect(next(PAIR, LINED, confirm)).toBe('deposit');
    expect(next(PAIR, LINED, confirm, payment)).toBe('start');
    expect(next(PAIR, LINED, confirm, start, { kind: 'ready' })).toBe('settle');
    expect(next(PAIR, LINED, confirm, start, { kind: 'ready' }, { kind: 'deliver' })).toBeNull();
    expect(next(PAIR, LINED, confirm, payment, { kind: 'cancel', reason: 'передумал' })).toBe('refund');
    expect(nextAction(['deposit'], { paid: 1 })).toBe('deposit');
  });

  it('shows nobody what they may not do', () => {
    expect(actionsOf(ORDER, NONE)).toEqual([]);
    expect(actionsOf(ORDER, { ...NONE, sells: true })).toEqual(['deposit']);
  });
});
