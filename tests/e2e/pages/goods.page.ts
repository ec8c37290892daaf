import { expect, type Page } from '@playwright/test';
import type { SoldReceipt, TillPage } from './till.page.ts';

export interface TypedArticle {
  readonly name: string;
  /** As typed: roubles. */
  readonly price: string;
  readonly kind: 'accessory' | 'service' | 'care' | 'frame' | 'lens' | 'contact-lens' | 'sunglasses';
  readonly qty?: string;
}

/** What comes into the cart in other ways than by the search. */
export class GoodsPage {
  readonly page: Page;
  readonly till: TillPage;
  /** A code that no catalogue knows leads to the entry by hand. */
  #code = 990_000;

  constructor(till: TillPage) {
    this.till = till;
    this.page = till.page;
  }

  /** An article with a price that the story fixes. */
  async enter({ name, price, kind, qty = '1' }: TypedArticle): Promise<void> {
    const before = await this.till.lines.count();
    const id = (field: string) => this.page.getByTestId(`manual-${field}`);
    this.#code += 1;
    await this.till.search.fill(`UAT-${this.#code}`);
    await this.page.getByTestId('enter-manually').click();
    await id('name').fill(name);
    await id('price').fill(price);
    await id('qty').fill(qty);
    await id('kind').selectOption(kind);
    await id('add').click();
    await expect(this.till.lines).toHaveCount(before + 1);
  }

  /** One whole sale of it, back to an empty cart. */
  async sell(name: string, price: string, method: 'cash' | 'card'): Promise<SoldReceipt> {
    await this.enter({ name, price, kind: 'accessory' });
    await this.till.pay(method);
    return this.till.finish();
  }

  /** A pair of glasses: the first frame and lens that the words find, and the powers as typed; the work comes with the order later. */
  async glasses(pair: { frame: string; lens: string; right: string; left: string; order: string }): Promise<void> {
    const search = this.page.getByTestId('glasses-search');
    const choose = async (words: string, part: string) => {
      await search.fill(words);
      await expect(this.till.results.first()).toBeVisible();
      await search.press('Enter');
      await expect(this.page.getByTestId(`glasses-${part}`)).toHaveAttribute('data-filled', 'true');
    };
    await this.page.getByTestId('glasses').click();
    await this.page.getByTestId('glasses-order').fill(pair.order);
    await choose(pair.frame, 'frame');
    await choose(pair.lens, 'lens-right');
    await this.page.getByTestId('sph-lens-right').fill(pair.right);
    await this.page.getByTestId('sph-lens-left').fill(pair.left);
    await this.page.getByTestId('glasses-add').click();
    await expect(this.till.lines).toHaveCount(3);
  }
}
