import { clientKnows, type NoticeView } from '../folds/order-notices.ts';
import type { OrderView } from '../folds/order.ts';
import { keyOfId } from '../ids.ts';
import { DAY } from '../time/clock.ts';
import { instantOf } from '../time/day-range.ts';
import { localDate, localDateTime } from '../time/local-time.ts';
import { addDays, daysBetween } from '../workshop/calendar.ts';
import { isLate } from '../workshop/late.ts';
import type { NoticeChannel, NoticeKind } from './words.ts';

export interface NoticeRules {
  /** Days after "ready" on which an order that nobody fetched is told of again. */
  readonly uncollected: readonly number[];
  /** ms after which a message that no provider answered for becomes a call. */
  readonly doubtAfter: number;
  /** Nobody is written to outside of these, wall time of the shop. */
  readonly from: string;
  readonly to: string;
}
export const USUAL_NOTICE_RULES: NoticeRules = { uncollected: [7, 30, 60], doubtAfter: DAY, from: '09:00', to: '21:00' };

/** Whom a notice goes to, as the client's card says. `optOut`: by which ways this person does not want to be told. */
export interface NoticeClient {
  readonly phone: string | null;
  readonly email: string | null;
  readonly optOut: readonly NoticeChannel[];
}

/** Something to tell. `key` is the same on every device and at every time: the queue sends it once. */
export interface DueNotice {
  readonly kind: NoticeKind;
  readonly key: string;
  /** What it is about: `order:…`, of a recall `client:…`. */
  readonly about: string;
  /** `YYYY-MM-DD` that its text names: promised, ready since, check due. */
  readonly day: string;
}

/** What an order gives rise to now: at most one notice, the one that counts. @param now epoch ms */
export function orderNotice(
  order: string,
  view: OrderView,
  now: number,
  timeZone: string,
  rules = USUAL_NOTICE_RULES,
): DueNotice | null {
  const ready = view.reached.ready;
  if (view.state === 'ready' && ready !== undefined) {
    const day = localDate(ready, timeZone);
    const stage = rules.uncollected.filter((days) => days <= daysBetween(day, localDate(now, timeZone))).at(-1);
    // Glasses that went back to the bench are ready anew: the instant makes it another notice.
    const key = `${keyOfId(order)}:${ready}`;
    if (stage === undefined) return { kind: 'ready', key: `ready:${key}`, about: order, day };
    return { kind: 'uncollected', key: `uncollected:${key}:${stage}`, about: order, day };
  }
  if (view.state === 'ready' || view.promised === null || !isLate(view, now, timeZone)) return null;
  return { kind: 'late', key: `late:${keyOfId(order)}:${view.promised}`, about: order, day: view.promised };
}

/** An eye check is due. @param recall `YYYY-MM-DD` of the client's card, `null`: none agreed */
export function recallNotice(client: string, recall: string | null, now: number, timeZone: string): DueNotice | null {
  if (recall === null || localDate(now, timeZone) < recall) return null;
  return { kind: 'recall', key: recallKey(client, recall), about: client, day: recall };
}

/** Of the notice about a recall day. @param client `client:…` */
export const recallKey = (client: string, day: string): string => `recall:${keyOfId(client)}:${day}`;

/** `wait`: it is on its way; `done`: the client knows; `silent`: this person does not want to be told at all. */
export type NoticeStep =
  { readonly do: 'send' | 'call'; readonly channel: NoticeChannel } | { readonly do: 'wait' | 'done' | 'silent' };

/**
 * What to do about a notice now: a text message, else a letter, else a call; a way that failed is not tried again, and one that nobody
 * answers for becomes a call. @param before what is known of notices already sent, any keys
 */
export function nextStep(
  notice: DueNotice,
  client: NoticeClient,
  before: readonly NoticeView[],
  now: number,
  rules = USUAL_NOTICE_RULES,
): NoticeStep {
  const tried = before.filter(({ key }) => key === notice.key);
  const last = (channel: NoticeChannel) => tried.find((one) => one.channel === channel);
  if (tried.some(clientKnows)) return { do: 'done' };
  const pending = tried.filter(({ status }) => status === 'queued' || status === 'sent');
  if (pending.some(({ at }) => now - at < rules.doubtAfter)) return { do: 'wait' };
  const ways: readonly (readonly [NoticeChannel, string | null])[] = [
    ['sms', client.phone],
    ['email', client.email],
  ];
  const free =
    pending.length > 0 ? undefined : ways.find(([way, address]) => address && !client.optOut.includes(way) && !last(way));
  if (free) return { do: 'send', channel: free[0] };
  if (client.optOut.includes('call') || client.phone === null) return { do: tried.length > 0 ? 'wait' : 'silent' };
  return { do: 'call', channel: 'call' };
}

/** Not before this instant may it go out: now, or when the shop's decent hours begin. @param now epoch ms */
export function decentTime(now: number, timeZone: string, { from, to } = USUAL_NOTICE_RULES): number {
  const [day, time] = localDateTime(now, timeZone).split('T') as [string, string];
  if (time >= from && time.slice(0, 5) < to) return now;
  return instantOf(`${time < from ? day : addDays(day, 1)}T${from}:00`, timeZone);
}

export interface PlannedNotice {
  readonly notice: DueNotice;
  readonly channel: NoticeChannel;
}
export interface NoticePlan {
  readonly send: readonly PlannedNotice[];
  /** For a person with a telephone, the longest due first. */
  readonly calls: readonly DueNotice[];
}
export interface NoticeCase {
  readonly notice: DueNotice | null;
  readonly client: NoticeClient;
  readonly before: readonly NoticeView[];
}

/** All that is due in a shop, parted into what the server sends and whom people call. A key is planned once. */
export function planNotices(cases: Iterable<NoticeCase>, now: number, rules = USUAL_NOTICE_RULES): NoticePlan {
  const [send, calls]: [PlannedNotice[], DueNotice[]] = [[], []];
  const seen = new Set<string>();
  for (const { notice, client, before } of cases) {
    if (notice === null || seen.has(notice.key)) continue;
    seen.add(notice.key);
    const step = nextStep(notice, client, before, now, rules);
    if (step.do === 'send') send.push({ notice, channel: step.channel });
    else if (step.do === 'call') calls.push(notice);
  }
  return { send, calls: calls.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.key < b.key ? -1 : 1)) };
}
