import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CardAttempt, Refund } from '../../../design/documents/facts.ts';
import { EMPTY_CART } from '../../../design/sale/cart.ts';
import { handOver } from '../../../design/sale/hand-over.ts';
import { FULL, type Settlement } from '../../../design/sale/settlement.ts';
import { startFixture, type ServerFixture } from '../server/sync-server.fixture.ts';
import { entry } from './payment.fixture.ts';
import { MANAGER, startDesk, takeAll, type Desk } from './refund.fixture.ts';

let fixture: ServerFixture;
let desk: Desk;
beforeEach(async () => {
  fixture = await startFixture();
  desk = await startDesk(fixture);
});
afterEach(async () => {
  await desk.end();
  await fixture.end();
});

describe('money goes back the way it came (A-40)', () => {
  it('a split receipt, in two parts: each way exactly, the card by an operation of its own', async () => {
    const sale = await desk.sell([['RB-1', 100_01, 3]], [100_00]);
    await desk.deliver();
    await desk.refund.open(sale);
    desk.refund.choose(0, 1000);
    desk.refund.setReason('defect', '');
    await desk.refund.confirm();
    await takeAll(desk, sale);
    const [sold, ...back] = desk.receipts();
    for (const way of ['cash', 'card'] as const) {
      expect(back.reduce((sum, { payments }) => sum + payments[way], 0)).toBe(sold!.payments[way]);
    }
    expect([desk.bank(), desk.refundsAtBank()]).toEqual([0, expect.objectContaining({ length: 2 })]);
    const attempts = await desk.till.all<CardAttempt>('card-attempt');
    const refunds = await desk.till.all<Refund>('refund');
    for (const { _id } of refunds) {
      expect(attempts.filter(({ sale: of }) => of === _id).map(({ outcome }) => outcome)).toEqual(['started', 'approved']);
    }
    expect(await desk.violations()).toEqual([]);
  });

  it('in cash for a card only by a manager’s signature', async () => {
    const sale = await desk.sell(
      [
        ['RB-1', 100_00],
        ['RB-2', 50_00],
      ],
      [100_00],
    );
    await desk.deliver();
    await desk.sell([['RB-9', 500_00]]);
    await desk.refund.open(sale);
    desk.refund.setInCash(true);
    desk.refund.setReason('other', 'карты больше нет');
    desk.refund.choose(0, 1000);
    await desk.refund.confirm();
    expect([desk.refund.phase, desk.refund.error?.code]).toEqual(['blocked', 'REFUND_PAYMENT_DIFFERS']);
    desk.supervisor.signed = MANAGER;
    await desk.refund.override('Наличными вместо карты');
    expect(desk.refund.phase).toBe('done');
    expect(desk.receipts().at(-1)).toMatchObject({ payments: { cash: 100_00, card: 0 } });
    await takeAll(desk, sale);
    expect(desk.receipts().at(-1)).toMatchObject({ total: 50_00 });
    expect(await desk.violations()).toEqual([]);
  });
});

describe('money that was paid in advance (A-41)', () => {
  const prepaid = async (settlement: Settlement): Promise<string> => {
    const { till } = desk;
    till.cart.add(entry('RB-1', 12_000_00, '22'));
    till.sale.pay();
    till.sale.setSettlement(settlement);
    till.sale.setOrder('З-1042');
    await till.sale.confirm();
    return desk.finish();
  };
  const giveBack = async (sale: string, amount: number): Promise<void> => {
    await desk.refund.open(sale);
    desk.refund.chooseMoney(amount);
    desk.refund.setReason('order-cancelled', '');
    await desk.refund.confirm();
  };
  /** The goods are handed over, as much of the deposit as is left set off, the rest in cash. */
  const handOverAll = async (): Promise<string> => {
    await desk.till.deposits.load();
    const paid = handOver(desk.till.deposits.deposits[0]!, desk.till.cart.cart)!;
    desk.till.sale.payFor(paid.cart, FULL, paid.tenders);
    await desk.till.sale.confirm();
    return desk.finish();
  };

  it.each([
    [{ kind: 'prepayment', amount: 4_000_00 }, 'prepayment'],
    [{ kind: 'advance', amount: 4_000_00 }, 'advance'],
  ] as const)('goes back in parts under its own tags, and never more than its rest (%o)', async (settlement, method) => {
    const sale = await prepaid(settlement);
    await desk.deliver();
    await giveBack(sale, 1_500_00);
    expect(desk.receipts()[1]).toMatchObject({
      ...{ operation: 'refund', items: [{ method, vat: '22/122', amount: 1_500_00 }], payments: { cash: 1_500_00, prepaid: 0 } },
    });
    await desk.till.deposits.load();
    expect(desk.till.deposits.deposits).toMatchObject([{ left: 2_500_00 }]);
    await giveBack(sale, 9_999_00);
    expect(desk.receipts()[2]).toMatchObject({ total: 2_500_00 });
    await giveBack(sale, 1_00);
    expect([desk.refund.canConfirm, desk.receipts().length]).toEqual([false, 3]);
    expect(await desk.violations()).toEqual([]);
  });

  it('that was set off while its refund waited is not given back', async () => {
    const sale = await prepaid({ kind: 'prepayment', amount: 4_000_00 });
    await giveBack(sale, 4_000_00);
    expect(desk.refund.phase).toBe('blocked');
    const { key } = desk.refund.waiting[0]!.plan;
    desk.refund.leave();
    await handOverAll();
    await desk.deliver();
    await desk.refund.resume(key);
    expect([desk.refund.phase, desk.refund.error?.code]).toEqual(['choosing', 'DEPOSIT_USED']);
    expect(desk.receipts()).toHaveLength(2);
    expect(await desk.violations()).toEqual([]);
  });

  it('and set off: goods that come back make it a deposit again, and that may be paid out', async () => {
    const deposit = await prepaid({ kind: 'prepayment', amount: 4_000_00 });
    const sale = await handOverAll();
    await desk.deliver();
    await takeAll(desk, sale);
    expect(desk.receipts()[2]).toMatchObject({
      ...{ items: [{ method: 'full', vat: '22', amount: 12_000_00 }], payments: { cash: 8_000_00, prepaid: 4_000_00 } },
    });
    await giveBack(deposit, 4_000_00);
    expect(desk.receipts()[3]).toMatchObject({ items: [{ method: 'prepayment' }], payments: { cash: 4_000_00 } });
    expect(desk.gateway.register.cash).toBe(0);
    expect(await desk.violations()).toEqual([]);
  });
});

