import { localDate } from '../time/local-time.ts';
import { addDays, daysBetween } from '../workshop/calendar.ts';
import { nextStep, USUAL_NOTICE_RULES, type DueNotice, type NoticeCase } from './notices.ts';

/** Why a person must call: no message is wanted, none went out, nobody answers for it, or the server has sent none for a day. */
export type CallWhy = 'opted-out' | 'failed' | 'unanswered' | 'not-sent';

export interface DueCall<C extends NoticeCase = NoticeCase> {
  readonly of: C;
  readonly notice: DueNotice;
  readonly why: CallWhy;
  /** When somebody last called and reached nobody, epoch ms. */
  readonly missed: number | null;
  /** Not before this instant, as was agreed; `null`: now. */
  readonly again: number | null;
}

/** Calendar days after which a message that should have gone out by itself is somebody's to make good. */
const PATIENCE = 2;

/** The day from which a notice is due: of an order that nobody fetches the day of its stage, not the one on which it was ready. */
function dueSince({ kind, key, day }: DueNotice): string {
  if (kind === 'late') return addDays(day, 1);
  return kind === 'uncollected' ? addDays(day, Number(key.split(':').at(-1))) : day;
}

function whyCall({ notice, client, before }: NoticeCase & { notice: DueNotice }): CallWhy {
  const tried = before.filter(({ key, channel }) => key === notice.key && channel !== 'call');
  if (tried.some(({ status }) => status === 'queued' || status === 'sent')) return 'unanswered';
  if (tried.length > 0) return 'failed';
  return client.optOut.includes('sms') ? 'opted-out' : 'not-sent';
}

/**
 * Whom to call, those agreed for later last, otherwise the longest due first. The same on every device, also where the server was not seen
 * for days. @param now epoch ms
 */
export function dueCalls<C extends NoticeCase>(
  cases: Iterable<C>,
  now: number,
  timeZone: string,
  rules = USUAL_NOTICE_RULES,
): DueCall<C>[] {
  const today = localDate(now, timeZone);
  const calls: DueCall<C>[] = [];
  const seen = new Set<string>();
  for (const one of cases) {
    const { notice, client, before } = one;
    if (notice === null || seen.has(notice.key)) continue;
    seen.add(notice.key);
    const step = nextStep(notice, client, before, now, rules);
    const isForgotten = step.do === 'send' && client.phone !== null && daysBetween(dueSince(notice), today) >= PATIENCE;
    if (step.do !== 'call' && !isForgotten) continue;
    const call = before.find(({ key, channel }) => key === notice.key && channel === 'call');
    const again = call?.again != null && call.again > now ? call.again : null;
    calls.push({ of: one, notice, why: whyCall({ ...one, notice }), missed: call?.at ?? null, again });
  }
  return calls.sort(
    (a, b) => (a.again ?? 0) - (b.again ?? 0) || (a.notice.day < b.notice.day ? -1 : a.notice.day > b.notice.day ? 1 : 0),
  );
}
