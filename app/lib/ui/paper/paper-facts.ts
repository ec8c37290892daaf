import type { PairView } from '$design/folds/order-pair.ts';
import type { Client } from '$design/documents/people.ts';
import type { HeldOrder } from '$lib/orders/order-shelf.ts';
import type { Seller } from '$lib/optics/seller.ts';
import type { PaperSize } from './papers.ts';

/** What a sheet is made of. */
export interface PaperFacts {
  readonly held: HeldOrder;
  /** The pair that a sheet of one pair tells of. */
  readonly pair: PairView | null;
  readonly client: Client | null;
  readonly shop: string;
  readonly seller: Seller;
  /** `YYYY-MM-DD` of the shop. */
  readonly today: string;
  /** `YYYY-MM-DD`, when the order was written down. */
  readonly taken: string;
  readonly size: PaperSize;
}

export const numberOf = ({ order }: HeldOrder): string => order.number ?? '';

/** «Иванова Анна Петровна» → «Иванова А. П.»: enough to hand the right glasses out, no more than a bench needs. */
export const shortName = (client: Client | null): string => {
  const [family = '', ...rest] = (client?.name ?? '').split(/\s+/).filter((word) => word !== '');
  return [family, ...rest.slice(0, 2).map((word) => `${word.charAt(0)}.`)].join(' ');
};
