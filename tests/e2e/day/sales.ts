import { expect } from '@playwright/test';
import { half, sum } from './desk.ts';
import type { Desk } from './desk.ts';
import type { Deeds } from './plan.ts';
import { typed } from './till-hand.ts';

/** What is sold and paid at once, and `plain` for a deed in the middle of another one. */
export function salesOf(desk: Desk) {
  const plain = async (way: 'cash' | 'card'): Promise<void> => {
    const articles = desk.few();
    await desk.hand.scanAll(articles);
    await desk.hand.toPay(sum(articles));
    await desk.hand.id(`pay-${way}`).click();
    await desk.till.confirm.click();
    const fd = await desk.hand.finish();
    desk.note({ sign: 1, paid: { [way]: sum(articles) }, goods: sum(articles), fd });
    desk.returnable.push({ fd, way, price: articles[0]!.price, name: articles[0]!.name });
  };

  const withChange = async (): Promise<void> => {
    const articles = desk.few();
    const given = Math.ceil((sum(articles) + 1) / 100_000) * 100_000;
    await desk.hand.scanAll(articles);
    await desk.hand.toPay(sum(articles));
    await desk.hand.id('tendered').fill(typed(given));
    await expect(desk.hand.id('change')).toContainText((given - sum(articles)).toString().slice(-2));
    await desk.till.confirm.click();
    desk.note({ sign: 1, paid: { cash: sum(articles) }, goods: sum(articles), fd: await desk.hand.finish() });
  };

  const pieces = async (): Promise<void> => {
    const [article] = desk.goods.some(1, ['care', 'accessory']);
    await desk.hand.scanAll([article!]);
    const more = desk.till.lines.getByRole('button', { name: 'Больше' });
    await more.click();
    await more.click();
    await desk.hand.toPay(3 * article!.price);
    await desk.till.confirm.click();
    const fd = await desk.hand.finish();
    desk.note({ sign: 1, paid: { cash: 3 * article!.price }, goods: 3 * article!.price, fd });
    desk.returnable.push({ fd, way: 'cash', price: article!.price, name: article!.name });
  };

  const split = async (): Promise<void> => {
    const articles = desk.few();
    const card = half(sum(articles));
    await desk.hand.scanAll(articles);
    await desk.hand.toPay(sum(articles));
    await desk.hand.id('pay-card').click();
    await desk.hand.id('part-sum').fill(typed(card));
    await desk.hand.id('add-part').click();
    await desk.hand.id('pay-cash').click();
    await expect(desk.hand.id('rest')).toHaveAttribute('data-kopecks', String(sum(articles) - card));
    await desk.till.confirm.click();
    desk.note({ sign: 1, paid: { card, cash: sum(articles) - card }, goods: sum(articles), fd: await desk.hand.finish() });
  };

  const glasses = async (): Promise<void> => {
    const frame = desk.goods.one('frame');
    const lens = desk.goods.one('lens');
    const total = frame.price + 2 * lens.price;
    await desk.hand.id('glasses').click();
    for (const { sku } of [frame, lens]) {
      await desk.hand.id('glasses-search').fill(sku);
      await expect(desk.till.results.first()).toHaveAttribute('data-sku', sku);
      await desk.hand.id('glasses-search').press('Enter');
    }
    await desk.hand.id('glasses-add').click();
    await expect(desk.till.lines).toHaveCount(3);
    await desk.hand.toPay(total);
    await desk.hand.id('pay-card').click();
    await desk.till.confirm.click();
    desk.note({ sign: 1, paid: { card: total }, goods: total, fd: await desk.hand.finish() });
  };

  const entered = async (): Promise<void> => {
    const price = 10_000 + Math.floor(desk.random() * 100_000);
    await desk.hand.id('manual').click();
    await desk.hand.id('manual-name').fill('Ремонт дужки');
    await desk.hand.id('manual-price').fill(typed(price));
    await desk.hand.id('manual-add').click();
    await expect(desk.hand.id('entered')).toBeVisible();
    await desk.hand.toPay(price);
    await desk.till.confirm.click();
    desk.note({ sign: 1, paid: { cash: price }, goods: price, fd: await desk.hand.finish() });
  };

  /** The customer forgot the purse in the car; another one is served meanwhile. */
  const parked = async (): Promise<void> => {
    const articles = desk.few();
    const note = desk.newOrder();
    await desk.hand.scanAll(articles);
    await desk.till.park(note);
    await plain('card');
    await desk.till.takeBack(note);
    await desk.hand.toPay(sum(articles));
    await desk.till.confirm.click();
    desk.note({ sign: 1, paid: { cash: sum(articles) }, goods: sum(articles), fd: await desk.hand.finish() });
  };

  return {
    cash: () => plain('cash'),
    card: () => plain('card'),
    'with-change': withChange,
    pieces,
    split,
    glasses,
    entered,
    parked,
  } satisfies Deeds;
}
