import { expect } from '@playwright/test';
import { half, sum } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Deeds } from './plan.ts';
import { typed } from './till-hand.ts';

/** Money before the goods, and after them. */
export function depositsOf(desk: Desk) {
  const deposits: { order: string; goods: number; paid: number }[] = [];
  const advances: { order: string; paid: number }[] = [];
  const debts: { order: string; owed: number }[] = [];

  const deposit = async (): Promise<void> => {
    const articles = desk.few();
    const order = desk.newOrder();
    const paid = half(sum(articles));
    await desk.hand.scanAll(articles);
    await desk.hand.toPay(sum(articles));
    await desk.hand.id('kind-prepayment').click();
    await desk.hand.id('pay-now').fill(typed(paid));
    await desk.hand.id('pay-order').fill(order);
    await desk.hand.id('pay-order').press('Tab');
    await expect(desk.hand.id('due')).toHaveAttribute('data-kopecks', String(paid));
    await desk.till.confirm.click();
    desk.note({ sign: 1, paid: { cash: paid }, goods: 0, advance: paid, fd: await desk.hand.finish() });
    deposits.push({ order, goods: sum(articles), paid });
  };

  const handOver = async (): Promise<void> => {
    const { order, goods, paid } = deposits.shift()!;
    await desk.hand.id('deposits').click();
    await desk.hand.id('deposit').filter({ hasText: order }).getByTestId('deposit-use').click();
    await expect(desk.hand.id('due')).toHaveAttribute('data-kopecks', String(goods - paid));
    await desk.till.confirm.click();
    desk.note({ sign: 1, paid: { prepaid: paid, cash: goods - paid }, goods, fd: await desk.hand.finish() });
  };

  const advance = async (): Promise<void> => {
    const order = desk.newOrder();
    const paid = 50_000 + Math.floor(desk.random() * 5) * 10_000;
    await desk.hand.id('deposits').click();
    await desk.hand.id('advance-sum').fill(typed(paid));
    await desk.hand.id('advance-order').fill(order);
    await desk.hand.id('advance-take').click();
    await desk.till.confirm.click();
    desk.note({ sign: 1, paid: { cash: paid }, goods: 0, advance: paid, fd: await desk.hand.finish() });
    advances.push({ order, paid });
  };

  /** The advance pays a part of what was chosen at last. */
  const advanceUsed = async (): Promise<void> => {
    const { order, paid } = advances.shift()!;
    const articles = desk.goods.some(2, ['frame']);
    const total = sum(articles);
    await desk.hand.scanAll(articles);
    await desk.hand.toPay(total);
    await desk.hand.id('use-deposit').click();
    await desk.hand.id('deposit').filter({ hasText: order }).getByTestId('deposit-use').click();
    await expect(desk.hand.id('rest')).toHaveAttribute('data-kopecks', String(total - paid));
    await desk.till.confirm.click();
    desk.note({ sign: 1, paid: { prepaid: paid, cash: total - paid }, goods: total, fd: await desk.hand.finish() });
  };

  const credit = async (): Promise<void> => {
    const articles = desk.goods.some(1, ['frame']);
    const total = sum(articles);
    const now = half(total);
    const order = desk.newOrder();
    await desk.hand.scanAll(articles);
    await desk.hand.toPay(total);
    await desk.hand.id('kind-credit').click();
    await desk.hand.id('pay-now').fill(typed(now));
    await desk.hand.id('pay-order').fill(order);
    await desk.hand.id('pay-order').press('Tab');
    await expect(desk.hand.id('due')).toHaveAttribute('data-kopecks', String(now));
    await desk.till.confirm.click();
    desk.note({ sign: 1, paid: { cash: now, credit: total - now }, goods: total, fd: await desk.hand.finish() });
    debts.push({ order, owed: total - now });
  };

  const debtPaid = async (): Promise<void> => {
    const { order, owed } = debts.shift()!;
    await desk.hand.id('deposits').click();
    await desk.hand.id('debt').filter({ hasText: order }).getByTestId('debt-pay').click();
    await expect(desk.hand.id('due')).toHaveAttribute('data-kopecks', String(owed));
    await desk.till.confirm.click();
    desk.note({ sign: 1, paid: { cash: owed }, goods: 0, debt: owed, fd: await desk.hand.finish() });
  };

  return {
    deposit,
    'hand-over': handOver,
    advance,
    'advance-used': advanceUsed,
    credit,
    'debt-paid': debtPaid,
  } satisfies Deeds;
}
