import { isOverLimit, noticeMessage, noticeMessageId, type Message } from '../../design/messages/message.ts';
import { decentTime, planNotices, type DueNotice } from '../../design/orders/notices.ts';
import type { NoticeChannel } from '../../design/orders/words.ts';
import { MINUTE, type Clock } from '../../design/time/clock.ts';
import type { MessageQueue } from '../messages/queue.store.ts';
import type { ShopCases } from './shop-cases.ts';

export interface PlannerDeps {
  readonly cases: ShopCases;
  readonly queue: MessageQueue;
  readonly clock: Clock;
  readonly timeZoneOf: (store: string) => string;
  /** Saves and tells the shop. */
  readonly settle: (message: Message) => Promise<void>;
}

export interface NoticePlanner {
  /** Puts into the queue what is due in a shop and not there yet. Called for one shop at a time. */
  work(store: string): Promise<void>;
}

/**
 * Turns orders that are ready, late or not fetched, and recalls, into messages. Each notice has one message a channel, under its key:
 * found again after a crash it is there already, and what went out is remembered in the shop's `notice:<key>` beyond the queue's memory.
 */
export function createNoticePlanner({ cases, queue, clock, timeZoneOf, settle }: PlannerDeps): NoticePlanner {
  const planned = new Map<string, number>();

  async function send(store: string, notice: DueNotice, channel: NoticeChannel, now: number): Promise<void> {
    if (channel === 'call' || queue.get(noticeMessageId(notice.key, channel))) return;
    const wished = { store, sale: notice.about, channel, wish: now };
    // A shop that has sent more than any shop can waits for the next hour; the notice is still due then.
    if (isOverLimit(wished, queue.of(store, channel), now)) return;
    await settle(noticeMessage(store, notice, channel, decentTime(now, timeZoneOf(store), cases.rulesOf(store)), now));
  }

  return {
    async work(store) {
      const now = clock.now();
      const touched = await cases.refresh(store);
      // Days pass without anybody writing anything.
      if (!touched && Math.abs(now - (planned.get(store) ?? 0)) < MINUTE) return;
      planned.set(store, now);
      const plan = planNotices(cases.due(store, now, timeZoneOf(store)), now, cases.rulesOf(store));
      for (const { notice, channel } of plan.send) await send(store, notice, channel, now);
    },
  };
}
