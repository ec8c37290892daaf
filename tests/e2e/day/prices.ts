import { expect } from '@playwright/test';
import { sum } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Deeds } from './plan.ts';
import { typed } from './till-hand.ts';

/** Discounts, a coupon, a price by hand; the sums are the customer’s own. */
export function pricesOf(desk: Desk) {
  const byHand = async (tab: string, value: string): Promise<void> => {
    await desk.hand.id(`price-tab-${tab}`).click();
    await desk.hand.id('price-value').fill(value);
    await desk.hand.id('reason-regular').click();
    await desk.hand.id('price-apply').click();
  };

  const paidInCash = async (total: number): Promise<void> => {
    await desk.hand.toPay(total);
    await desk.till.confirm.click();
    desk.note({ sign: 1, paid: { cash: total }, goods: total, fd: await desk.hand.finish() });
  };

  /** Price tags are whole tens of roubles: a tenth of one is exact. */
  const lineDiscount = async (): Promise<void> => {
    const [first, last] = desk.goods.some(2);
    await desk.hand.scanAll([first!, last!]);
    await desk.hand.id('change-line').click();
    await byHand('percent', '10');
    await paidInCash(first!.price + last!.price - last!.price / 10);
  };

  const receiptDiscount = async (): Promise<void> => {
    const articles = desk.goods.some(3);
    await desk.hand.scanAll(articles);
    await desk.hand.id('receipt-discount').click();
    await byHand('percent', '5');
    await paidInCash(sum(articles) - sum(articles) / 20);
  };

  const coupon = async (): Promise<void> => {
    const [article] = desk.goods.some(1, ['sunglasses']);
    await desk.hand.scanAll([article!]);
    await desk.hand.id('receipt-discount').click();
    await desk.hand.id('price-tab-coupon').click();
    await desk.hand.id('coupon').fill('SEASON20');
    await desk.hand.id('coupon-add').click();
    await expect(desk.hand.id('coupon-row')).toHaveAttribute('data-state', 'applied');
    await desk.till.page.keyboard.press('Escape');
    await paidInCash(article!.price - article!.price / 5);
  };

  /** Thirty per cent: over what a cashier may give, within what a manager signs for. */
  const priceByHand = async (): Promise<void> => {
    const [article] = desk.goods.some(1, ['frame']);
    const price = (article!.price / 10) * 7;
    await desk.hand.scanAll([article!]);
    await desk.hand.id('change-line').click();
    await byHand('price', typed(price));
    await desk.hand.sign();
    await paidInCash(price);
  };

  return {
    'line-discount': lineDiscount,
    'receipt-discount': receiptDiscount,
    coupon,
    'price-by-hand': priceByHand,
  } satisfies Deeds;
}
