import { describe, expect, it } from 'vitest';
import { DAY, HOUR } from '../time/clock.ts';
import { dueCalls } from './calls.ts';
import { noticeClientOf, viewsOfRecall } from './notice-case.ts';
import { recallKey, recallNotice, type DueNotice, type NoticeCase } from './notices.ts';

const MOSCOW = 'Europe/Moscow';
const NOW = Date.parse('2026-11-21T12:00:00+03:00');
const READY: DueNotice = { kind: 'ready', key: 'ready:7:1', about: 'order:7', day: '2026-11-21' };
const ANNA = { phone: '+79990000000', email: null, consentMessages: null };
const called = (status: 'reached' | 'unreached', again?: number) =>
  ({ key: READY.key, notice: 'ready', channel: 'call', status, at: NOW - HOUR, ...(again ? { again } : {}) }) as const;
const of = (change: Partial<NoticeCase> = {}): NoticeCase => ({
  ...{ notice: READY, client: noticeClientOf({ ...ANNA, noNotices: true }, 'ready'), before: [] },
  ...change,
});
const calls = (...cases: NoticeCase[]) => dueCalls(cases, NOW, MOSCOW);

describe('whom to call', () => {
  it('whoever wants no messages, about their own order', () => {
    expect(calls(of())).toMatchObject([{ why: 'opted-out', missed: null, again: null }]);
  });
  it('nobody about a recall without consent: a call is advertising too (38-FZ art. 18)', () => {
    const client = noticeClientOf({ ...ANNA, noNotices: false }, 'recall');
    expect(calls(of({ client, notice: recallNotice('client:1', '2026-11-01', NOW, MOSCOW) }))).toEqual([]);
  });
  it('whom the message did not reach, and whom nobody answers for', () => {
    const client = noticeClientOf({ ...ANNA, noNotices: false }, 'ready');
    const sms = (status: 'failed' | 'sent', at: number) =>
      ({ key: READY.key, notice: 'ready', channel: 'sms', status, at }) as const;
    expect(calls(of({ client, before: [sms('failed', NOW)] }))).toMatchObject([{ why: 'failed' }]);
    expect(calls(of({ client, before: [sms('sent', NOW - HOUR)] }))).toEqual([]);
    expect(calls(of({ client, before: [sms('sent', NOW - DAY)] }))).toMatchObject([{ why: 'unanswered' }]);
  });
  it('whom the server wrote to in two days by no means: it may be out of sight', () => {
    const client = noticeClientOf({ ...ANNA, noNotices: false }, 'ready');
    const since = (day: string) => calls(of({ client, notice: { ...READY, day } })).map(({ why }) => why);
    expect([since('2026-11-21'), since('2026-11-20'), since('2026-11-19')]).toEqual([[], [], ['not-sent']]);
  });
  it('of an order that nobody fetches the stage counts, not the day on which it was ready', () => {
    const client = noticeClientOf({ ...ANNA, noNotices: false }, 'uncollected');
    const notice = { ...READY, kind: 'uncollected', key: 'uncollected:7:1:7', day: '2026-11-14' } as const;
    expect(calls(of({ client, notice }))).toEqual([]);
    expect(calls(of({ client, notice: { ...notice, day: '2026-11-12' } }))).toMatchObject([{ why: 'not-sent' }]);
  });
  it('not any more once they know; still where nobody answered; later where it was agreed, after the others', () => {
    const other = { ...READY, key: 'ready:8:1', about: 'order:8' };
    expect(calls(of({ before: [called('reached')] }))).toEqual([]);
    expect(calls(of({ before: [called('unreached')] }))).toMatchObject([{ missed: NOW - HOUR, again: null }]);
    const later = calls(of({ before: [called('unreached', NOW + HOUR)] }), of({ notice: other }));
    expect(later.map(({ notice, again }) => [notice.key, again])).toEqual([
      ['ready:8:1', null],
      ['ready:7:1', NOW + HOUR],
    ]);
    expect(calls(of({ before: [called('unreached', NOW - 1)] }))).toMatchObject([{ again: null }]);
  });
  it('a call about a recall day counts for that day only', () => {
    const recallCall = { on: '2026-11-01', status: 'reached', at: NOW, by: null, again: null } as const;
    const card = { _id: 'client:1', recall: { on: '2026-11-01', why: null }, recallCall };
    expect(viewsOfRecall(card)).toMatchObject([{ key: recallKey('client:1', '2026-11-01'), status: 'reached' }]);
    expect(viewsOfRecall({ ...card, recall: { on: '2027-11-01', why: null } })).toEqual([]);
  });
});
