import { describe, expect, it } from 'vitest';
import { isErrorCode } from '$design/errors.ts';
import { isAlarmCode } from '$design/fiscal/alarms.ts';
import { REMEDIES, remedyOf } from './remedies.ts';

describe('what a cashier does about a trouble of the register', () => {
  it.each(Object.keys(REMEDIES))('%s is a code that the program knows, and has steps', (code) => {
    expect(isErrorCode(code) || isAlarmCode(code)).toBe(true);
    expect(REMEDIES[code]!.steps.length).toBeGreaterThan(0);
  });

  it.each([
    'PAPER_OUT',
    'COVER_OPEN',
    'REGISTER_UNREACHABLE',
    'SHIFT_EXPIRED',
    'DRIVE_REFUSED',
    'DOCUMENT_OPEN',
    'CUTTER_JAMMED',
  ])('issue 5, part 7: %s has one', (code) => expect(remedyOf(code)).not.toBeNull());

  it('K-05b a drive that refuses because it is full gets the instruction for replacing it (A-71)', () => {
    expect(remedyOf('DRIVE_REFUSED', { alarm: 'DRIVE_FULL' })?.steps).toContain('remedy.driveReplace');
    expect(remedyOf('DRIVE_REFUSED', { alarm: 'toString' })?.picture).toBe('drive');
    expect(remedyOf('FFD_TOTAL_ZERO')).toBeNull();
  });
});
