import { expect, it } from 'vitest';
import { HOUR, MINUTE } from '../time/clock.ts';
import { minutesToLimit, remindersDue } from './shift-reminder.ts';

const OPENED = 1_763_700_000_000;

it.each([
  [23 * HOUR + 29 * MINUTE, 0],
  [23 * HOUR + 30 * MINUTE, 1],
  [23 * HOUR + 44 * MINUTE, 1],
  [23 * HOUR + 45 * MINUTE, 2],
  [23 * HOUR + 55 * MINUTE, 3],
  [24 * HOUR - 1, 3],
  [24 * HOUR, 0],
  [30 * HOUR, 0],
])('after %d ms %d reminders are due', (age, due) => expect(remindersDue(OPENED, OPENED + age)).toBe(due));

it('says how many minutes are left until the register refuses', () => {
  expect(minutesToLimit(OPENED, OPENED + 23 * HOUR + 30 * MINUTE)).toBe(30);
  expect(minutesToLimit(OPENED, OPENED + 24 * HOUR - 1)).toBe(1);
  expect(minutesToLimit(OPENED, OPENED + 25 * HOUR)).toBe(0);
});
