import { expect } from '@playwright/test';
import type { Way } from './book.ts';
import { sum } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Deeds } from './plan.ts';
import { TillHand } from './till-hand.ts';

/** What comes back, and what goes wrong. */
export function troublesOf(desk: Desk) {
  /** One piece of a receipt comes back. While nothing has reached the operator a manager's word is needed. */
  const refund = async (way: Way): Promise<void> => {
    const at = desk.returnable.findIndex((sale) => sale.way === way);
    const [sale] = desk.returnable.splice(at, 1);
    if (at < 0 || !sale) throw new Error(`nothing to give back by ${way}`);
    const id = (name: string) => desk.hand.id(name);
    await desk.hand.go('nav-refund');
    await id('refund-find').fill(String(sale.fd));
    await id('refund-find').press('Enter');
    const candidate = id('refund-candidate').filter({ hasText: sale.name });
    await expect(id('refund-original').or(candidate.first())).toBeVisible();
    if (await candidate.first().isVisible()) await candidate.first().click();
    await expect(id('refund-original')).toHaveAttribute('data-fd', String(sale.fd));
    await id('refund-line').filter({ hasText: sale.name }).getByTestId('refund-more').click();
    await id('refund-reason-not-suitable').click();
    await id('refund-confirm').click();
    await expect(id('refund-blocked').or(id('refund-next'))).toBeVisible({ timeout: 60_000 });
    if (await id('refund-blocked').isVisible()) {
      await id('refund-override').click();
      await desk.hand.sign();
      await expect(id('refund-next')).toBeVisible({ timeout: 60_000 });
    }
    const fd = Number(/\d+/.exec((await id('refund-fd').textContent()) ?? '')?.[0]);
    await id('refund-next').click();
    desk.note({ sign: -1, paid: { [way]: sale.price }, goods: sale.price, fd });
    await desk.hand.backToTill();
  };

  /** The bank refuses the card; the customer has cash. */
  const declined = async (): Promise<void> => {
    const articles = desk.few();
    await desk.hand.terminal('decline');
    await desk.hand.scanAll(articles);
    await desk.hand.toPay(sum(articles));
    await desk.hand.id('pay-card').click();
    await desk.till.confirm.click();
    await expect(desk.till.page.getByRole('alert').or(desk.hand.id('error-note')).first()).toBeVisible();
    await desk.hand.id('pay-cash').click();
    await desk.till.confirm.click();
    desk.note({ sign: 1, paid: { cash: sum(articles) }, goods: sum(articles), fd: await desk.hand.finish() });
    desk.book.voided += 1;
  };

  /** The terminal's answer is lost: it is asked, never charged again. */
  const cardLost = async (): Promise<void> => {
    const articles = desk.few();
    await desk.hand.terminal('unknown-approved');
    await desk.hand.scanAll(articles);
    await desk.hand.toPay(sum(articles));
    await desk.hand.id('pay-card').click();
    await desk.till.confirm.click();
    await expect(desk.hand.id('card-standing')).toBeVisible();
    await desk.hand.id('retry').click();
    desk.note({ sign: 1, paid: { card: sum(articles) }, goods: sum(articles), fd: await desk.hand.finish() });
  };

  /** The register refuses, the customer leaves: the sale is given up with a reason. */
  const givenUp = async (): Promise<void> => {
    await desk.shop.register.fault({ kind: 'refuse', reason: 'drive-refused', times: 1 });
    const articles = desk.few();
    await desk.hand.scanAll(articles);
    await desk.hand.toPay(sum(articles));
    await desk.till.confirm.click();
    await desk.hand.id('to-tray').click();
    await desk.hand.go('tray');
    await desk.hand.id('tray-void').click();
    await desk.hand.id('void-reason').fill('покупатель ушёл');
    await desk.hand.id('void-confirm').click();
    await expect(desk.hand.id('tray-item')).toHaveCount(0);
    desk.book.voided += 1;
    await desk.hand.backToTill();
  };

  /** Mains and all: the gateway dies with the receipt in the drive and no word of it written, the browser with it. */
  const powerCut = async (): Promise<void> => {
    const articles = desk.few();
    await desk.shop.kill('gateway');
    await desk.shop.start('gateway', { OPTICS_CRASH_AT: 'after-register' });
    await desk.hand.scanAll(articles);
    await desk.hand.toPay(sum(articles));
    await desk.till.confirm.click();
    await desk.shop.program('gateway').gone();
    await desk.till.kill();
    desk.note({ sign: 1, paid: { cash: sum(articles) }, goods: sum(articles), fd: null });

    await desk.shop.start('gateway');
    const till = await desk.shop.reopen(desk.till);
    desk.hand = new TillHand(till);
    await desk.hand.readNotices();
    await till.takeTill();
    await expect(till.lines).toHaveCount(0);
    await desk.hand.go('lock');
    await desk.unlock();
  };

  const reload = async (): Promise<void> => {
    await desk.till.page.reload();
    await desk.unlock();
  };

  return {
    refund: () => refund('cash'),
    'card-refund': () => refund('card'),
    declined,
    'card-lost': cardLost,
    'given-up': givenUp,
    'power-cut': powerCut,
    reload,
  } satisfies Deeds;
}
