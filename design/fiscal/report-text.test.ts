import { expect, it } from 'vitest';
import { reportText } from './report-text.ts';

const side = { count: 2, cash: 100_000, card: 50_000, other: 0, total: 150_000 };
const totals = {
  sales: side,
  refunds: { ...side, count: 0, cash: 0, card: 0, total: 0 },
  cashIn: 0,
  cashOut: 0,
  drawer: 123_450,
};
const head = {
  demo: false,
  pos: 'POS-001',
  shift: 3,
  datetime: '2026-11-21T03:04:05',
  cashier: 'Иванова А.',
  fn: '9999078900000001',
  registrationNumber: '0000000005008570',
};

it('prints totals, drawer and the shift within the width of the roll', () => {
  const lines = reportText({ ...head, kind: 'X', document: null }, totals);
  expect(lines.every((line) => line.length <= 40)).toBe(true);
  expect(lines.find((line) => line.includes('НАЛИЧНЫХ В КАССЕ'))).toMatch(/1234,50$/);
  expect(lines.some((line) => line.includes('21.11.2026 03:04'))).toBe(true);
});

it('gives only a Z the marks of a fiscal document', () => {
  const fiscal = { fd: 9, fp: '0123456789' };
  expect(reportText({ ...head, kind: 'Z', document: fiscal }, totals).join('\n')).toContain('ФП 0123456789');
  expect(reportText({ ...head, kind: 'X', document: null }, totals).join('\n')).toContain('НЕ ФИСКАЛЬНЫЙ');
});

it('names what a Z was closed with: counted cash, difference, collection, what was left open and who decided', () => {
  const cash = { expected: 123_450, counted: 120_000, difference: -3_450, reason: 'сдача мелочью', collected: 100_000 };
  const signed = { role: 'manager' as const, reason: 'аппарат сломан, чеки остались в неоконченных до ремонта' };
  const lines = reportText({ ...head, kind: 'Z', document: null, offline: true, cash, left: 2, signed }, totals);
  const text = lines.join('\n');
  expect(lines.every((line) => line.length <= 40)).toBe(true);
  expect(text).toContain('СМЕНА ЗАКРЫТА БЕЗ ОТЧЁТА АППАРАТА');
  for (const line of [/НЕДОСТАЧА +34,50/, /ИНКАССАЦИЯ +1000,00/, /ОСТАЛОСЬ +200,00/, /НЕОКОНЧЕННЫХ ЧЕКОВ +2/])
    expect(text).toMatch(line);
  expect(text).toMatch(/старший смены/);
  expect(text).toContain('БЕЗ СВЯЗИ С ОПЕРАТОРОМ');
});

it('shows VAT by rate and splits what is neither cash nor card', () => {
  const sales = { ...side, other: 30_000, prepaid: 20_000, credit: 4_000, total: 180_000 };
  const rate = { rate: '22' as const, sales: { turnover: 122_000, vat: 22_000 }, refunds: { turnover: 12_200, vat: 2_200 } };
  const none = { rate: 'none' as const, sales: { turnover: 58_000, vat: 0 }, refunds: { turnover: 0, vat: 0 } };
  const text = reportText({ ...head, kind: 'X', document: null }, { ...totals, sales, vat: [none, rate], corrections: 1 }).join(
    '\n',
  );
  for (const line of [
    /зачтён аванс +200,00/,
    /в кредит +40,00/,
    /иначе +60,00/,
    /БЕЗ НДС +580,00/,
    /НДС 22% +198,00/,
    /КОРРЕКЦИЙ +1/,
  ])
    expect(text).toMatch(line);
});
