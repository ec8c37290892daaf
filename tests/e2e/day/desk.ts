import { expect } from '@playwright/test';
import type { Shop } from '../harness/shop.ts';
import type { ShopTill } from '../harness/shop-till.ts';
import { PINS } from '../pages/people.page.ts';
import type { Book, Entry, Way } from './book.ts';
import type { Article, Goods } from './goods.ts';
import { TillHand } from './till-hand.ts';

/** A sale of whole pieces at list price, paid in one way: something of it may come back. */
interface Returnable {
  readonly fd: number;
  readonly way: Way;
  readonly price: number;
  readonly name: string;
}

export const sum = (articles: readonly Article[]): number => articles.reduce((all, { price }) => all + price, 0);
/** About half, in whole roubles. */
export const half = (kopecks: number): number => Math.floor(kopecks / 200) * 100;

/** The till, who stands at it, and the book in which the day is written by hand. */
export class Desk {
  readonly shop: Shop;
  readonly goods: Goods;
  readonly book: Book;
  readonly random: () => number;
  readonly cashiers: readonly string[];
  readonly returnable: Returnable[] = [];
  hand: TillHand;
  cashier: string;
  #orders = 0;

  constructor(shop: Shop, till: ShopTill, goods: Goods, book: Book, random: () => number, cashiers: readonly [string, string]) {
    this.shop = shop;
    this.hand = new TillHand(till);
    this.goods = goods;
    this.book = book;
    this.random = random;
    this.cashiers = cashiers;
    this.cashier = cashiers[0];
  }

  get till(): ShopTill {
    return this.hand.till;
  }

  few(): Article[] {
    return this.goods.some(1 + Math.floor(this.random() * 3));
  }

  note(entry: Omit<Entry, 'cashier'>): void {
    this.book.note({ ...entry, cashier: this.cashier });
  }

  newOrder(): string {
    this.#orders += 1;
    return `ЗК-${String(this.#orders).padStart(3, '0')}`;
  }

  /** By name: both cashiers stand at this till. */
  async unlock(): Promise<void> {
    await this.till.page.locator('[data-testid="person"]').filter({ hasText: this.cashier }).click();
    await this.hand.id('pin-input').fill(PINS.cashier);
    await this.hand.id('pin-input').press('Enter');
    await expect(this.till.search).toBeVisible();
  }
}
