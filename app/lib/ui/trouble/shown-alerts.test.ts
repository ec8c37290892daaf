import { describe, expect, it } from 'vitest';
import { ALARMS, type AlarmCode } from '$design/fiscal/alarms.ts';
import { listed, markOf, stillSeen, toTell, type Alert } from './shown-alerts.ts';

const alert = (code: AlarmCode): Alert => ({
  level: ALARMS[code].level,
  code,
  message: ALARMS[code].ru.what,
  next: ALARMS[code].ru.next,
});
const none = new Set<string>();

describe('notices of the register, its drive and its PC (requirements A-71)', () => {
  it('brings up the worst that nobody has put away, one at a time', () => {
    const alerts = [alert('REGISTER_PAPER_NEAR'), alert('DRIVE_ENDS_NOW')];
    expect(toTell(alerts, none)?.code).toBe('DRIVE_ENDS_NOW');
    expect(toTell(alerts, new Set(['DRIVE_ENDS_NOW']))?.code).toBe('REGISTER_PAPER_NEAR');
    expect(toTell(alerts, new Set(['DRIVE_ENDS_NOW', 'REGISTER_PAPER_NEAR']))).toBeNull();
  });

  it('leaves to their own dialogs the buffer and the 24 hours, and to the tooltip a slow operator', () => {
    expect(toTell([alert('BUFFER_FULL'), alert('SHIFT_ENDS_SOON'), alert('OFD_SLOW'), alert('BACKUP_OLD')], none)).toBeNull();
  });

  it('tells anew what had ended and came back', () => {
    const seen = new Set(['REGISTER_PAPER_OUT']);
    expect(stillSeen(seen, [alert('REGISTER_PAPER_OUT')])).toBe(seen);
    const ended = stillSeen(seen, []);
    expect(toTell([alert('REGISTER_PAPER_OUT')], ended)?.code).toBe('REGISTER_PAPER_OUT');
  });

  it('marks the bar with everything that stands but slowness, and lists the critical first', () => {
    const alerts = [alert('REGISTER_PAPER_NEAR'), alert('OFD_SLOW'), alert('DISK_FULL')];
    expect(markOf(alerts)).toEqual({ count: 2, critical: true });
    expect(markOf([alert('OFD_SLOW')])).toEqual({ count: 0, critical: false });
    expect(listed(alerts).map(({ code }) => code)).toEqual(['DISK_FULL', 'REGISTER_PAPER_NEAR', 'OFD_SLOW']);
  });
});
