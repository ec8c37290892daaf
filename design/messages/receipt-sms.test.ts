import { describe, expect, it } from 'vitest';
import { receiptSms, SMS_MOST } from './receipt-sms.ts';

const result = {
  operation: 'sale',
  total: 1_234_500,
  at: Date.UTC(2026, 10, 21, 9, 31),
  fn: '9999078900030352',
  fd: 42,
  fp: '2265752476',
} as const;

describe('a receipt as a text message (A-80)', () => {
  it('names shop, sum, date and the marks that the tax service asks for, and has no link', () => {
    const text = receiptSms(result, 'Оптика на Невском', 'Europe/Moscow');
    expect(text).toBe('Оптика на Невском. Чек 12 345,00 р. 21.11.2026 12:31 ФН 9999078900030352 ФД 42 ФПД 2265752476');
    expect(text).not.toMatch(/https?:|www\./);
  });
  it('says that money went back', () => {
    expect(receiptSms({ ...result, operation: 'refund' }, 'Оптика', 'Europe/Moscow')).toContain('Возврат 12 345,00 р.');
  });
  it('never needs more than two parts, however long the shop is called', () => {
    const text = receiptSms(
      { ...result, total: 99_999_999_999, fd: 4_294_967_295 },
      'Очень длинное название '.repeat(20),
      'Asia/Kamchatka',
    );
    expect(text.length).toBeLessThanOrEqual(SMS_MOST);
    expect(text).toContain('ФПД 2265752476');
  });
});
