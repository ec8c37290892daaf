import { canonicalJson } from '../canonical-json.ts';
import type { Balance } from '../documents/opening.ts';

export const NOTHING: Balance = { stock: {}, cash: {}, deposits: {} };

type Sums = Readonly<Record<string, number>>;

/** Sums that are zero are left out and names are in order, so that equal balances are equal documents. */
const tidy = (sums: ReadonlyMap<string, number>): Record<string, number> =>
  Object.fromEntries([...sums].filter(([, sum]) => sum !== 0).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Adds up contributions in any order; kopecks and thousandths of a piece, all integers. */
export class BalanceSum {
  private readonly places = new Map<string, Map<string, number>>();
  private readonly tills = new Map<string, number>();
  private readonly owners = new Map<string, number>();

  stock(place: string, sku: string, thousandths: number): void {
    let skus = this.places.get(place);
    if (!skus) this.places.set(place, (skus = new Map<string, number>()));
    skus.set(sku, (skus.get(sku) ?? 0) + thousandths);
  }
  cash(till: string, kopecks: number): void {
    this.tills.set(till, (this.tills.get(till) ?? 0) + kopecks);
  }
  deposit(owner: string, kopecks: number): void {
    this.owners.set(owner, (this.owners.get(owner) ?? 0) + kopecks);
  }
  /** @param sign −1 subtracts */
  add({ stock, cash, deposits }: Balance, sign: 1 | -1 = 1): this {
    const each = (sums: Sums, take: (name: string, sum: number) => void) => {
      for (const [name, sum] of Object.entries(sums)) take(name, sign * sum);
    };
    for (const [place, skus] of Object.entries(stock)) each(skus, (sku, sum) => this.stock(place, sku, sum));
    each(cash, (till, sum) => this.cash(till, sum));
    each(deposits, (owner, sum) => this.deposit(owner, sum));
    return this;
  }
  result(): Balance {
    const stock = [...this.places]
      .map(([place, skus]) => [place, tidy(skus)] as const)
      .filter(([, skus]) => Object.keys(skus).length > 0)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return { stock: Object.fromEntries(stock), cash: tidy(this.tills), deposits: tidy(this.owners) };
  }
}

export const sumOf = (...balances: readonly Balance[]): Balance =>
  balances.reduce((sum, balance) => sum.add(balance), new BalanceSum()).result();
export const differenceOf = (a: Balance, b: Balance): Balance => new BalanceSum().add(a).add(b, -1).result();
export const isNothing = (balance: Balance): boolean => canonicalJson(balance) === canonicalJson(NOTHING);
