import type { Client } from '../documents/people.ts';
import type { Notice } from '../documents/notice.ts';
import type { SendingOutcome } from '../documents/sending.ts';
import type { NoticeView } from '../folds/order-notices.ts';
import type { NoticeClient } from './notices.ts';
import { NOTICE_CHANNELS, type NoticeKind, type NoticeStatus } from './words.ts';

type Card = Pick<Client, 'phone' | 'email' | 'noNotices' | 'consentMessages'>;

/**
 * Whom a notice goes to and how they may be told. A word about one's own order is an answer to it; a recall is advertising, for which
 * there must be consent, by telephone too (38-FZ art. 18). `null`: nobody is known.
 */
export function noticeClientOf(card: Card | null, kind: NoticeKind): NoticeClient {
  if (card === null) return { phone: null, email: null, optOut: [] };
  const silent = card.noNotices === true || (kind === 'recall' && !card.consentMessages);
  return { phone: card.phone, email: card.email, optOut: silent ? NOTICE_CHANNELS : [] };
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
