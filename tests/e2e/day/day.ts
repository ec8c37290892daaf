import type { ShopTill } from '../harness/shop-till.ts';
import type { Book } from './book.ts';
import { depositsOf } from './deposits.ts';
import { Desk } from './desk.ts';
import type { Deed, Event } from './plan.ts';
import { pricesOf } from './prices.ts';
import { salesOf } from './sales.ts';
import { shiftOf } from './shift.ts';
import type { TillHand } from './till-hand.ts';
import { troublesOf } from './troubles.ts';

/** One working day at one till. What is done on the screen is written into the book, by hand and in the customer's sums. */
export class Day {
  readonly #desk: Desk;
  readonly #shift: ReturnType<typeof shiftOf>;
  readonly #does: Readonly<Record<Deed | Event, () => Promise<void>>>;

  constructor(...desk: ConstructorParameters<typeof Desk>) {
    this.#desk = new Desk(...desk);
    this.#shift = shiftOf(this.#desk);
    this.#does = {
      ...salesOf(this.#desk),
      ...pricesOf(this.#desk),
      ...depositsOf(this.#desk),
      ...troublesOf(this.#desk),
      ...this.#shift.deeds,
    };
  }

  /** Another one after a power cut. */
  get hand(): TillHand {
    return this.#desk.hand;
  }
  get till(): ShopTill {
    return this.#desk.till;
  }
  get book(): Book {
    return this.#desk.book;
  }

  do(what: Deed | Event): Promise<void> {
    return this.#does[what]();
  }

  /** X or Z on the screen says what the book says. */
  figuresAgree(): Promise<void> {
    return this.#shift.figuresAgree();
  }

  /** The evening: the drawer is counted, all but a float goes to the bank, the Z says what the book says. */
  close(left: number): Promise<void> {
    return this.#shift.close(left);
  }
}
