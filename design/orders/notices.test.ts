import { describe, expect, it } from 'vitest';
import { described, ORDERED_AT, viewOf } from '../../tests/factories/order-events.ts';
import type { NoticeView } from '../folds/order-notices.ts';
import { DAY, HOUR } from '../time/clock.ts';
import { NOTICE_TEMPLATES, noticeText, unknownPlaceholders, type NoticeValues } from './notice-templates.ts';
import { decentTime, nextStep, orderNotice, planNotices, recallNotice, type DueNotice, type NoticeClient } from './notices.ts';
import { NOTICE_CHANNELS, NOTICE_KINDS } from './words.ts';

const MOSCOW = 'Europe/Moscow';
const WORK = [described(), { kind: 'promise', day: '2026-11-23' }, { kind: 'confirm' }, { kind: 'start' }] as const;
const READY = [...WORK, { kind: 'ready' }] as const;
const readyAt = ORDERED_AT + 4 * 60_000;
const noticeAt = (days: number, ...events: Parameters<typeof viewOf>) =>
  orderNotice('order:7', viewOf(...events), ORDERED_AT + days * DAY, MOSCOW);

describe('what an order gives rise to', () => {
  it.each([
    ['nothing, while it is in time', 2, WORK, null],
    ['late, from the day after the promised one', 3, WORK, 'late:7:2026-11-23'],
    ['ready', 0, READY, `ready:7:${readyAt}`],
    ['ready, although it is late: the good news counts', 5, READY, `ready:7:${readyAt}`],
    ['uncollected after 7 days', 7, READY, `uncollected:7:${readyAt}:7`],
    ['uncollected after 30 days', 31, READY, `uncollected:7:${readyAt}:30`],
    ['nothing, once delivered', 90, [...READY, { kind: 'deliver' }], null],
    ['nothing, once cancelled', 90, [...WORK, { kind: 'cancel', reason: '' }], null],
  ] as const)('%s', (_, days, events, key) => {
    expect(noticeAt(days, ...events)?.key ?? null).toBe(key);
  });
  it('glasses that went back to the bench are ready anew: another notice', () => {
    const again = noticeAt(0, ...READY, { kind: 'rework', reason: 'x' }, { kind: 'ready' });
    expect(again?.kind).toBe('ready');
    expect(again?.key).not.toBe(noticeAt(0, ...READY)?.key);
  });
  it('a recall is due on its day', () => {
    const due = (day: string | null) => recallNotice('client:1', day, ORDERED_AT, MOSCOW)?.key ?? null;
    expect([due(null), due('2026-11-22'), due('2026-11-21')]).toEqual([null, null, 'recall:1:2026-11-21']);
  });
});

