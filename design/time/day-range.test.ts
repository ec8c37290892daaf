import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayRange } from './day-range.ts';
import { localDate } from './local-time.ts';

const zones = fc.constantFrom('Europe/Moscow', 'Asia/Kamchatka', 'Europe/Berlin', 'America/New_York', 'Europe/Kaliningrad');

describe('the range of a shop’s day', () => {
  it('begins at midnight in Moscow, 21:00 UTC of the day before', () => {
    expect(dayRange('2026-11-21', 'Europe/Moscow')).toEqual({
      from: Date.UTC(2026, 10, 20, 21),
      to: Date.UTC(2026, 10, 21, 21),
    });
  });

  it('is 23 and 25 hours long where summer time begins and ends', () => {
    const hours = (day: string) => {
      const { from, to } = dayRange(day, 'Europe/Berlin');
      return (to - from) / 3_600_000;
    };
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-06-01')]).toEqual([23, 25, 24]);
  });

  it('holds exactly the instants of that day', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) }), zones, (at, zone) => {
        const { from, to } = dayRange(localDate(at, zone), zone);
        expect(from <= at && at < to).toBe(true);
        expect(localDate(from - 1, zone) < localDate(at, zone)).toBe(true);
        expect(localDate(to, zone) > localDate(at, zone)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('is one of any day that a field lets somebody type, also of a year half typed', () => {
    for (const day of ['0002-11-22', '0202-11-22', '1899-12-30', '9999-12-30']) {
      const { from, to } = dayRange(day, 'Europe/Moscow');
      expect([localDate(from, 'Europe/Moscow'), to - from]).toEqual([day, 86_400_000]);
    }
  });
});
