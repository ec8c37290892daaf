import { expect, it } from 'vitest';
import type { DayRollup } from '$design/documents/chain.ts';
import { rollupDay } from '$design/folds/rollup-day.ts';
import { daysLater } from '$design/time/period.ts';
import { FiguresBook } from './figures-book.ts';

function chain(days: number, last = '2026-11-21') {
  const docs = new Map<string, DayRollup>();
  for (let i = 0; i < days; i += 1) {
    const doc = { ...rollupDay([], { store: 'demo-1', day: daysLater(last, -i), timeZone: 'Europe/Moscow' }), revenue: 1 };
    docs.set(doc._id, doc);
  }
  const reads = { documents: 0 };
  const source = {
    range<T>(_: string, from: string, to: string): Promise<T[]> {
      const found = [...docs.values()].filter(({ _id }) => _id >= from && _id <= to);
      reads.documents += found.length;
      return Promise.resolve(found as unknown as T[]);
    },
    get<T>(_: string, id: string): Promise<T | null> {
      reads.documents += 1;
      return Promise.resolve((docs.get(id) ?? null) as T | null);
    },
  };
  return { docs, reads, book: new FiguresBook(source) };
}
const revenue = (book: FiguresBook): number => book.all().reduce((sum, one) => sum + one.revenue, 0);

it('reads a day once, however often the period is changed, and after that what changed', async () => {
  const { docs, reads, book } = chain(400);
  await book.need(['demo-1'], { from: '2026-11-08', to: '2026-11-21' });
  expect([book.all().length, reads.documents]).toEqual([14, 14]);
  await book.need(['demo-1'], { from: '2026-01-01', to: '2026-11-21' });
  await book.need(['demo-1'], { from: '2026-11-01', to: '2026-11-21' });
  expect([book.all().length, reads.documents]).toEqual([325, 325]);

  const today = docs.get('day-rollup:demo-1:2026-11-21')!;
  docs.set(today._id, { ...today, revenue: 100 });
  await book.changed([today._id, 'day-rollup:demo-1:2020-01-01', 'register-state:POS-001']);
  expect([revenue(book), reads.documents]).toEqual([424, 326]);
  docs.delete(today._id);
  await book.changed([today._id]);
  expect(revenue(book)).toBe(324);
});

it('takes up the next day when its first sale arrives', async () => {
  const { docs, book } = chain(3);
  await book.need(['demo-1'], { from: '2026-11-08', to: '2026-11-21' });
  const next = { ...rollupDay([], { store: 'demo-1', day: '2026-11-22', timeZone: 'Europe/Moscow' }), revenue: 5 };
  docs.set(next._id, next);
  await book.changed([next._id]);
  expect(revenue(book)).toBe(8);
});
