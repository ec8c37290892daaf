import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../time/clock.ts';
import { CARE, deviceFindings, driveFindings, driveForecast, silenceFinding, unsentAge, unsentFindings } from './drive-care.ts';
import type { DeviceFacts, DriveFacts } from './drive-care.ts';

const NOW = Date.UTC(2026, 10, 21);
const drive = (days: number, documentsLeft: number, over: Partial<DriveFacts> = {}): DriveFacts => ({
  state: 'ready',
  validUntil: NOW + days * DAY,
  documentsLeft,
  warnings: [],
  ...over,
});
const QUIET = { documents: 0, days: 30 };
const standing = (findings: Readonly<Record<string, unknown>>) => Object.keys(findings).filter((code) => findings[code] !== null);
const alarmsOf = (facts: DriveFacts, pace = QUIET) => standing(driveFindings(facts, driveForecast(facts, pace, NOW)));

describe('the drive (B-90, B-91, L-13)', () => {
  const BUSY = { documents: 3_000, days: 30 };
  it.each<[string, DriveFacts, { documents: number; days: number }, string[]]>([
    ['31 days left', drive(31, 100_000), QUIET, []],
    ['30 days left: P2', drive(30, 100_000), QUIET, ['DRIVE_ENDS_SOON']],
    ['6 days left', drive(6, 100_000), QUIET, ['DRIVE_ENDS_SOON']],
    ['5 days left: P1', drive(5, 100_000), QUIET, ['DRIVE_ENDS_NOW']],
    ['501 documents left and no sales', drive(400, 501), QUIET, []],
    ['500 documents left: P1', drive(400, 500), QUIET, ['DRIVE_ENDS_NOW']],
    ['100 a day and room for 31 days', drive(400, 3_199), BUSY, []],
    ['100 a day and room for 30 days: P2', drive(400, 3_099), BUSY, ['DRIVE_ENDS_SOON']],
    ['100 a day and room for 5 days: P1', drive(400, 599), BUSY, ['DRIVE_ENDS_NOW']],
    ['the drive itself says 30 days', drive(400, 9_000, { warnings: ['ends-in-30-days'] }), QUIET, ['DRIVE_ENDS_SOON']],
    ['the drive itself says 3 days', drive(400, 9_000, { warnings: ['ends-in-3-days'] }), QUIET, ['DRIVE_ENDS_NOW']],
    ['its archive is 90 % full', drive(400, 9_000, { warnings: ['archive-90'] }), QUIET, ['DRIVE_ENDS_SOON']],
    ['full (B-13)', drive(400, 0, { state: 'full' }), QUIET, ['DRIVE_FULL']],
    ['expired', drive(-1, 9_000, { state: 'expired' }), QUIET, ['DRIVE_EXPIRED']],
    ['blocked by 30 days unsent', drive(400, 9_000, { state: 'blocked-unsent' }), QUIET, ['DRIVE_BLOCKED_UNSENT']],
    ['failed', drive(400, 9_000, { state: 'failed' }), QUIET, ['DRIVE_FAILED']],
  ])('%s', (_title, facts, pace, expected) => expect(alarmsOf(facts, pace)).toEqual(expected));

  it('plans the replacement 14 days before the end, whichever end comes first', () => {
    const forecast = driveForecast(drive(400, 3_000), { documents: 3_000, days: 30 }, NOW);
    expect(forecast).toEqual({ validDays: 400, perDay: 100, forecastDays: 30, daysLeft: 30, replaceBy: NOW + 16 * DAY });
  });

  it('does not judge a new till by its first busy hours', () => {
    expect(driveForecast(drive(400, 250_000), { documents: 700, days: 0.1 }, NOW).perDay).toBe(100);
  });

  it('never grows calmer as room or time run out, whatever the pace', () => {
    const severity = (codes: string[]) => (codes.includes('DRIVE_ENDS_NOW') ? 2 : codes.includes('DRIVE_ENDS_SOON') ? 1 : 0);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 0, max: 250_000 }),
        fc.record({ documents: fc.integer({ min: 0, max: 100_000 }), days: fc.integer({ min: 0, max: 30 }) }),
        fc.integer({ min: 0, max: 100 }),
        fc.integer({ min: 0, max: 10_000 }),
        (days, left, pace, fewerDays, fewerDocuments) => {
          const before = severity(alarmsOf(drive(days, left), pace));
          const after = severity(alarmsOf(drive(days - fewerDays, Math.max(0, left - fewerDocuments)), pace));
          expect(after).toBeGreaterThanOrEqual(before);
          expect(alarmsOf(drive(days, left), pace).length).toBeLessThanOrEqual(1);
        },
      ),
    );
  });
});

