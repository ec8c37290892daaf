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
