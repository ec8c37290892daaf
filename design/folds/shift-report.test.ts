import { describe, expect, it } from 'vitest';
import type { ShiftEvent } from '../documents/facts.ts';
import { cashLeft } from './cash-left.ts';
import { reportOfClose } from './shift-report.ts';

const side = { count: 2, cash: 100_000, card: 50_050, other: 0, total: 150_050 };
const close: ShiftEvent = {
  _id: 'shift-event:9999000000000001-12',
  type: 'shift-event',
  schema: 1,
  hlc: '1763710000000-0000-0000',
  by: null,
  pos: 'POS-002',
  store: 'demo-1',
  event: 'close',
  shift: { fn: '9999000000000001', number: 3, openedAt: 1_763_700_000_000 },
  fn: '9999000000000001',
  fd: 12,
  fp: '1234567890',
  at: Date.parse('2026-11-21T18:05:00Z'),
  cashier: 'Иванова А.',
  totals: {
    sales: side,
    refunds: { count: 1, cash: 10_000, card: 0, other: 0, total: 10_000 },
    cashIn: 500_000,
    cashOut: 0,
    drawer: 590_000,
    vat: [{ rate: '22', sales: { turnover: 150_050, vat: 27_058 }, refunds: { turnover: 10_000, vat: 1_803 } }],
  },
  cash: {
    expected: 590_000,
    counted: 589_000,
    difference: -1_000,
    reason: 'сдача',
    collected: 500_000,
    sheet: { '500000': 1, '1000': 89 },
  },
};
const where = { demo: false, timeZone: 'Europe/Moscow' };

describe('A-52, A-54 the Z of a shift that only its document tells of', () => {
  it('says the same sums as the till was answered: cash + card + other = sales − refunds', () => {
    const report = reportOfClose(close, where)!;
    expect(report).toMatchObject({
      reportType: 2,
      shiftNumber: 3,
      dateTime: '2026-11-21T21:05:00',
      cashTotal: 900,
      cardTotal: 500.5,
    });
    expect(report.cashTotal + report.cardTotal + report.otherTotal).toBeCloseTo(report.totalSales - report.totalRefunds, 2);
    expect(report.cashCount).toMatchObject({ counted: 5_890, difference: -10, collected: 5_000, discrepancy_percent: 0.91 });
    const text = report.text.join('\n');
    expect(text).toMatch(/НЕДОСТАЧА +10,00/);
    expect(text).toMatch(/5000 x 1 +5000,00/);
    expect(text).toMatch(/ФД 12 +ФП 1234567890/);
    expect(text).not.toContain('РН ККТ');
  });

  it('tells a close in the books alone from one of the register', () => {
    const alone = { ...close, fd: null, fp: null, books: 'register-dead' } as const;
    expect(reportOfClose(alone, where)).toMatchObject({ withoutRegister: true, fiscalDocumentNumber: null });
    expect(reportOfClose({ ...close, event: 'open', totals: null }, where)).toBeNull();
  });

  it('what was counted and not collected is the next float; uncounted, what the books say', () => {
    expect(cashLeft(close)).toBe(89_000);
    expect(cashLeft({ ...close, cash: undefined })).toBe(590_000);
    expect(cashLeft({ ...close, event: 'open' })).toBeNull();
  });
});
