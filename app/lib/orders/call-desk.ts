import { storeDatabase } from '$design/databases.ts';
import type { Notice } from '$design/documents/notice.ts';
import type { Client } from '$design/documents/people.ts';
import type { ErrorCode } from '$design/errors.ts';
import type { OrderView } from '$design/folds/order.ts';
import { keyOfId } from '$design/ids.ts';
import { dueCalls } from '$design/orders/calls.ts';
import { noticeClientOf, viewsOfNotice, viewsOfRecall } from '$design/orders/notice-case.ts';
import { noticeText } from '$design/orders/notice-templates.ts';
import { noticeValues } from '$design/orders/notice-values.ts';
import { orderNotice, recallNotice, type DueNotice, type NoticeCase, type NoticeRules } from '$design/orders/notices.ts';
import { localDate } from '$design/time/local-time.ts';
import type { CardsModel } from '../clients/cards.model.ts';
import { readOpticsRules } from '../optics/read-rules.ts';
import type { Seller } from '../optics/seller.ts';
import type { Databases } from '../storage/databases.ts';
import type { Call, CallsModel, NoticeLine, NoticesOfOrder } from './calls.model.ts';
import type { HeldOrder, OrdersModel } from './orders.model.ts';

export interface CallDeps {
  readonly orders: Pick<OrdersModel, 'all' | 'write'>;
  readonly clients: Pick<CardsModel, 'get' | 'due' | 'edit'>;
  readonly databases: Pick<Databases, 'get' | 'range'>;
  readonly place: () => { readonly store: string; readonly timeZone: string };
  readonly now: () => number;
  readonly by: () => string | null;
  readonly can: () => boolean;
  readonly seller: () => Promise<Seller>;
}

interface Case extends NoticeCase {
  readonly notice: DueNotice;
  readonly card: Client;
  readonly order: { readonly number: string | null; readonly view: OrderView } | null;
}

/** Of an order's notices in the shop's database: kinds whose key begins with the order's own. */
const OF_ORDERS = ['ready', 'late', 'uncollected'] as const;
/** More than any order ever had. */
const MOST = 50;

/** Telephone calls to be made, out of orders, recalls and what the server says of its messages. */
export class CallDesk implements CallsModel {
  private readonly deps: CallDeps;

  constructor(deps: CallDeps) {
    this.deps = deps;
  }

  get mayNote(): boolean {
    return this.deps.can();
  }

  async list(): Promise<readonly Call[]> {
    const { place, now, seller, databases } = this.deps;
    const { timeZone } = place();
    const [rules, writer] = await Promise.all([readOpticsRules(databases, place()), seller()]);
    return dueCalls(await this.cases(rules.notices), now(), timeZone, rules.notices).flatMap(
      ({ of: { card, order }, notice, why, missed, again }): Call[] => {
        if (card.phone === null) return [];
        const number = order?.number ?? null;
        const about = { name: card.name, number: number ?? '', balance: order?.view.balance ?? 0 };
        const { text } = noticeText(notice.kind, 'call', noticeValues(notice, about, writer), 'ru', rules.texts);
        const whose = { client: card._id, name: card.name, phone: card.phone };
        return [
          { key: notice.key, kind: notice.kind, why, order: order ? notice.about : null, number, ...whose, text, missed, again },
        ];
      },
    );
  }

  async note(call: Call, status: 'reached' | 'unreached', again: number | null): Promise<ErrorCode | null> {
    const { orders, clients, now, by } = this.deps;
    if (!this.mayNote) return 'FORBIDDEN';
    const { key, kind } = call;
    if (call.order !== null) {
      const said = { kind: 'notice', notice: kind, key, channel: 'call', status, ...(again === null ? {} : { again }) } as const;
      const written = await orders.write(call.order, [said]);
      return 'code' in written ? written.code : null;
    }
    const on = (await clients.get(call.client))?.recall?.on;
    if (on === undefined) return 'NOT_FOUND';
    const saved = await clients.edit(call.client, { recallCall: { on, status, at: now(), by: by(), again } });
    return 'code' in saved ? saved.code : null;
  }

  async ofOrder({ order, view }: HeldOrder): Promise<NoticesOfOrder> {
    const { databases, clients } = this.deps;
    const prefixes = OF_ORDERS.map((kind) => `notice:${kind}:${keyOfId(order._id)}:`);
    const found = await Promise.all(
      prefixes.map((from) => databases.range<Notice>(this.database, from, `${from}\ufff0`, { limit: MOST }).catch(() => [])),
    );
    const known = new Map<string, NoticeLine>();
    const line = (key: string, channel: string) => `${key} ${channel}`;
    for (const doc of found.flat()) {
      for (const view of viewsOfNotice(doc)) {
        const code = view.channel === 'call' ? null : (doc[view.channel]?.code ?? null);
        known.set(line(view.key, view.channel), { ...view, code, again: null });
      }
    }
    // The order's own word counts where both speak: it knows of what was delivered, and of calls.
    for (const one of view.notices) {
      const code = known.get(line(one.key, one.channel))?.code ?? null;
      known.set(line(one.key, one.channel), { ...one, code: one.status === 'failed' ? code : null, again: one.again ?? null });
    }
    const card = order.client === null ? null : await clients.get(order.client).catch(() => null);
    return { lines: [...known.values()].sort((a, b) => b.at - a.at), isSilent: card?.noNotices === true };
  }

  private get database(): string {
    return storeDatabase(this.deps.place().store);
  }

  private async cases(rules: NoticeRules): Promise<Case[]> {
    const { orders, clients, place, now } = this.deps;
    const { timeZone } = place();
    const due = (await orders.all()).flatMap(({ order, view }) => {
      const notice = order.client === null ? null : orderNotice(order._id, view, now(), timeZone, rules);
      return notice ? [{ notice, client: order.client!, order: { number: order.number, view } }] : [];
    });
    const recalls = (await clients.due(localDate(now(), timeZone))).flatMap((card) => {
      const notice = recallNotice(card._id, card.recall?.on ?? null, now(), timeZone);
      return notice ? [{ notice, client: card._id, order: null }] : [];
    });
    const cases = await Promise.all([...due, ...recalls].map((one) => this.caseOf(one)));
    return cases.filter((one) => one !== null);
  }

  private async caseOf({
    notice,
    client,
    order,
  }: {
    notice: DueNotice;
    client: string;
    order: Case['order'];
  }): Promise<Case | null> {
    const card = await this.deps.clients.get(client);
    if (!card) return null;
    const told = await this.deps.databases.get<Notice>(this.database, `notice:${notice.key}`).catch(() => null);
    const before = [...(order ? order.view.notices : viewsOfRecall(card)), ...(told ? viewsOfNotice(told) : [])];
    return { notice, client: noticeClientOf(card, notice.kind), before, card, order };
  }
}
