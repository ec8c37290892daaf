import type { OrderEvent } from '../documents/order.ts';
import type { NoticeChannel, NoticeKind, NoticeStatus } from '../orders/words.ts';

type NoticeEvent = Extract<OrderEvent, { kind: 'notice' }>;

export interface NoticeView {
  readonly key: string;
  readonly notice: NoticeKind;
  readonly channel: NoticeChannel;
  readonly status: NoticeStatus;
  /** Of the status, epoch ms. */
  readonly at: number;
  /** Of a call: not again before, epoch ms. */
  readonly again?: number | null;
}

/**
 * By which word of each channel the client is known to have it (optics.md §1.5: "ready" is stamped only if the message really went out). A
 * provider of text messages answers for the telephone; a mail server that took a letter is the most that is ever known of it.
 */
const KNOWN: Readonly<Record<NoticeChannel, readonly NoticeStatus[]>> = {
  sms: ['delivered'],
  email: ['sent', 'delivered'],
  call: ['reached'],
};

export const clientKnows = ({ channel, status }: Pick<NoticeView, 'channel' | 'status'>): boolean =>
  KNOWN[channel].includes(status);

/** What became of the notices: one line a key and channel, and no late word of "sent" takes back a "delivered". */
export class OrderNotices {
  private readonly known = new Map<string, NoticeView>();
  private readonly told: Partial<Record<NoticeKind, number>> = {};

  take({ key, notice, channel, status, at, again }: NoticeEvent): void {
    const line = `${key} ${channel}`;
    const now = this.known.get(line);
    const reached = clientKnows({ channel, status });
    if (now && clientKnows(now) && !reached) return;
    this.known.set(line, { key, notice, channel, status, at, ...(again ? { again } : {}) });
    if (reached) this.told[notice] ??= at;
  }

  view(): { readonly notices: NoticeView[]; readonly told: Partial<Record<NoticeKind, number>> } {
    return { notices: [...this.known.values()], told: { ...this.told } };
  }
}
