import { expect } from '@playwright/test';
import type { Shop } from '../harness/shop.ts';
import type { ShopTill } from '../harness/shop-till.ts';
import { PINS } from '../pages/people.page.ts';
import type { Book, Entry, Way } from './book.ts';
import type { Article, Goods } from './goods.ts';
import type { Deed, Event } from './plan.ts';
import { TillHand, typed } from './till-hand.ts';

/** A sale of whole pieces at list price, paid in one way: something of it may come back. */
interface Returnable {
  readonly fd: number;
  readonly way: Way;
  readonly price: number;
  readonly name: string;
}

const sum = (articles: readonly Article[]): number => articles.reduce((all, { price }) => all + price, 0);
/** About half, in whole roubles. */
const half = (kopecks: number): number => Math.floor(kopecks / 200) * 100;

/** One working day at one till. What is done on the screen is written into the book, by hand and in the customer's sums. */
export class Day {
  readonly shop: Shop;
  readonly goods: Goods;
  readonly book: Book;
  readonly random: () => number;
  readonly cashiers: readonly string[];
  hand: TillHand;
  #cashier: string;
  #orders = 0;
  readonly #deposits: { order: string; goods: number; paid: number }[] = [];
  readonly #advances: { order: string; paid: number }[] = [];
  readonly #debts: { order: string; owed: number }[] = [];
  readonly #returnable: Returnable[] = [];

  constructor(shop: Shop, till: ShopTill, goods: Goods, book: Book, random: () => number, cashiers: readonly [string, string]) {
    this.shop = shop;
    this.hand = new TillHand(till);
    this.goods = goods;
    this.book = book;
    this.random = random;
    this.cashiers = cashiers;
    this.#cashier = cashiers[0];
  }

  get till(): ShopTill {
    return this.hand.till;
  }

  do(what: Deed | Event): Promise<void> {
    return this.#does[what]();
  }