describe('goods sold on credit', () => {
  /** 300 paid at once, 600 owed. */
  const onCredit = async (): Promise<string> => {
    const { till } = desk;
    for (let n = 0; n < 2; n += 1) till.cart.add(entry('RB-1', 450_00));
    till.sale.pay();
    till.sale.setSettlement({ kind: 'credit', now: 300_00 });
    till.sale.setOrder('Сидоров');
    await till.sale.confirm();
    return desk.finish();
  };
  const payOff = async (sale: string, amount: number): Promise<string> => {
    desk.till.sale.payFor({ ...EMPTY_CART, order: 'Сидоров' }, { kind: 'credit-payment', sale, amount });
    await desk.till.sale.confirm();
    return desk.finish();
  };
  const debts = async () => {
    await desk.till.deposits.load();
    await desk.till.hear();
    return desk.till.deposits.debts.map(({ left }) => left);
  };

  it('and partly paid off: the debt is cancelled first, then money goes back', async () => {
    const sale = await onCredit();
    await payOff(sale, 200_00);
    await desk.deliver();
    await desk.refund.open(sale);
    desk.refund.choose(0, 1000);
    desk.refund.setReason('defect', '');
    await desk.refund.confirm();
    expect(desk.receipts()[2]).toMatchObject({ payments: { cash: 50_00, credit: 400_00 } });
    expect([desk.refund.payoffs, await debts()]).toEqual([[], []]);
    expect(await desk.violations()).toEqual([]);
  });

  it('what was paid off goes back by its own receipt, found again after a crash, and nothing beyond', async () => {
    const sale = await onCredit();
    const payment = await payOff(sale, 200_00);
    await desk.deliver();
    await takeAll(desk, sale);
    expect(desk.receipts()[2]).toMatchObject({ payments: { cash: 300_00, credit: 600_00 } });
    expect(desk.refund.payoffs).toMatchObject([{ sale: payment, left: 200_00 }]);
    await desk.reopen();
    await desk.refund.open(sale);
    await desk.refund.openPayoff(desk.refund.payoffs[0]!);
    desk.refund.setReason('defect', '');
    await desk.refund.confirm();
    expect(desk.receipts()[3]).toMatchObject({ items: [{ method: 'credit-payment' }], payments: { cash: 200_00 } });
    await desk.refund.open(sale);
    expect([desk.refund.payoffs, await debts(), desk.gateway.register.cash]).toEqual([[], [], 0]);
    expect(await desk.violations()).toEqual([]);
  });

  it('is paid off once: the second payment of the same debt is refused before it is written', async () => {
    const sale = await onCredit();
    await payOff(sale, 400_00);
    await desk.till.hear();
    desk.till.sale.payFor({ ...EMPTY_CART, order: 'Сидоров' }, { kind: 'credit-payment', sale, amount: 201_00 });
    await desk.till.sale.confirm();
    expect(desk.till.sale.error).toMatchObject({ code: 'DEBT_PAID', details: { left: 200_00, wanted: 201_00 } });
    desk.till.sale.cancelPay();
    await payOff(sale, 200_00);
    expect([await debts(), desk.receipts().length]).toEqual([[], 3]);
    expect(await desk.violations()).toEqual([]);
  });

  it('gives no more money back than was paid, whatever is ticked and whoever signs', async () => {
    const sale = await onCredit();
    await desk.sell([['RB-9', 5_000_00]]);
    await desk.deliver();
    await desk.refund.open(sale);
    desk.refund.chooseAll();
    desk.refund.setInCash(true);
    desk.refund.setReason('defect', '');
    await desk.refund.confirm();
    expect(desk.receipts().at(-1)).toMatchObject({ total: 900_00, payments: { cash: 300_00, credit: 600_00 } });
    expect(await desk.violations()).toEqual([]);
  });
});
