import { describe, expect, it } from 'vitest';
import { mayDrop, type DropQuestion } from './may-drop.ts';

const DAY = 86_400_000;
const now = Date.UTC(2026, 10, 21, 9);
const question: DropQuestion = {
  month: '202609',
  now,
  timeZone: 'Europe/Moscow',
  seq: 12,
  sent: { seq: 12, at: now - 2 * DAY },
  verifiedAt: now - DAY,
  open: 0,
  refused: 0,
};

describe('a month may be dropped', () => {
  it('when it is older than the last, wholly sent and in a verified backup', () => {
    expect(mayDrop(question)).toBe(true);
  });

  it.each<[string, Partial<DropQuestion>]>([
    ['this month', { month: '202611' }],
    ['the last month', { month: '202610' }],
    ['a month to come, of a wrong clock', { month: '203001' }],
    ['without a verified backup', { verifiedAt: null }],
    ['with a backup that is older than the last thing sent', { verifiedAt: now - 3 * DAY }],
    ['with something unsent', { sent: null }],
    ['with something written since', { seq: 13 }],
    ['with an open receipt', { open: 1 }],
    ['with a refused document', { refused: 1 }],
  ])('never: %s', (_, change) => {
    expect(mayDrop({ ...question, ...change })).toBe(false);
  });

  it('by the shop’s own calendar', () => {
    const midnight = Date.UTC(2026, 10, 30, 12);
    const at = (timeZone: string) =>
      mayDrop({ ...question, month: '202610', now: midnight, timeZone, verifiedAt: midnight, sent: { seq: 12, at: 0 } });
    expect([at('Asia/Kamchatka'), at('Europe/Kaliningrad')]).toEqual([true, false]);
  });
});