describe('how a client is told', () => {
  const notice: DueNotice = { kind: 'ready', key: 'ready:7:1', about: 'order:7', day: '2026-11-21' };
  const client: NoticeClient = { phone: '+79990000000', email: 'a@example.org', optOut: [] };
  const known = (channel: NoticeView['channel'], status: NoticeView['status'], ago = 0): NoticeView => ({
    ...{ key: notice.key, notice: 'ready', channel, status, at: ORDERED_AT - ago },
  });
  const step = (change: Partial<NoticeClient>, ...before: NoticeView[]) =>
    nextStep(notice, { ...client, ...change }, before, ORDERED_AT);

  it.each([
    ['by text message first', {}, [], { do: 'send', channel: 'sms' }],
    ['by letter where there is no telephone', { phone: null }, [], { do: 'send', channel: 'email' }],
    ['by letter where text messages are not wanted', { optOut: ['sms'] }, [], { do: 'send', channel: 'email' }],
    ['not twice while it is on its way', {}, [known('sms', 'sent', HOUR)], { do: 'wait' }],
    ['by a call when nobody answers for the message', {}, [known('sms', 'sent', DAY)], { do: 'call', channel: 'call' }],
    ['by letter when the message failed', {}, [known('sms', 'failed')], { do: 'send', channel: 'email' }],
    ['by a call when both failed', {}, [known('sms', 'failed'), known('email', 'failed')], { do: 'call', channel: 'call' }],
    [
      'again by a call when nobody took it',
      { email: null },
      [known('sms', 'failed'), known('call', 'unreached')],
      { do: 'call', channel: 'call' },
    ],
    ['no more once the telephone has it', {}, [known('sms', 'delivered')], { do: 'done' }],
    ['no more once someone spoke with them', {}, [known('sms', 'failed'), known('call', 'reached')], { do: 'done' }],
    ['not at all where they opted out of everything', { optOut: [...NOTICE_CHANNELS] }, [], { do: 'silent' }],
    ['not at all without any address', { phone: null, email: null }, [], { do: 'silent' }],
  ] as const)('%s', (_, change, before, expected) => {
    expect(step(change, ...before)).toEqual(expected);
  });

  it('another notice before this one does not count for it', () => {
    expect(step({}, { ...known('sms', 'delivered'), key: 'ready:7:0' })).toEqual({ do: 'send', channel: 'sms' });
  });

  it('the plan of a shop sends each notice once, and lists calls the longest due first', () => {
    const calls = { ...client, optOut: ['sms', 'email'] as const };
    const plan = planNotices(
      [
        { notice, client, before: [] },
        { notice, client, before: [] },
        { notice: null, client, before: [] },
        { notice: { ...notice, key: 'b', day: '2026-11-20' }, client: calls, before: [] },
        { notice: { ...notice, key: 'a', day: '2026-11-19' }, client: calls, before: [] },
      ],
      ORDERED_AT,
    );
    expect(plan.send).toEqual([{ notice, channel: 'sms' }]);
    expect(plan.calls.map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it.each([
    ['by day at once', '2026-11-21T12:00:00+03:00', '2026-11-21T12:00:00+03:00'],
    ['early: at nine', '2026-11-21T03:00:00+03:00', '2026-11-21T09:00:00+03:00'],
    ['late: at nine tomorrow', '2026-11-21T21:00:00+03:00', '2026-11-22T09:00:00+03:00'],
    ['a minute before: at once', '2026-11-21T20:59:59+03:00', '2026-11-21T20:59:59+03:00'],
  ])('nobody is written to at night: %s', (_, now, expected) => {
    expect(decentTime(Date.parse(now), MOSCOW)).toBe(Date.parse(expected));
  });
});

describe('texts of notices', () => {
  const values: NoticeValues = {
    ...{ name: 'Анна', shop: 'Оптика на Невском', address: 'Невский, 1', phone: '+7 812 000-00-00' },
    ...{ number: 'A-17', day: '23.11.2026', balance: '12 345,00 ₽' },
  };
  it.each(NOTICE_KINDS.flatMap((kind) => (['ru', 'en'] as const).map((language) => [kind, language] as const)))(
    '%s in %s',
    (kind, language) => {
      for (const channel of NOTICE_CHANNELS) {
        const { subject, text } = noticeText(kind, channel, values, language);
        expect(`${subject} ${text}`).not.toMatch(/\{\{|undefined|https?:|www\./);
        expect(subject !== null).toBe(channel === 'email');
      }
      // Two parts of a text message in Cyrillic.
      expect(noticeText(kind, 'sms', values, language).text.length).toBeLessThanOrEqual(134);
      expect(Object.values(NOTICE_TEMPLATES[language][kind]).flatMap(unknownPlaceholders)).toEqual([]);
    },
  );
  it('leave out what there is nothing to say of: nothing to pay, no telephone', () => {
    const said = (kind: 'ready' | 'recall') => noticeText(kind, 'sms', { ...values, balance: '', phone: '' }, 'ru').text;
    expect(said('ready')).toBe('Оптика на Невском: заказ A-17 готов, ждём вас.');
    expect(said('recall')).toBe('Оптика на Невском: пора проверить зрение.');
  });
  it('a value that looks like a placeholder stays what it is', () => {
    expect(noticeText('ready', 'call', { ...values, name: '{{balance}}' }, 'ru').text).toContain('{{balance}}: заказ A-17');
  });
  it('an administrator is told of placeholders that mean nothing', () => {
    expect(unknownPlaceholders('{{name}} {{sph}}')).toEqual(['sph']);
  });
});
