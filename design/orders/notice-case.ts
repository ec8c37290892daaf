import type { Client } from '../documents/people.ts';
import type { Notice } from '../documents/notice.ts';
import type { SendingOutcome } from '../documents/sending.ts';
import type { NoticeView } from '../folds/order-notices.ts';
import { recallKey, type NoticeClient } from './notices.ts';
import { NOTICE_CHANNELS, type NoticeChannel, type NoticeKind, type NoticeStatus } from './words.ts';

type Card = Pick<Client, 'phone' | 'email' | 'noNotices' | 'consentMessages'>;
const MESSAGES: readonly NoticeChannel[] = ['sms', 'email'];

/**
 * Whom a notice goes to and how they may be told. A word about one's own order is an answer to it: whoever wants no messages is called. A
 * recall is advertising, for which there must be consent, by telephone too (38-FZ art. 18). `null`: nobody is known.
 */
export function noticeClientOf(card: Card | null, kind: NoticeKind): NoticeClient {
  if (card === null) return { phone: null, email: null, optOut: [] };
  const silent = kind === 'recall' && !card.consentMessages;
  const optOut = silent ? NOTICE_CHANNELS : card.noNotices === true ? MESSAGES : [];
  return { phone: card.phone, email: card.email, optOut };
}

const STATUS: Readonly<Record<SendingOutcome['state'], NoticeStatus>> = { waiting: 'queued', sent: 'sent', failed: 'failed' };

/** What the server says of a notice's messages, as the fold of an order says it. */
export const viewsOfNotice = ({ _id, kind, email, sms }: Pick<Notice, '_id' | 'kind' | 'email' | 'sms'>): NoticeView[] =>
  Object.entries({ email, sms } as const).flatMap(([channel, outcome]) =>
    outcome === null
      ? []
      : [
          {
            ...{ key: _id.slice('notice:'.length), notice: kind, channel: channel as 'email' | 'sms' },
            ...{ status: STATUS[outcome.state], at: outcome.at },
          },
        ],
  );

/** What is noted of the call about a client's recall day, as the fold of an order says it; a call about another day does not count. */
export function viewsOfRecall({ _id, recall, recallCall }: Pick<Client, '_id' | 'recall' | 'recallCall'>): NoticeView[] {
  if (!recall || !recallCall || recallCall.on !== recall.on) return [];
  const { on, status, at, again } = recallCall;
  return [{ key: recallKey(_id, on), notice: 'recall', channel: 'call', status, at, ...(again ? { again } : {}) }];
}
