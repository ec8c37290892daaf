import { expect, it } from 'vitest';
import { HOUR, MINUTE } from '../time/clock.ts';
import { shiftClock } from './shift-clock.ts';

const OPENED = Date.UTC(2026, 10, 21, 3);
const at = (ms: number, says: 'open' | 'expired' | null = null) => shiftClock(OPENED, OPENED + ms, says);

it('warns from 23 h 30 min on with the minutes left, and is over at 24 h (54-FZ)', () => {
  expect(at(0)).toEqual({ state: 'open', closesAt: OPENED + 24 * HOUR, minutesLeft: 1440, warning: null });
  expect(at(23 * HOUR + 30 * MINUTE - 1)).toMatchObject({ minutesLeft: 31, warning: null });
  expect(at(23 * HOUR + 30 * MINUTE)).toMatchObject({ state: 'open', minutesLeft: 30, warning: 'SHIFT_ENDS_SOON' });
  expect(at(24 * HOUR - 1)).toMatchObject({ state: 'open', minutesLeft: 1 });
  expect(at(24 * HOUR)).toMatchObject({ state: 'expired', minutesLeft: 0, warning: 'SHIFT_EXPIRED' });
});

it('is over as soon as the register says so, whatever our clock says; the register’s "open" does not prolong it', () => {
  expect(at(HOUR, 'expired')).toMatchObject({ state: 'expired', warning: 'SHIFT_EXPIRED' });
  expect(at(24 * HOUR, 'open').state).toBe('expired');
});
