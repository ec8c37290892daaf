import type { DaySource, FiguresBook } from '../../app/lib/dashboard/figures-book.ts';
import type { DayRollup } from '../../design/documents/chain.ts';
import { costDay } from '../../design/folds/cost-day.ts';
import { figuresByStore, revenueByBar } from '../../design/folds/period-figures.ts';
import { rollupDay, type DayFact } from '../../design/folds/rollup-day.ts';
import { MINUTE } from '../../design/time/clock.ts';
import { instantOf } from '../../design/time/day-range.ts';
import { daysLater, spanBefore, spanOf } from '../../design/time/period.ts';
import { makeResult, makeSale } from '../factories/receipts.ts';
import { spread, type Spread } from './percentiles.ts';
import type { Section } from './report.ts';

const RECEIPTS = 500;
const SHOPS = 20;
const TODAY = '2026-11-21';
const day = { store: 'demo-1', day: TODAY, timeZone: 'Europe/Moscow' };
const KINDS = ['frame', 'lens', 'contact-lens', 'accessory', 'service'] as const;

/** A busy day: 500 receipts of one to four lines over 300 products and six cashiers. */
function factsOfDay(): DayFact[] {
  const morning = instantOf(`${TODAY}T10:00:00`, day.timeZone);
  return Array.from({ length: RECEIPTS }, (_, i) => {
    const lines = Array.from({ length: 1 + (i % 4) }, (_, n) => ({
      ...{ sku: `SKU-${(i * 7 + n * 31) % 300}`, kind: KINDS[(i + n) % KINDS.length]!, price: 100_00 + ((i * 37) % 900) * 100 },
    }));
    const sale = makeSale({
      at: morning + i * MINUTE,
      counter: i,
      lines,
      cashier: `Кассир ${i % 6}`,
      cash: i % 3 === 0 ? 0 : 1e9,
    });
    return [sale, makeResult(sale, sale.at + 1_000, i + 1)];
  }).flat();
}

function timed(times: number, work: () => unknown): Spread {
  for (let i = 0; i < 10; i += 1) work();
  return spread(
    Array.from({ length: times }, () => {
      const from = performance.now();
      work();
      return performance.now() - from;
    }),
  );
}

/** The fold of a day, and what a manager's device does for a year of a chain: read from memory here, without the browser's database. */
export async function rollupBench(): Promise<Section> {
  const facts = factsOfDay();
  const text = JSON.stringify(facts);
  const parse = timed(50, () => JSON.parse(text) as unknown);
  const fold = timed(50, () => rollupDay(facts, day));
  const cost = timed(50, () => costDay(facts, day, () => 40_00));

  const model = rollupDay(facts, day);
  const docs = new Map<string, string>();
  const stores = Array.from({ length: SHOPS }, (_, i) => `shop-${i + 1}`);
  for (const store of stores) {
    for (let back = 0; back < 365; back += 1) {
      const doc: DayRollup = {
        ...model,
        _id: `day-rollup:${store}:${daysLater(TODAY, -back)}`,
        store,
        day: daysLater(TODAY, -back),
      };
      docs.set(doc._id, JSON.stringify(doc));
    }
  }
  const ids = [...docs.keys()].sort();
  const parsed = new Map([...docs].map(([id, one]) => [id, JSON.parse(one) as DayRollup]));
  const source: DaySource = {
    range: <T>(_: string, from: string, to: string) =>
      Promise.resolve(ids.slice(lowest(ids, from), lowest(ids, `${to}\u0000`)).map((id) => parsed.get(id)) as T[]),
    get: <T>(_: string, id: string) => Promise.resolve(parsed.get(id) as T),
  };
  const year = { from: daysLater(TODAY, -364), to: TODAY };
  const { FiguresBook } = await import('../../app/lib/dashboard/figures-book.ts');
  const open: number[] = [];
  let book = new FiguresBook(source);
  for (let i = 0; i < 10; i += 1) {
    const from = performance.now();
    book = new FiguresBook(source);
    await book.need(stores, year);
    draw(book);
    open.push(performance.now() - from);
  }
  const again = timed(20, () => draw(book));
  const parseYear = timed(3, () => {
    for (const one of docs.values()) JSON.parse(one);
  });
  return {
    name: 'rollups',
    figures: [
      {
        ...{ what: `rollupDay of ${RECEIPTS} receipts p50`, value: fold.p50, unit: 'ms', goal: 20 },
        baseline: { what: 'JSON.parse of the same facts', value: parse.p50 },
      },
      { what: 'costDay of the same p50', value: cost.p50, unit: 'ms' },
      {
        ...{
          what: `a year over ${SHOPS} shops (${docs.size} days), opened, p50`,
          value: spread(open).p50,
          unit: 'ms',
          goal: 300,
        },
        baseline: { what: 'JSON.parse of the same days', value: parseYear.p50 },
      },
      { what: 'the same, after a sale p50', value: again.p50, unit: 'ms' },
    ],
    method: 'Node, in memory: what the browser adds is reading the days from its database once',
  };
}

function draw(book: FiguresBook): unknown {
  const days = book.all();
  const span = spanOf('year', TODAY);
  return [figuresByStore(days, span), figuresByStore(days, spanBefore('year', TODAY)), revenueByBar(days, 'year', span)];
}

/** First place whose id is not before `key`. */
function lowest(ids: readonly string[], key: string): number {
  let [low, high] = [0, ids.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ids[middle]! < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