describe('documents that wait for the operator (fiscal rules §6.1)', () => {
  it.each([
    [23, null],
    [24, 'OFD_UNSENT_1D'],
    [5 * 24 - 1, 'OFD_UNSENT_1D'],
    [5 * 24, 'OFD_UNSENT_5D'],
    [20 * 24 - 1, 'OFD_UNSENT_5D'],
    [20 * 24, 'OFD_UNSENT_20D'],
    [31 * 24, 'OFD_UNSENT_20D'],
  ])('%i hours: %s', (hours, code) => {
    const findings = unsentFindings((hours * DAY) / 24, 3);
    expect(standing(findings)).toEqual(code === null ? [] : [code]);
  });

  it('takes the worse of the drive’s word and our queue, each by its own clock', () => {
    const queue = { count: 1, firstAt: NOW - 2 * DAY, now: NOW };
    expect(unsentAge({ drive: null, queue })).toBe(2 * DAY);
    expect(unsentAge({ drive: { count: 1, firstAt: NOW - 6 * DAY, clock: NOW - DAY }, queue })).toBe(5 * DAY);
    expect(unsentAge({ drive: { count: 0, firstAt: null, clock: NOW }, queue: { ...queue, count: 0 } })).toBe(0);
  });

  it('says how many days remain until the drive stops', () => {
    expect(unsentFindings(22 * DAY, 7).OFD_UNSENT_20D).toEqual({ age_days: 22, count: 7, blocks_in_days: 8 });
  });
});

describe('the device', () => {
  const calm: DeviceFacts = {
    paper: 'present',
    paperNear: false,
    coverOpen: false,
    drawerSince: null,
    clockDifference: 0,
    clockAgainst: 'pc',
    registration: { known: '1', found: '1' },
    now: NOW,
  };
  it.each<[string, Partial<DeviceFacts>, string[]]>([
    ['nothing', {}, []],
    ['no paper', { paper: 'out' }, ['REGISTER_PAPER_OUT']],
    ['the roll near its end', { paperNear: true }, ['REGISTER_PAPER_NEAR']],
    ['no paper is more than the end of the roll', { paper: 'out', paperNear: true }, ['REGISTER_PAPER_OUT']],
    ['an interrupted print', { paper: 'waiting-continue' }, ['PRINT_INTERRUPTED']],
    ['the cover', { coverOpen: true }, ['REGISTER_COVER_OPEN']],
    ['a drawer as every cash sale opens it', { drawerSince: NOW - CARE.drawer + 1 }, []],
    ['a drawer left open', { drawerSince: NOW - CARE.drawer }, ['DRAWER_LEFT_OPEN']],
    ['a clock 1:59 ahead', { clockDifference: 2 * MINUTE - 1 }, []],
    ['a clock 2 min ahead', { clockDifference: 2 * MINUTE }, ['REGISTER_CLOCK']],
    ['a clock 2 min behind', { clockDifference: -2 * MINUTE }, ['REGISTER_CLOCK']],
    ['a clock nobody can judge', { clockDifference: null }, []],
    ['another register number', { registration: { known: '1', found: '2' } }, ['REGISTRATION_CHANGED']],
  ])('%s', (_title, change, expected) => expect(standing(deviceFindings({ ...calm, ...change }))).toEqual(expected));

  it('a register silent for a minute is a cable being plugged, for longer an alarm', () => {
    expect(silenceFinding(NOW - MINUTE, NOW).REGISTER_SILENT).toBeNull();
    expect(silenceFinding(NOW - MINUTE - 1, NOW).REGISTER_SILENT).toEqual({ since: NOW - MINUTE - 1 });
    expect(silenceFinding(null, NOW).REGISTER_SILENT).toBeNull();
  });
});
