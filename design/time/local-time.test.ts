import fc from 'fast-check';
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

  it('is the zone’s wall time at every instant, around changes of the clock too', () => {
    const zones = ['Europe/Moscow', 'Europe/Berlin', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/New_York'] as const;
    const asked = fc.integer({ min: Date.UTC(1975, 0, 1), max: Date.UTC(2040, 0, 1) });
    fc.assert(
      fc.property(asked, fc.constantFrom(...zones), (at, timeZone) => {
        const wall = new Date(at).toLocaleString('sv-SE', { timeZone }).replace(' ', 'T');
        expect(localDateTime(at, timeZone)).toBe(wall);
      }),
    );
    const [before, after] = [Date.UTC(2026, 2, 29, 0, 59, 59, 999), Date.UTC(2026, 2, 29, 1)];
    expect(localDateTime(before, 'Europe/Berlin')).toBe('2026-03-29T01:59:59');
    expect(localDateTime(after, 'Europe/Berlin')).toBe('2026-03-29T03:00:00');
  });

  it('moves months over the turn of the year', () => {
    expect(addMonths('202601', -1)).toBe('202512');
    expect(addMonths('202611', 2)).toBe('202701');
    expect(addMonths('202606', 0)).toBe('202606');
  });
});
