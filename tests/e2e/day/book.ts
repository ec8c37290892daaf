/**
 * The shop's books of one day as a person would keep them on squared paper: whole kopecks, plain sums, nothing of the product's code. What
 * the till, the register, the gateway and the server say at the end has to agree with it.
 */
export type Way = 'cash' | 'card' | 'prepaid' | 'credit';
export const WAYS: readonly Way[] = ['cash', 'card', 'prepaid', 'credit'];

export interface Entry {
  /** 1 a sale, −1 a refund. */
  readonly sign: 1 | -1;
  readonly paid: Readonly<Partial<Record<Way, number>>>;
  /** What goes with the customer (or comes back), whenever it is paid. */
  readonly goods: number;
  /** Of the money: taken before the goods. */
  readonly advance?: number;
  /** Of the money: an old debt paid off. */
  readonly debt?: number;
  readonly cashier: string;
  /** Its number in the fiscal drive, `null` where nobody saw it (the power went out). */
  readonly fd: number | null;
}

export interface Side {
  readonly count: number;
  readonly total: number;
  readonly cash: number;
  readonly card: number;
  readonly prepaid: number;
  readonly credit: number;
}

export const totalOf = ({ paid }: Pick<Entry, 'paid'>): number => WAYS.reduce((sum, way) => sum + (paid[way] ?? 0), 0);
const sumOf = <T>(list: readonly T[], of: (one: T) => number): number => list.reduce((sum, one) => sum + of(one), 0);

export class Book {
  readonly entries: Entry[] = [];
  readonly float: number;
  cashIn = 0;
  cashOut = 0;
  movements = 0;
  /** What lay in the drawer in the evening, before any of it went to the bank. */
  counted = 0;
  /** Sales that were written and ended without a receipt: a declined card, a receipt given up. */
  voided = 0;

  constructor(float: number) {
    this.float = float;
  }

  note(entry: Entry): void {
    this.entries.push(entry);
  }

  move(direction: 'in' | 'out', kopecks: number): void {
    this.movements += 1;
    if (direction === 'in') this.cashIn += kopecks;
    else this.cashOut += kopecks;
  }

  side(sign: 1 | -1): Side {
    const list = this.entries.filter((entry) => entry.sign === sign);
    const by = (way: Way): number => sumOf(list, ({ paid }) => paid[way] ?? 0);
    return {
      ...{ count: list.length, total: sumOf(list, totalOf) },
      ...{ cash: by('cash'), card: by('card'), prepaid: by('prepaid'), credit: by('credit') },
    };
  }

  /** Sales less refunds by one way. */
  net(way: Way): number {
    return this.side(1)[way] - this.side(-1)[way];
  }

  /** Cash that must lie in the drawer. */
  get drawer(): number {
    return this.float + this.net('cash') + this.cashIn - this.cashOut;
  }

  /** What was sold: goods that went, less goods that came back. */
  get revenue(): number {
    return sumOf(this.entries, ({ sign, goods }) => sign * goods);
  }

  get deposits(): { taken: number; settled: number } {
    return { taken: sumOf(this.entries, ({ sign, advance = 0 }) => sign * advance), settled: this.net('prepaid') };
  }

  get credit(): { given: number; paid: number } {
    return { given: this.net('credit'), paid: sumOf(this.entries, ({ sign, debt = 0 }) => sign * debt) };
  }

  /** What each cashier sold, and in how many receipts (a refund takes one away). */
  byCashier(): Record<string, { count: number; sum: number }> {
    const by: Record<string, { count: number; sum: number }> = {};
    for (const { cashier, sign, goods } of this.entries) {
      const { count, sum } = by[cashier] ?? { count: 0, sum: 0 };
      by[cashier] = { count: count + sign, sum: sum + sign * goods };
    }
    return by;
  }
}
