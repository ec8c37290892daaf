import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND } from '../time/clock.ts';
import { MESSAGES } from './limits.ts';
import { begun, due, faulted, isOverLimit, mailIdOf, messageIdOf, newMessage, outcomeOf, pauseAfter, sent } from './message.ts';

const NOW = Date.UTC(2026, 10, 21, 9, 31);
const wished = { store: 'demo-1', sale: 'sale:1763712345678-0000-0001', channel: 'email', wish: NOW } as const;
const ready = due(newMessage(wished, NOW), NOW);

describe('a message with an electronic receipt', () => {
  it('has the same message id in every try and after every restart, and another one for another wish', () => {
    const again = begun(faulted(begun(ready, NOW), 'later', NOW, 0.5), NOW + MINUTE);
    expect(mailIdOf(again, 'optika.ru')).toBe(mailIdOf(ready, 'optika.ru'));
    expect(mailIdOf(ready, 'optika.ru')).toBe('<email.1763712345678-0000-0001.1795253460000@optika.ru>');
    expect(messageIdOf(wished.sale, 'email', NOW + 1)).not.toBe(ready._id);
  });

  it('holds no address', () => {
    expect(Object.keys(ready).sort()).toEqual(
      [
        '_id',
        'at',
        'channel',
        'code',
        'next',
        'ready',
        'sale',
        'schema',
        'state',
        'store',
        'tries',
        'type',
        'via',
        'wish',
      ].sort(),
    );
  });

  it('ends at once where the mailbox does not exist or refuses for good', () => {
    expect(faulted(begun(ready, NOW), 'address', NOW, 0)).toMatchObject({ state: 'failed', code: 'SENDING_ADDRESS_UNKNOWN' });
    expect(faulted(begun(ready, NOW), 'refused', NOW, 0)).toMatchObject({ state: 'failed', code: 'SENDING_REFUSED' });
  });

  it('is tried again after a temporary fault, later each time, and given up after two days (an SMS after half a day)', () => {
    const first = faulted(begun(ready, NOW), 'later', NOW, 0);
    expect(first).toMatchObject({ state: 'due', next: NOW + 15 * SECOND });
    expect(faulted(begun(first, NOW), 'later', NOW, 1).next).toBe(NOW + MINUTE);
    expect(faulted(begun(first, NOW), 'later', NOW + 2 * DAY, 0)).toMatchObject({ state: 'failed', code: 'SENDING_GAVE_UP' });
    const sms = due(newMessage({ ...wished, channel: 'sms' }, NOW), NOW);
    expect(faulted(begun(sms, NOW), 'later', NOW + 12 * HOUR, 0).state).toBe('failed');
  });

  it('never waits longer than an hour nor less than half its step', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (tries, random) => {
          const wait = pauseAfter(tries, random, MESSAGES.retry);
          expect(wait).toBeGreaterThanOrEqual(MESSAGES.retry.first / 2);
          expect(wait).toBeLessThanOrEqual(MESSAGES.retry.most);
        },
      ),
    );
  });

  it('is told to the shop without the queue’s own states', () => {
    expect(outcomeOf(begun(ready, NOW))).toEqual({ wish: NOW, state: 'waiting', at: NOW, tries: 1, code: null, via: null });
    expect(outcomeOf(sent(begun(ready, NOW), 'smtp', NOW + 5))).toMatchObject({ state: 'sent', at: NOW + 5, via: 'smtp' });
  });
});

describe('limits of sending', () => {
  const earlier = (n: number, sale = wished.sale, step = MINUTE) =>
    Array.from({ length: n }, (_, i) => newMessage({ ...wished, sale, wish: NOW - (i + 1) * step }, NOW));
  it('lets a receipt be sent five times a day', () => {
    expect(isOverLimit(wished, earlier(4), NOW)).toBe(false);
    expect(isOverLimit(wished, earlier(5), NOW)).toBe(true);
    expect(isOverLimit(wished, earlier(5, wished.sale, DAY), NOW)).toBe(false);
  });
  it('stops a shop that sends more in an hour than any shop can', () => {
    const many = (n: number) =>
      Array.from({ length: n }, (_, i) => newMessage({ ...wished, sale: `sale:${i}`, wish: NOW - i }, NOW));
    expect(isOverLimit(wished, many(MESSAGES.perHour.email - 1), NOW)).toBe(false);
    expect(isOverLimit(wished, many(MESSAGES.perHour.email), NOW)).toBe(true);
  });
  it('does not count the message itself: worked through again after a crash it is the same', () => {
    expect(isOverLimit(wished, [...earlier(4), ready], NOW)).toBe(false);
  });
});
