import { expect, it } from 'vitest';
import { makeResult, makeSale } from '../../../tests/factories/receipts.ts';
import { clientOf } from '../../../tests/factories/clients.ts';
import { KnownReceipts } from './known-receipts.ts';

it('finds a client’s receipts by who they are, not by what they are called (the finder of the refund)', async () => {
  const at = Date.UTC(2026, 10, 21, 9);
  const [anna, other] = [clientOf('1'), clientOf('2')];
  const sales = [anna, other, null].map((client, i) => ({ ...makeSale({ at: at + i }), client: client?._id ?? null }));
  const docs = [...sales, ...sales.map((sale, i) => makeResult(sale, at + i, 214 + i)), anna, other];
  const known = new KnownReceipts({
    databases: {
      known: () => ['store-demo-1'],
      range: <T>(_name: string, from: string, to: string) =>
        Promise.resolve(docs.filter(({ _id }) => _id >= from && _id < to) as unknown as T[]),
    },
    facts: { names: () => ['sales-demo-1-2026-11'], find: () => Promise.resolve(null) },
    place: () => ({ store: 'demo-1', timeZone: 'Europe/Moscow' }),
  });
  const found = async (wanted: Parameters<KnownReceipts['candidates']>[0]) =>
    (await known.candidates(wanted)).map(({ fd }) => fd);
  expect(await found({ client: anna._id })).toEqual([214]);
  expect(await found('петрова')).toEqual([215, 214]);
  expect(await found({ client: 'client:nobody' })).toEqual([]);
});
