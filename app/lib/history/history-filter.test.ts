import { describe, expect, it } from 'vitest';
import { makeCorrection, makeRefund, makeResult, makeSale } from '../../../tests/factories/receipts.ts';
import { filtered, isFiltered, kindOf, NO_FILTER, signOf, totalsOf, wordsOf, type HistoryRow } from './history-filter.ts';

const row = (n: number, change: Partial<HistoryRow> = {}): HistoryRow => ({
  ...{ saleId: `sale:${n}`, at: n, cashier: 'Иванова А.', total: n * 100_00, kind: 'sale', sign: 1, payments: ['cash'] },
  ...{
    client: null,
    clientId: null,
    stage: 'delivered',
    fd: n,
    recovered: false,
    otherTill: null,
    words: `оправа rb-${n} фд ${n}`,
  },
  ...change,
});
const ids = (rows: readonly HistoryRow[]) => rows.map(({ fd, saleId }) => fd ?? saleId);

describe('filters of the history', () => {
  const rows = [
    row(1),
    row(2, { cashier: 'Петров Ё.', payments: ['cash', 'card'] }),
    row(3, { kind: 'refund', sign: -1, stage: 'printed' }),
    row(4, { stage: 'parked', fd: null, saleId: 'parked' }),
    row(5, {
      kind: 'deposit',
      stage: 'voided',
      fd: null,
      saleId: 'voided',
      client: 'Семёнова',
      clientId: 'client:5',
      words: 'линза семенова',
    }),
  ];
  it.each([
    ['kind', { kind: 'refund' }, [3]],
    ['stage: what is still going to the operator', { stage: 'sending' }, [3]],
    ['stage: what needs somebody', { stage: 'open' }, ['parked']],
    ['cashier', { cashier: 'Петров Ё.' }, [2]],
    ['payment, of a split too', { payment: 'card' }, [2]],
    ['client, not everybody of that name', { client: { id: 'client:5', name: 'Семёнова' } }, ['voided']],
    ['sum, both ends in it', { from: 200_00, to: 300_00 }, [2, 3]],
    ['text: every word, ё as е', { text: '  СЕМЁНОВА Линза ' }, ['voided']],
    ['number of the document', { text: 'фд 2' }, [2]],
  ] as const)('by %s', (_name, change, expected) => {
    expect(ids(filtered(rows, { ...NO_FILTER, ...change }))).toEqual(expected);
    expect(isFiltered({ ...NO_FILTER, ...change })).toBe(true);
  });
  it('shows everything without one', () => {
    expect(filtered(rows, NO_FILTER)).toEqual(rows);
    expect(isFiltered({ ...NO_FILTER, text: '  ' })).toBe(false);
  });
  it('adds up what the drive has: a parked one counts nowhere, money that went back is taken off', () => {
    expect(totalsOf(rows)).toEqual({ receipts: 3, came: 300_00, went: 300_00, sum: 0, others: 2 });
    expect(totalsOf(filtered(rows, { ...NO_FILTER, stage: 'open' }))).toMatchObject({ receipts: 0, sum: 0, others: 1 });
  });
});

describe('what a receipt is in the history', () => {
  const at = Date.UTC(2026, 10, 21, 9);
  it('tells a deposit from a sale by the lines’ tag 1214', () => {
    expect(kindOf(makeSale({ at }))).toBe('sale');
    expect(kindOf(makeSale({ at, lines: [{ method: 'prepayment' }, { method: 'full-prepayment' }] }))).toBe('deposit');
    expect(kindOf(makeSale({ at, lines: [{ method: 'prepayment' }, { method: 'full' }] }))).toBe('sale');
  });
  it('knows which way the money went', () => {
    expect([makeSale({ at }), makeRefund({ at }), makeCorrection({ at, operation: 'refund' })].map(signOf)).toEqual([1, -1, -1]);
    expect(signOf(makeCorrection({ at, operation: 'sale' }))).toBe(1);
  });
  it('is found by articles, cashier, client, sum and marks', () => {
    const sale = makeSale({ at, lines: [{ name: 'Очки чёрные', sku: 'SG-7', price: 1_234_50 }] });
    const words = wordsOf(sale, makeResult(sale, at, 77), 'Семёнова Ольга');
    for (const word of ['очки черные', 'sg-7', 'семенова', '1234,50', 'фд 77', '1234567890']) expect(words).toContain(word);
  });
});
