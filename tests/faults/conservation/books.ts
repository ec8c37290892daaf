export interface Sums {
  count: number;
  cash: number;
  card: number;
}

export interface Sold {
  readonly key: string;
  readonly body: unknown;
  readonly fd: number;
  readonly fp: string;
  /** Roubles a piece. */
  readonly price: number;
  readonly method: 'cash' | 'card';
  /** Pieces that have not come back. */
  left: number;
  delivered: boolean;
}

/** The shop's books as a person would keep them on paper, in roubles: the model that the gateway must agree with. */
export interface Books {
  open: boolean;
  shift: number;
  drawer: number;
  sales: Sums;
  refunds: Sums;
  cashIn: number;
  cashOut: number;
  /** Receipts made and not delivered, refunds included. */
  waiting: number;
  receipts: number;
  readonly sold: Sold[];
  /** Fiscal documents made, the registration report included. */
  documents: number;
}

const nothing = (): Sums => ({ count: 0, cash: 0, card: 0 });

export const newBooks = (): Books => ({
  open: false,
  shift: 0,
  drawer: 0,
  sales: nothing(),
  refunds: nothing(),
  cashIn: 0,
  cashOut: 0,
  waiting: 0,
  receipts: 0,
  sold: [],
  documents: 1,
});

export function openShift(books: Books, float: number | null): void {
  books.open = true;
  books.shift += 1;
  books.documents += 1;
  if (float !== null) books.drawer = float;
  [books.sales, books.refunds, books.cashIn, books.cashOut] = [nothing(), nothing(), 0, 0];
}

export function closeShift(books: Books): void {
  books.open = false;
  books.documents += 1;
}

function receipt(books: Books, sums: Sums, method: 'cash' | 'card', amount: number): void {
  sums.count += 1;
  sums[method] += amount;
  books.receipts += 1;
  books.waiting += 1;
  books.documents += 1;
}

export function sell(books: Books, sold: Sold, pieces: number): void {
  receipt(books, books.sales, sold.method, sold.price * pieces);
  if (sold.method === 'cash') books.drawer += sold.price * pieces;
  books.sold.push(sold);
}

export function giveBack(books: Books, sold: Sold, pieces: number): void {
  receipt(books, books.refunds, sold.method, sold.price * pieces);
  if (sold.method === 'cash') books.drawer -= sold.price * pieces;
  sold.left -= pieces;
}

export function moveCash(books: Books, direction: 'in' | 'out', amount: number): void {
  if (direction === 'in') books.cashIn += amount;
  else books.cashOut += amount;
  books.drawer += direction === 'in' ? amount : -amount;
}

export function deliver(books: Books): void {
  books.waiting = 0;
  for (const sold of books.sold) sold.delivered = true;
}