  readonly #does: Readonly<Record<Deed | Event, () => Promise<void>>> = {
    cash: () => this.#plain('cash'),
    card: () => this.#plain('card'),
    'with-change': () => this.#withChange(),
    pieces: () => this.#pieces(),
    split: () => this.#split(),
    'line-discount': () => this.#lineDiscount(),
    'receipt-discount': () => this.#receiptDiscount(),
    coupon: () => this.#coupon(),
    'price-by-hand': () => this.#priceByHand(),
    parked: () => this.#parked(),
    glasses: () => this.#glasses(),
    entered: () => this.#entered(),
    deposit: () => this.#deposit(),
    'hand-over': () => this.#handOver(),
    advance: () => this.#advance(),
    'advance-used': () => this.#advanceUsed(),
    credit: () => this.#credit(),
    'debt-paid': () => this.#debtPaid(),
    refund: () => this.#refund('cash'),
    'card-refund': () => this.#refund('card'),
    declined: () => this.#declined(),
    'card-lost': () => this.#cardLost(),
    'given-up': () => this.#givenUp(),
    reload: () => this.#reload(),
    x: () => this.#x(),
    'cash-in': () => this.#moveCash('in'),
    'cash-out': () => this.#moveCash('out'),
    'next-cashier': () => this.#nextCashier(),
    'power-cut': () => this.#powerCut(),
  };

  #few(): Article[] {
    return this.goods.some(1 + Math.floor(this.random() * 3));
  }

  #note(entry: Omit<Entry, 'cashier'>): void {
    this.book.note({ ...entry, cashier: this.#cashier });
  }

  #newOrder(): string {
    this.#orders += 1;
    return `ЗК-${String(this.#orders).padStart(3, '0')}`;
  }

  // Sales

  async #plain(way: 'cash' | 'card'): Promise<void> {
    const articles = this.#few();
    await this.hand.scanAll(articles);
    await this.hand.toPay(sum(articles));
    await this.hand.id(`pay-${way}`).click();
    await this.till.confirm.click();
    const fd = await this.hand.finish();
    this.#note({ sign: 1, paid: { [way]: sum(articles) }, goods: sum(articles), fd });
    this.#returnable.push({ fd, way, price: articles[0]!.price, name: articles[0]!.name });
  }

  async #withChange(): Promise<void> {
    const articles = this.#few();
    const given = Math.ceil((sum(articles) + 1) / 100_000) * 100_000;
    await this.hand.scanAll(articles);
    await this.hand.toPay(sum(articles));
    await this.hand.id('tendered').fill(typed(given));
    await expect(this.hand.id('change')).toContainText((given - sum(articles)).toString().slice(-2));
    await this.till.confirm.click();
    this.#note({ sign: 1, paid: { cash: sum(articles) }, goods: sum(articles), fd: await this.hand.finish() });
  }

  async #pieces(): Promise<void> {
    const [article] = this.goods.some(1, ['care', 'accessory']);
    await this.hand.scanAll([article!]);
    const more = this.till.lines.getByRole('button', { name: 'Больше' });
    await more.click();
    await more.click();
    await this.hand.toPay(3 * article!.price);
    await this.till.confirm.click();
    const fd = await this.hand.finish();
    this.#note({ sign: 1, paid: { cash: 3 * article!.price }, goods: 3 * article!.price, fd });
    this.#returnable.push({ fd, way: 'cash', price: article!.price, name: article!.name });
  }

  async #split(): Promise<void> {
    const articles = this.#few();
    const card = half(sum(articles));
    await this.hand.scanAll(articles);
    await this.hand.toPay(sum(articles));
    await this.hand.id('pay-card').click();
    await this.hand.id('part-sum').fill(typed(card));
    await this.hand.id('add-part').click();
    await this.hand.id('pay-cash').click();
    await expect(this.hand.id('rest')).toHaveAttribute('data-kopecks', String(sum(articles) - card));
    await this.till.confirm.click();
    this.#note({ sign: 1, paid: { card, cash: sum(articles) - card }, goods: sum(articles), fd: await this.hand.finish() });
  }

  async #glasses(): Promise<void> {
    const frame = this.goods.one('frame');
    const lens = this.goods.one('lens');
    const total = frame.price + 2 * lens.price;
    await this.hand.id('glasses').click();
    for (const { sku } of [frame, lens]) {
      await this.hand.id('glasses-search').fill(sku);
      await expect(this.till.results.first()).toHaveAttribute('data-sku', sku);
      await this.hand.id('glasses-search').press('Enter');
    }
    await this.hand.id('glasses-add').click();
    await expect(this.till.lines).toHaveCount(3);
    await this.hand.toPay(total);
    await this.hand.id('pay-card').click();
    await this.till.confirm.click();
    this.#note({ sign: 1, paid: { card: total }, goods: total, fd: await this.hand.finish() });
  }

  async #entered(): Promise<void> {
    const price = 10_000 + Math.floor(this.random() * 100_000);
    await this.hand.id('manual').click();
    await this.hand.id('manual-name').fill('Ремонт дужки');
    await this.hand.id('manual-price').fill(typed(price));
    await this.hand.id('manual-add').click();
    await expect(this.hand.id('entered')).toBeVisible();
    await this.hand.toPay(price);
    await this.till.confirm.click();
    this.#note({ sign: 1, paid: { cash: price }, goods: price, fd: await this.hand.finish() });
  }

  /** The customer forgot the purse in the car; another one is served meanwhile. */
  async #parked(): Promise<void> {
    const articles = this.#few();
    const note = this.#newOrder();
    await this.hand.scanAll(articles);
    await this.till.park(note);
    await this.#plain('card');
    await this.till.takeBack(note);
    await this.hand.toPay(sum(articles));
    await this.till.confirm.click();
    this.#note({ sign: 1, paid: { cash: sum(articles) }, goods: sum(articles), fd: await this.hand.finish() });
  }

  // Prices

  async #byHand(tab: string, value: string): Promise<void> {
    await this.hand.id(`price-tab-${tab}`).click();
    await this.hand.id('price-value').fill(value);
    await this.hand.id('reason-regular').click();
    await this.hand.id('price-apply').click();
  }

  async #paidInCash(total: number): Promise<void> {
    await this.hand.toPay(total);
    await this.till.confirm.click();
    this.#note({ sign: 1, paid: { cash: total }, goods: total, fd: await this.hand.finish() });
  }

  /** Price tags are whole tens of roubles: a tenth of one is exact. */
  async #lineDiscount(): Promise<void> {
    const [first, last] = this.goods.some(2);
    await this.hand.scanAll([first!, last!]);
    await this.hand.id('change-line').click();
    await this.#byHand('percent', '10');
    await this.#paidInCash(first!.price + last!.price - last!.price / 10);
  }

  async #receiptDiscount(): Promise<void> {
    const articles = this.goods.some(3);
    await this.hand.scanAll(articles);
    await this.hand.id('receipt-discount').click();
    await this.#byHand('percent', '5');
    await this.#paidInCash(sum(articles) - sum(articles) / 20);
  }

  async #coupon(): Promise<void> {
    const [article] = this.goods.some(1, ['sunglasses']);
    await this.hand.scanAll([article!]);
    await this.hand.id('receipt-discount').click();
    await this.hand.id('price-tab-coupon').click();
    await this.hand.id('coupon').fill('SEASON20');
    await this.hand.id('coupon-add').click();
    await expect(this.hand.id('coupon-row')).toHaveAttribute('data-state', 'applied');
    await this.till.page.keyboard.press('Escape');
    await this.#paidInCash(article!.price - article!.price / 5);
  }

  /** Thirty per cent: over what a cashier may give, within what a manager signs for. */
  async #priceByHand(): Promise<void> {
    const [article] = this.goods.some(1, ['frame']);
    const price = (article!.price / 10) * 7;
    await this.hand.scanAll([article!]);
    await this.hand.id('change-line').click();
    await this.#byHand('price', typed(price));
    await this.hand.sign();
    await this.#paidInCash(price);
  }

  // Money before the goods, and after them

  async #deposit(): Promise<void> {
    const articles = this.#few();
    const order = this.#newOrder();
    const paid = half(sum(articles));
    await this.hand.scanAll(articles);
    await this.hand.toPay(sum(articles));
    await this.hand.id('kind-prepayment').click();
    await this.hand.id('pay-now').fill(typed(paid));
    await this.hand.id('pay-order').fill(order);
    await this.hand.id('pay-order').press('Tab');
    await expect(this.hand.id('due')).toHaveAttribute('data-kopecks', String(paid));
    await this.till.confirm.click();
    this.#note({ sign: 1, paid: { cash: paid }, goods: 0, advance: paid, fd: await this.hand.finish() });
    this.#deposits.push({ order, goods: sum(articles), paid });
  }

  async #handOver(): Promise<void> {
    const { order, goods, paid } = this.#deposits.shift()!;
    await this.hand.id('deposits').click();
    await this.hand.id('deposit').filter({ hasText: order }).getByTestId('deposit-use').click();
    await expect(this.hand.id('due')).toHaveAttribute('data-kopecks', String(goods - paid));
    await this.till.confirm.click();
    this.#note({ sign: 1, paid: { prepaid: paid, cash: goods - paid }, goods, fd: await this.hand.finish() });
  }

  async #advance(): Promise<void> {
    const order = this.#newOrder();
    const paid = 50_000 + Math.floor(this.random() * 5) * 10_000;
    await this.hand.id('deposits').click();
    await this.hand.id('advance-sum').fill(typed(paid));
    await this.hand.id('advance-order').fill(order);
    await this.hand.id('advance-take').click();
    await this.till.confirm.click();
    this.#note({ sign: 1, paid: { cash: paid }, goods: 0, advance: paid, fd: await this.hand.finish() });
    this.#advances.push({ order, paid });
  }

  /** The advance pays a part of what was chosen at last. */
  async #advanceUsed(): Promise<void> {
    const { order, paid } = this.#advances.shift()!;
    const articles = this.goods.some(2, ['frame']);
    const total = sum(articles);
    await this.hand.scanAll(articles);
    await this.hand.toPay(total);
    await this.hand.id('use-deposit').click();
    await this.hand.id('deposit').filter({ hasText: order }).getByTestId('deposit-use').click();
    await expect(this.hand.id('rest')).toHaveAttribute('data-kopecks', String(total - paid));
    await this.till.confirm.click();
    this.#note({ sign: 1, paid: { prepaid: paid, cash: total - paid }, goods: total, fd: await this.hand.finish() });
  }

  async #credit(): Promise<void> {
    const articles = this.goods.some(1, ['frame']);
    const total = sum(articles);
    const now = half(total);
    const order = this.#newOrder();
    await this.hand.scanAll(articles);
    await this.hand.toPay(total);
    await this.hand.id('kind-credit').click();
    await this.hand.id('pay-now').fill(typed(now));
    await this.hand.id('pay-order').fill(order);
    await this.hand.id('pay-order').press('Tab');
    await expect(this.hand.id('due')).toHaveAttribute('data-kopecks', String(now));
    await this.till.confirm.click();
    this.#note({ sign: 1, paid: { cash: now, credit: total - now }, goods: total, fd: await this.hand.finish() });
    this.#debts.push({ order, owed: total - now });
  }

  async #debtPaid(): Promise<void> {
    const { order, owed } = this.#debts.shift()!;
    await this.hand.id('deposits').click();
    await this.hand.id('debt').filter({ hasText: order }).getByTestId('debt-pay').click();
    await expect(this.hand.id('due')).toHaveAttribute('data-kopecks', String(owed));
    await this.till.confirm.click();
    this.#note({ sign: 1, paid: { cash: owed }, goods: 0, debt: owed, fd: await this.hand.finish() });
  }

  // Back, and what goes wrong

  /** One piece of a receipt comes back. While nothing has reached the operator a manager's word is needed. */
  async #refund(way: Way): Promise<void> {
    const at = this.#returnable.findIndex((sale) => sale.way === way);
    const [sale] = this.#returnable.splice(at, 1);
    if (at < 0 || !sale) throw new Error(`nothing to give back by ${way}`);
    const id = (name: string) => this.hand.id(name);
    await this.hand.go('nav-refund');
    await id('refund-find').fill(String(sale.fd));
    await id('refund-find').press('Enter');
    const candidate = id('refund-candidate').filter({ hasText: sale.name });
    await expect(id('refund-original').or(candidate.first())).toBeVisible();
    if (await candidate.first().isVisible()) await candidate.first().click();
    await expect(id('refund-original')).toHaveAttribute('data-fd', String(sale.fd));
    await id('refund-line').filter({ hasText: sale.name }).getByTestId('refund-more').click();
    await id('refund-reason-not-suitable').click();
    await id('refund-confirm').click();
    await expect(id('refund-blocked').or(id('refund-next'))).toBeVisible({ timeout: 20_000 });
    if (await id('refund-blocked').isVisible()) {
      await id('refund-override').click();
      await this.hand.sign();
      await expect(id('refund-next')).toBeVisible({ timeout: 20_000 });
    }
    const fd = Number(/\d+/.exec((await id('refund-fd').textContent()) ?? '')?.[0]);
    await id('refund-next').click();
    this.#note({ sign: -1, paid: { [way]: sale.price }, goods: sale.price, fd });
    await this.hand.backToTill();
  }

  /** The bank refuses the card; the customer has cash. */
  async #declined(): Promise<void> {
    const articles = this.#few();
    await this.hand.terminal('decline');
    await this.hand.scanAll(articles);
    await this.hand.toPay(sum(articles));
    await this.hand.id('pay-card').click();
    await this.till.confirm.click();
    await expect(this.till.page.getByRole('alert').or(this.hand.id('error-note')).first()).toBeVisible();
    await this.hand.id('pay-cash').click();
    await this.till.confirm.click();
    this.#note({ sign: 1, paid: { cash: sum(articles) }, goods: sum(articles), fd: await this.hand.finish() });
    this.book.voided += 1;
  }

  /** The terminal's answer is lost: it is asked, never charged again. */
  async #cardLost(): Promise<void> {
    const articles = this.#few();
    await this.hand.terminal('unknown-approved');
    await this.hand.scanAll(articles);
    await this.hand.toPay(sum(articles));
    await this.hand.id('pay-card').click();
    await this.till.confirm.click();
    await expect(this.hand.id('card-standing')).toBeVisible();
    await this.hand.id('retry').click();
    this.#note({ sign: 1, paid: { card: sum(articles) }, goods: sum(articles), fd: await this.hand.finish() });
  }

  /** The register refuses, the customer leaves: the sale is given up with a reason. */
  async #givenUp(): Promise<void> {
    await this.shop.register.fault({ kind: 'refuse', reason: 'drive-refused', times: 1 });
    const articles = this.#few();
    await this.hand.scanAll(articles);
    await this.hand.toPay(sum(articles));
    await this.till.confirm.click();
    await this.hand.id('to-tray').click();
    await this.hand.go('tray');
    await this.hand.id('tray-void').click();
    await this.hand.id('void-reason').fill('покупатель ушёл');
    await this.hand.id('void-confirm').click();
    await expect(this.hand.id('tray-item')).toHaveCount(0);
    this.book.voided += 1;
    await this.hand.backToTill();
  }

  /** Mains and all: the gateway dies with the receipt in the drive and no word of it written, the browser with it. */
  async #powerCut(): Promise<void> {
    const articles = this.#few();
    await this.shop.kill('gateway');
    await this.shop.start('gateway', { OPTICS_CRASH_AT: 'after-register' });
    await this.hand.scanAll(articles);
    await this.hand.toPay(sum(articles));
    await this.till.confirm.click();
    await this.shop.program('gateway').gone();
    await this.till.kill();
    this.#note({ sign: 1, paid: { cash: sum(articles) }, goods: sum(articles), fd: null });

    await this.shop.start('gateway');
    const till = await this.shop.reopen(this.till);
    this.hand = new TillHand(till);
    await this.hand.readNotices();
    await till.takeTill();
    await expect(till.lines).toHaveCount(0);
    await this.hand.go('lock');
    await this.#unlock();
  }

  async #reload(): Promise<void> {
    await this.till.page.reload();
    await this.#unlock();
  }

  /** By name: both cashiers stand at this till. */
  async #unlock(): Promise<void> {
    await this.till.page.locator('[data-testid="person"]').filter({ hasText: this.#cashier }).click();
    await this.hand.id('pin-input').fill(PINS.cashier);
    await this.hand.id('pin-input').press('Enter');
    await expect(this.till.search).toBeVisible();
  }

  // The shift

  async #figure(what: string, kopecks: number, count?: number): Promise<void> {
    const figure = this.hand.id(`figure-${what}`);
    await expect(figure, what).toHaveAttribute('data-kopecks', String(kopecks));
    if (count !== undefined) await expect(figure, what).toHaveAttribute('data-count', String(count));
  }

  /** X or Z on the screen says what the book says. */
  async figuresAgree(): Promise<void> {
    const [sales, refunds] = [this.book.side(1), this.book.side(-1)];
    await this.#figure('sales', sales.total, sales.count);
    await this.#figure('refunds', refunds.total, refunds.count);
    await this.#figure('cash', this.book.net('cash'));
    await this.#figure('card', this.book.net('card'));
    await this.#figure('other', this.book.net('prepaid') + this.book.net('credit'));
    await this.#figure('in', this.book.cashIn);
    await this.#figure('out', this.book.cashOut);
    await expect(this.hand.id('report-drawer')).toHaveAttribute('data-kopecks', String(this.book.drawer));
  }

  async #x(): Promise<void> {
    await this.hand.go('nav-report');
    await this.hand.id('report-x').click();
    await expect(this.hand.id('report')).toHaveAttribute('data-type', 'x');
    await this.figuresAgree();
    await this.hand.backToTill();
  }

  async #moveCash(direction: 'in' | 'out'): Promise<void> {
    const kopecks = direction === 'in' ? 200_000 : 150_050;
    await this.hand.go('nav-report');
    await this.hand.id(`cash-${direction}`).click();
    await this.hand.id('cash-amount').fill(typed(kopecks));
    await this.hand.id('cash-confirm').click();
    await expect(this.hand.id('cash-amount')).toBeHidden();
    this.book.move(direction, kopecks);
    await this.hand.backToTill();
  }

  async #nextCashier(): Promise<void> {
    const to = this.cashiers.find((name) => name !== this.#cashier)!;
    await this.hand.go('nav-report');
    await this.hand.id('handover').click();
    await this.hand.id('handover-to').filter({ hasText: to }).click();
    await this.hand.id('handover-pin').fill(PINS.cashier);
    await this.hand.id('handover-confirm').click();
    await expect(this.hand.id('handover-pin')).toBeHidden();
    this.#cashier = to;
    await this.hand.backToTill();
  }

  /** The evening: the drawer is counted, all but a float goes to the bank, the Z says what the book says. */
  async close(left: number): Promise<void> {
    const { drawer } = this.book;
    await this.hand.go('nav-report');
    await this.hand.id('report-z').click();
    await expect(this.hand.id('close-expected')).toHaveAttribute('data-kopecks', String(drawer));
    await this.hand.id('close-counted').fill(typed(drawer));
    await this.hand.id('close-collected').fill(typed(drawer - left));
    await this.hand.id('report-z-confirm').click();
    await this.hand.sign();
    await expect(this.hand.id('report')).toHaveAttribute('data-type', 'z');
    this.book.counted = drawer;
    this.book.move('out', drawer - left);
  }
}
