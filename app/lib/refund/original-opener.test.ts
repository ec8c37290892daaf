import { expect, it } from 'vitest';
import { makeResult, makeSale } from '../../../tests/factories/receipts.ts';
import { OriginalOpener, type OpenerDeps } from './original-opener.svelte.ts';
import { RefundChoice } from './refund-choice.svelte.ts';

const receiptOf = (fd: number) => {
  const sale = makeSale({ at: fd });
  return { sale, result: makeResult(sale, fd, fd), store: sale.store, voided: false, refunds: [] };
};
const [FIRST, SECOND] = [receiptOf(1), receiptOf(2)];

/** What the shop's books answer waits here until it is let go; the first one asked, the first one answered. */
function gate() {
  const waiting: (() => void)[] = [];
  return {
    pass: () => new Promise<void>((resolve) => void waiting.push(resolve)),
    next: () => waiting.shift()?.(),
    get length() {
      return waiting.length;
    },
  };
}

function start() {
  const books = gate();
  const choice = new RefundChoice();
  const known = {
    find: (id: string) => Promise.resolve([FIRST, SECOND].find(({ sale }) => sale._id === id) ?? null),
    refundsOf: () => books.pass().then(() => []),
    rightOf: () => Promise.resolve(null),
    depositRest: () => Promise.resolve(null),
    debtOf: () => Promise.resolve(null),
    cardsOf: () => Promise.resolve([]),
  };
  const deps = {
    ...{
      known,
      choice,
      find: () => Promise.resolve({ state: 'none' }),
      device: () => ({ store: FIRST.store, storeName: 'Оптика' }),
    },
    server: { receipt: () => Promise.resolve(FIRST) },
    gateway: { client: { balance: () => Promise.resolve(null) } },
    isChoosing: () => true,
    begin: () => {
      opener.forget();
      choice.forget();
    },
  } as unknown as OpenerDeps;
  const opener: OriginalOpener = new OriginalOpener(deps);
  return { opener, choice, books, fd: () => choice.original?.result.fd ?? null };
}
const turns = async (): Promise<void> => {
  for (let n = 0; n < 20; n += 1) await Promise.resolve();
};

it('UAT-02P: a receipt that was put away does not open again because the chain’s word of it came late', async () => {
  const { opener, choice, books, fd } = start();
  void opener.open(FIRST.sale._id);
  await turns();
  books.next();
  await turns();
  expect([fd(), books.length]).toEqual([1, 1]);
  opener.forget();
  choice.forget();
  books.next();
  await turns();
  expect(fd()).toBeNull();
});

it('of two receipts opened one after the other the last one stays, whichever was read first', async () => {
  const { opener, books, fd } = start();
  void opener.open(FIRST.sale._id);
  await turns();
  void opener.open(SECOND.sale._id);
  await turns();
  expect(books.length).toBe(2);
  books.next();
  await turns();
  expect(fd()).toBeNull();
  books.next();
  await turns();
  expect(fd()).toBe(2);
});
