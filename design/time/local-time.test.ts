import { describe, expect, it } from 'vitest';
import { addMonths, localDate, localDateTime, localMonth } from './local-time.ts';

describe('local time of a shop', () => {
  const newYear = Date.UTC(2026, 11, 31, 21, 30);

  it('takes the day and month from the shop, not from the server', () => {
    expect(localDateTime(newYear, 'Europe/Moscow')).toBe('2027-01-01T00:30:00');
    expect(localMonth(newYear, 'Europe/Moscow')).toBe('202701');
    expect(localMonth(newYear, 'Europe/Kaliningrad')).toBe('202612');
    expect(localDate(newYear, 'Asia/Vladivostok')).toBe('2027-01-01');
  });

  it('moves months over the turn of the year', () => {
    expect(addMonths('202601', -1)).toBe('202512');
    expect(addMonths('202611', 2)).toBe('202701');
    expect(addMonths('202606', 0)).toBe('202606');
  });
});
