import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { isDeepStrictEqual } from 'node:util';
import { expect } from '@playwright/test';
import type { ServerDocument } from '../harness/server.ts';
import type { Shop } from '../harness/shop.ts';
import { waitUntil } from '../harness/wait-until.ts';
import { POS, STORE } from '../harness/world.ts';
import { totalOf, WAYS, type Book, type Side } from './book.ts';

interface Paper {
  readonly fd: number;
  readonly operation: string | null;
  readonly total: number | null;
}

/** The book's receipts as they must stand on paper, in their order; a number nobody saw is what lies between its neighbours. */
const written = (book: Book): string[] => book.entries.map((entry) => `${entry.sign > 0 ? 'sale' : 'refund'} ${totalOf(entry)}`);
const listed = (papers: readonly Paper[]): string[] =>
  [...papers].sort((a, b) => a.fd - b.fd).map(({ operation, total }) => `${operation} ${total}`);

/** Receipt for receipt: the fiscal drive, the gateway's journal, the tax data operator. */
export async function papersAgree(shop: Shop, book: Book): Promise<void> {
  const drive = await shop.register.receipts();
  expect(listed(drive), 'the fiscal drive').toEqual(written(book));
  const seen = book.entries.flatMap(({ fd }, n) => (fd === null ? [] : [[n, fd]]));
  const numbers = drive.map(({ fd }) => fd).sort((a, b) => a - b);
  expect(
    seen.map(([n]) => numbers[n!]),
    'the numbers that the cashier saw',
  ).toEqual(seen.map(([, fd]) => fd));

  const journal = new DatabaseSync(join(shop.world.data, 'gateway', POS, 'journal.sqlite'), { readOnly: true });
  const rows = journal.prepare(`SELECT fd, operation, total FROM documents WHERE type = 'receipt'`).all();
  journal.close();
  expect(listed(rows as unknown as Paper[]), "the gateway's journal").toEqual(written(book));

  const held = (await shop.world.ofd.held()).filter(({ type }) => type === 'receipt').sort((a, b) => a.fd - b.fd);
  expect(
    held.map(({ total }) => total),
    'the operator',
  ).toEqual(book.entries.map(totalOf));
}

type Fact = ServerDocument & {
  readonly payments: readonly { method: string; amount: number }[];
  readonly totals: { sales: Side; refunds: Side; cashIn: number; cashOut: number; drawer: number };
};

/** What the server's databases hold of the day, to the kopeck. */
export async function factsAgree(shop: Shop, book: Book): Promise<void> {
  const facts = (await shop.world.databases.facts(shop.world.began)) as Fact[];
  const of = (type: string): Fact[] => facts.filter((fact) => fact.type === type);
  const voided = new Set(of('sale-void').map((fact) => fact['sale']));
  expect(voided.size, 'receipts given up').toBe(book.voided);
  expect(of('fiscal-result').length, 'fiscal results').toBe(book.entries.length);
  expect(of('recovery'), 'nothing had to be recovered').toEqual([]);

  for (const [type, sign] of [
    ['sale', 1],
    ['refund', -1],
  ] as const) {
    const made = of(type).filter(({ _id }) => !voided.has(_id));
    const by = (way: string): number =>
      made.flatMap(({ payments }) => payments).reduce((sum, { method, amount }) => sum + (method === way ? amount : 0), 0);
    const side = book.side(sign);
    expect({ count: made.length, ...Object.fromEntries(WAYS.map((way) => [way, by(way)])) }, type).toEqual({
      count: side.count,
      ...Object.fromEntries(WAYS.map((way) => [way, side[way]])),
    });
  }

  const [close, ...more] = of('shift-event').filter((fact) => fact['event'] === 'close');
  expect(more, 'one Z').toEqual([]);
  expect(close?.totals, 'the Z as the server holds it').toMatchObject({
    ...{ sales: book.side(1), refunds: book.side(-1) },
    ...{ cashIn: book.cashIn, cashOut: book.cashOut, drawer: book.drawer },
  });
  expect(close?.['cash']).toMatchObject({ expected: book.counted, counted: book.counted, difference: 0 });
  expect(of('cash-movement').length, 'cash in and out').toBe(book.movements);
  expect(of('shift-handover').length, 'the drawer changed hands').toBe(1);
}

/** The day's figures that the chain sees, once everything has arrived. `day`: `YYYY-MM-DD`. */
export async function rollupAgrees(shop: Shop, book: Book, day: string): Promise<void> {
  const wanted = {
    ...{
      revenue: book.revenue,
      receipts: book.side(1).count,
      refunds: book.side(-1).count,
      pending: 0,
      recovered: 0,
      syncing: [],
    },
    ...{ byCashier: book.byCashier(), deposits: book.deposits, credit: book.credit },
  };
  let last: unknown;
  await waitUntil(
    "the day's figures",
    async () => {
      const documents = await shop.world.databases.documents('chain');
      const rollup = documents.find(({ _id }) => _id === `day-rollup:${STORE}:${day}`);
      last = rollup && Object.fromEntries(Object.keys(wanted).map((name) => [name, rollup[name]]));
      // A sale may be counted before the refund beside it; whether the till holds anything back is told by its gateway's next heartbeat.
      return isDeepStrictEqual(last, wanted);
    },
    { within: 120_000, every: 250 },
  ).catch(() => undefined);
  expect(last, "the day's figures").toEqual(wanted);
  const rollup = (await shop.world.databases.documents('chain')).find(({ _id }) => _id === `day-rollup:${STORE}:${day}`);
  const by = rollup?.['byPayment'] as Record<string, { sum: number }>;
  expect(Object.fromEntries(WAYS.map((way) => [way, by[way]?.sum ?? 0])), 'money by its ways').toEqual(
    Object.fromEntries(WAYS.map((way) => [way, book.net(way)])),
  );
}
