import { describe, expect, it } from 'vitest';
import { ERRORS } from '../errors.ts';
import { ALARMS } from './alarms.ts';
import { DEVICE_ERRORS, deviceError, DRIVE_ALARMS } from './register-errors.ts';

/** Every byte of fiscal rules §1.6, as the table has them. */
const TABLE =
  '01 02 03 04 05 06 07 08 09 10 11 12 14 15 16 17 20 2F 30 A0 A1 A2 A3 A4 A5 33 34 35 36 37 38 39 3C 3D 3F 40 45 46 48 49 4A 4B 4D 4E ' +
  '4F 50 55 56 58 59 5C 5D 5E 5F 60 61 62 63 6A 6B 6C 70 71 72 73 74 75 77 78 7A 7B 7C 7D 7E 7F 84 85 86 87 88 89 8C 8D 8E 90 91 92 94 ' +
  'C0 C2 C4 C7 C8 D1';

describe('K-05 what a register says no with', () => {
  it.each(TABLE.split(' '))('%s has a code with a step that leads out', (byte) => {
    const code = deviceError(byte);
    expect(code).not.toBeNull();
    expect(ERRORS[code!].ru.next.length).toBeGreaterThan(10);
  });

  it('names what needs hands: paper, cover, cutter, interrupted print, another document, 24 hours, clock', () => {
    const named = ['6B', '71', '58', '59', '4E', '16', '17', '07'].map(deviceError);
    expect(named).toEqual([
      'PAPER_OUT',
      'CUTTER_JAMMED',
      'PRINT_INTERRUPTED',
      'DOCUMENT_OPEN',
      'SHIFT_EXPIRED',
      'SHIFT_EXPIRED',
      'REGISTER_CLOCK_WRONG',
      'REGISTER_CLOCK_WRONG',
    ]);
  });

  it('reads either case and does not guess', () => {
    expect(deviceError('6b')).toBe('PAPER_OUT');
    for (const unknown of [null, '', 'FF', 'toString']) expect(deviceError(unknown)).toBeNull();
  });

  it('a drive that refuses for good is told in the words of its alarm', () => {
    for (const [byte, alarm] of Object.entries(DRIVE_ALARMS)) {
      expect(DEVICE_ERRORS[byte as keyof typeof DEVICE_ERRORS]).toBe('DRIVE_REFUSED');
      expect(ALARMS[alarm].ru.next).toMatch(/\.$/);
    }
  });
});
