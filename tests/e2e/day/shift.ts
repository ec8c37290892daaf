import { expect } from '@playwright/test';
import { PINS } from '../pages/people.page.ts';
import type { Desk } from './desk.ts';
import type { Deeds } from './plan.ts';
import { typed } from './till-hand.ts';

/** The drawer, its reports and who stands at it; at last the close. */
export function shiftOf(desk: Desk) {
  const figure = async (what: string, kopecks: number, count?: number): Promise<void> => {
    const figure = desk.hand.id(`figure-${what}`);
    await expect(figure, what).toHaveAttribute('data-kopecks', String(kopecks));
    if (count !== undefined) await expect(figure, what).toHaveAttribute('data-count', String(count));
  };

  /** X or Z on the screen says what the book says. */
  const figuresAgree = async (): Promise<void> => {
    const [sales, refunds] = [desk.book.side(1), desk.book.side(-1)];
    await figure('sales', sales.total, sales.count);
    await figure('refunds', refunds.total, refunds.count);
    await figure('cash', desk.book.net('cash'));
    await figure('card', desk.book.net('card'));
    await figure('other', desk.book.net('prepaid') + desk.book.net('credit'));
    await figure('in', desk.book.cashIn);
    await figure('out', desk.book.cashOut);
    await expect(desk.hand.id('report-drawer')).toHaveAttribute('data-kopecks', String(desk.book.drawer));
  };

  const x = async (): Promise<void> => {
    await desk.hand.go('nav-report');
    await desk.hand.id('report-x').click();
    await expect(desk.hand.id('report')).toHaveAttribute('data-type', 'x');
    await figuresAgree();
    await desk.hand.backToTill();
  };

  const moveCash = async (direction: 'in' | 'out'): Promise<void> => {
    const kopecks = direction === 'in' ? 200_000 : 150_050;
    await desk.hand.go('nav-report');
    await desk.hand.id(`cash-${direction}`).click();
    await desk.hand.id('cash-amount').fill(typed(kopecks));
    await desk.hand.id('cash-confirm').click();
    await expect(desk.hand.id('cash-amount')).toBeHidden();
    desk.book.move(direction, kopecks);
    await desk.hand.backToTill();
  };

  const nextCashier = async (): Promise<void> => {
    const to = desk.cashiers.find((name) => name !== desk.cashier)!;
    await desk.hand.go('nav-report');
    await desk.hand.id('handover').click();
    await desk.hand.id('handover-to').filter({ hasText: to }).click();
    await desk.hand.id('handover-pin').fill(PINS.cashier);
    await desk.hand.id('handover-confirm').click();
    await expect(desk.hand.id('handover-pin')).toBeHidden();
    desk.cashier = to;
    await desk.hand.backToTill();
  };

  /** The evening: the drawer is counted, all but a float goes to the bank, the Z says what the book says. */
  const close = async (left: number): Promise<void> => {
    const { drawer } = desk.book;
    await desk.hand.go('nav-report');
    await desk.hand.id('report-z').click();
    await expect(desk.hand.id('close-expected')).toHaveAttribute('data-kopecks', String(drawer));
    await desk.hand.id('close-counted').fill(typed(drawer));
    await desk.hand.id('close-collected').fill(typed(drawer - left));
    await desk.hand.id('report-z-confirm').click();
    await desk.hand.sign();
    await expect(desk.hand.id('report')).toHaveAttribute('data-type', 'z');
    desk.book.counted = drawer;
    desk.book.move('out', drawer - left);
  };

  const deeds = {
    x,
    'cash-in': () => moveCash('in'),
    'cash-out': () => moveCash('out'),
    'next-cashier': nextCashier,
  } satisfies Deeds;
  return { deeds, figuresAgree, close };
}
