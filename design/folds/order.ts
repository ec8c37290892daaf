import { canonicalJson } from '../canonical-json.ts';
import type { OrderDetails, OrderEvent } from '../documents/order.ts';
import type { OrderLine } from '../documents/order-pair.ts';
import { nextOrderState, type OrderState } from '../machines/manufacturing-order.machine.ts';
import type { NoticeKind } from '../orders/words.ts';
import { OrderMoney, type MoneyView } from './order-money.ts';
import { OrderNotices, type NoticeView } from './order-notices.ts';
import { PairFold, type EventOf, type PairStep, type PairView, type PairWhy } from './order-pair.ts';

export type IllegalWhy = 'DETAILS_MISSING' | 'SAME_ID' | 'SAME_RECEIPT' | PairWhy;

/** What an order is, from its events alone. */
export interface OrderView extends MoneyView {
  readonly state: OrderState;
  readonly details: OrderDetails;
  /** By letter; empty in orders of earlier programs until the workshop writes something of them. */
  readonly pairs: readonly PairView[];
  readonly lines: readonly OrderLine[];
  /** `YYYY-MM-DD` that the client was told. */
  readonly promised: string | null;
  /**
   * When it came to each state last, epoch ms, never before the state that it came from (requirements D-42); a reopened order forgets
   * its former steps (requirements D-41).
   */
  readonly reached: Readonly<Partial<Record<OrderState, number>>>;
  readonly cancelled: EventOf<'cancel'> | null;
  readonly links: readonly EventOf<'link'>[];
  readonly notices: readonly NoticeView[];
  /** When the client is known to have got each notice, epoch ms: never because it was merely sent off. */
  readonly told: Readonly<Partial<Record<NoticeKind, number>>>;
  /** Events that could not happen where they stand, in order: they stay in the document, without effect, for a person. */
  readonly illegal: readonly { readonly id: string; readonly why: IllegalWhy }[];
}

const EMPTY: OrderDetails = { prescription: null, lens: null, frame: null };
/** Past these the bench has nothing to do with the order: clocks stop. */
const OFF_THE_BENCH: readonly OrderState[] = ['ready', 'delivered', 'cancelled'];

/**
 * Replays the events in the order of their stamps. Total: whatever is in the list, there is an answer.
 * @param watch is told each thing that was done to a pair and had an effect
 */
export function replayOrder(events: readonly OrderEvent[], watch?: PairStep): OrderView {
  const replay = new Replay(watch);
  let last: string | null = null;
  for (const event of inOrder(events)) {
    if (event.id === last) replay.flag(event, 'SAME_ID');
    last = event.id;
    const why = replay.take(event);
    if (why) replay.flag(event, why);
  }
  return replay.view();
}

class Replay {
  private state: OrderState = 'draft';
  private details = EMPTY;
  private lines: readonly OrderLine[] = [];
  private promised: string | null = null;
  private reached: Partial<Record<OrderState, number>> = {};
  private cancelled: EventOf<'cancel'> | null = null;
  private since = 0;
  private readonly links: EventOf<'link'>[] = [];
  private readonly pairs: PairFold;
  private readonly money = new OrderMoney();
  private readonly notices = new OrderNotices();
  private readonly illegal: { id: string; why: IllegalWhy }[] = [];

  constructor(watch?: PairStep) {
    this.pairs = new PairFold(watch);
  }

  flag({ id }: OrderEvent, why: IllegalWhy): void {
    this.illegal.push({ id, why });
  }

  take(event: OrderEvent): IllegalWhy | null {
    switch (event.kind) {
      case 'payment':
      case 'repayment':
        return this.money.take(event);
      case 'notice':
        this.notices.take(event);
        return null;
      case 'link':
        this.links.push(event);
        return null;
      case 'timer':
        // Whoever works may stop in any state; only a beginning asks for the bench.
        if (event.action !== 'start') return this.pairs.work(event, this.state);
    }
    const next = nextOrderState(this.state, event.kind);
    if (next === null) return 'NOT_IN_THIS_STATE';
    // Requirements D-42: nothing goes to the workshop without a prescription and a lens.
    if ((event.kind === 'confirm' || event.kind === 'start') && !this.isComplete()) return 'DETAILS_MISSING';
    const why = this.write(event);
    if (why === null && next !== this.state) this.move(next, event.at);
    return why;
  }

  private isComplete(): boolean {
    return this.pairs.isComplete() ?? (this.details.prescription !== null && this.details.lens !== null);
  }

  private write(event: Exclude<OrderEvent, EventOf<'payment' | 'repayment' | 'notice' | 'link'>>): IllegalWhy | null {
    switch (event.kind) {
      case 'details':
        this.details = { ...this.details, ...event.set };
        return null;
      case 'pair':
      case 'unpair':
        return this.pairs.describe(event);
      case 'lines':
        this.lines = event.lines;
        return null;
      case 'promise':
        this.promised = event.day;
        return null;
      case 'cancel':
        this.cancelled = event;
        return null;
      case 'reopen':
        [this.reached, this.since, this.cancelled] = [{}, 0, null];
        this.pairs.undo(true);
        return null;
      case 'rework':
        this.pairs.undo(false);
        return null;
      case 'confirm':
      case 'start':
      case 'ready':
      case 'deliver':
        return null;
      default:
        return this.pairs.work(event, this.state);
    }
  }

  private move(next: OrderState, at: number): void {
    this.since = Math.max(this.since, at);
    this.reached = { ...this.reached, [next]: this.since };
    this.state = next;
    if (OFF_THE_BENCH.includes(next)) this.pairs.stopTimers(at);
  }

  view(): OrderView {
    const { state, details, lines, promised, reached, cancelled, links, illegal } = this;
    return {
      ...{ state, details, pairs: this.pairs.views(), lines, promised, reached, cancelled, links },
      ...this.money.of(lines),
      ...this.notices.view(),
      illegal,
    };
  }
}

/** By their stamps; two of the same stamp by their text, so that every replica replays alike however its list is sorted. */
function inOrder(events: readonly OrderEvent[]): OrderEvent[] {
  const sorted = [...events].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const twice = sorted.some(({ id }, i) => id === sorted[i + 1]?.id);
  if (!twice) return sorted;
  return sorted.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : canonicalJson(a) < canonicalJson(b) ? -1 : 1));
}
