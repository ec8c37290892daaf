import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeResult, makeSale } from '../../tests/factories/receipts.ts';
import type { JournalRow } from '../fiscal/journal-copy.ts';
import { DAY, HOUR, MINUTE } from '../time/clock.ts';
import { compareTill, type TillFacts } from './compare-till.ts';
import { documentCount, EMPTY_LEDGER, noteRow, seen, type TillLedger } from './till-ledger.ts';

const NOON = 1_790_000_000_000;
const FN = '9999078900000001';
const row = (kind: JournalRow['kind'], change: Partial<JournalRow> = {}): JournalRow => ({
  ...{ seq: 1, at: NOON, kind, receipt: null, key: null, fn: null, fd: null, sale: null, result: null, event: null, cash: null },
  details: {},
  ...change,
});
const sold = (fd: number): JournalRow[] => {
  const sale = makeSale({ at: NOON, counter: fd });
  const result = makeResult(sale, NOON, fd);
  return [
    row('receipt-stored', { key: `k${fd}`, sale }),
    row('receipt-registered', { key: `k${fd}`, fn: FN, fd, result: { ...result, fn: FN } }),
  ];
};
const delivered = (fd: number): JournalRow => row('delivered', { fn: FN, fd });
const ledgerOf = (rows: readonly JournalRow[]): TillLedger =>
  rows.reduce((ledger, one) => noteRow(ledger, one, 'sales-demo-1-202609'), EMPTY_LEDGER);
const facts = (ledger: TillLedger, change: Partial<TillFacts> = {}): TillFacts => ({
  ...{ pos: 'POS-001', store: 'demo-1', ledger, silent: false, copyWaiting: 0, results: [] },
  ...change,
});
const inDatabase = (ledger: TillLedger): TillLedger => seen(ledger, new Set(Object.keys(ledger.expected)));
const what = (items: readonly { what: string; fd: number | null }[]) => items.map((one) => [one.what, one.fd]);

describe('the hourly comparison of journal, sales and operator (C-42)', () => {
  it('finds nothing where everything is everywhere', () => {
    const ledger = inDatabase(ledgerOf([...sold(1), delivered(1), ...sold(2), delivered(2)]));
    const { till, lost, waiting } = compareTill(facts(ledger), NOON + HOUR);
    expect([till.documents, till.delivered, lost, waiting]).toEqual([2, 2, [], []]);
  });

  it('tells "not yet" from "lost": the operator has 30 days, a sale half an hour, a till that is silent as long as it takes', () => {
    const ledger = ledgerOf([...sold(1), ...sold(2), delivered(2)]);
    const early = compareTill(facts(ledger), NOON + 10 * MINUTE);
    expect([early.lost, new Set(early.waiting.map((one) => one.what))]).toEqual([
      [],
      new Set(['not-in-database', 'undelivered']),
    ]);
    expect(compareTill(facts(ledger), NOON + HOUR).lost.map((one) => one.what)).toEqual(Array(4).fill('not-in-database'));
    expect(what(compareTill(facts(inDatabase(ledger)), NOON + 29 * DAY).lost)).toEqual([]);
    expect(what(compareTill(facts(inDatabase(ledger)), NOON + 31 * DAY).lost)).toEqual([['undelivered', 1]]);
    const results = [{ _id: 'fiscal-result:x', fn: FN, fd: 9, at: NOON }];
    expect(what(compareTill(facts(inDatabase(ledger), { results, silent: true }), NOON + DAY).lost)).toEqual([]);
    expect(what(compareTill(facts(inDatabase(ledger), { results }), NOON + DAY).lost)).toEqual([['not-in-journal', 9]]);
  });

  it('sees a number of the drive that nobody told of', () => {
    const ledger = inDatabase(ledgerOf([...sold(1), delivered(1), ...sold(4), delivered(4)]));
    expect(what(compareTill(facts(ledger), NOON + MINUTE).waiting)).toEqual([
      ['document-missing', 2],
      ['document-missing', 3],
    ]);
    const { lost } = compareTill(facts(ledger), NOON + 2 * HOUR);
    expect(what(lost)).toEqual([
      ['document-missing', 2],
      ['document-missing', 3],
    ]);
    const found = [2, 3].map((fd) => row('alert', { fn: FN, fd, details: { code: 'FOUND_IN_DRIVE', delivered: true } }));
    const mended = found.reduce((all, one) => noteRow(all, one, null), ledger);
    expect(compareTill(facts(mended), NOON + 2 * HOUR)).toMatchObject({ lost: [], waiting: [], till: { delivered: 4 } });
  });

  it('names what lies in the tray and among the dead letters', () => {
    const refused = row('alert', { fn: FN, fd: 1, details: { code: 'OFD_REFUSED' } });
    const ledger = inDatabase(
      ledgerOf([...sold(1), refused, row('receipt-stored', { key: 'open', sale: makeSale({ at: NOON }) })]),
    );
    expect(what(compareTill(facts(ledger), NOON + HOUR).waiting)).toEqual([
      ['refused-by-operator', 1],
      ['in-the-tray', null],
    ]);
    const stored = row('receipt-stored', { key: 'open', sale: makeSale({ at: NOON }) });
    expect(ledgerOf([stored, row('receipt-voided', { key: 'open' })]).open).toEqual({});
  });

  it('says the same whatever row comes again', () => {
    const rows = [1, 2, 3, 5].flatMap((fd) => [...sold(fd), delivered(fd)]);
    fc.assert(
      fc.property(fc.shuffledSubarray(rows), (again) => {
        const once = ledgerOf(rows);
        const twice = again.reduce((ledger, one) => noteRow(ledger, one, 'sales-demo-1-202609'), inDatabase(once));
        const relevant = ({ drives }: TillLedger) => drives;
        expect(relevant(twice)).toEqual(relevant(once));
        expect(documentCount(twice.drives[FN]!)).toBe(4);
      }),
    );
  });
});
