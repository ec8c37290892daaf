import { CATALOG, storeDatabase } from '../../design/databases.ts';
import { settings } from '../../design/documents/catalogue.ts';
import { standingId } from '../../design/clients/merged-into.ts';
import { notice as noticeShape, type Notice } from '../../design/documents/notice.ts';
import { order as orderShape } from '../../design/documents/order.ts';
import { client as clientShape, type Client } from '../../design/documents/people.ts';
import { replayOrder, type OrderView } from '../../design/folds/order.ts';
import { rangeOf, typeOfId } from '../../design/ids.ts';
import { noticeClientOf, viewsOfNotice, viewsOfRecall } from '../../design/orders/notice-case.ts';
import {
  orderNotice,
  recallNotice,
  USUAL_NOTICE_RULES,
  type DueNotice,
  type NoticeCase,
  type NoticeRules,
} from '../../design/orders/notices.ts';
import { opticsRules } from '../../design/orders/optics-rules.ts';
import { localDate } from '../../design/time/local-time.ts';
import { daysBetween } from '../../design/workshop/calendar.ts';
import type { Engine, Seq, StoredDocument } from '../engine/engine.ts';

const PAGE = 500;
/** Of the day that a notice names: what lies longer is a matter for a person who looks at it, no longer for a message. */
const OLDEST_DAYS = 90;

export interface KnownOrder {
  readonly view: OrderView;
  readonly client: string | null;
  readonly number: string | null;
}
type Card = Pick<
  Client,
  '_id' | 'name' | 'phone' | 'email' | 'noNotices' | 'consentMessages' | 'recall' | 'recallCall' | 'mergedInto'
>;

/** A case with whom and what it is about. */
export interface ShopCase extends NoticeCase {
  readonly notice: DueNotice;
  readonly card: Card | null;
  readonly order: KnownOrder | null;
}

/** What gives rise to notices in one shop, held in memory and kept up by the changes of its database. */
interface Held {
  since: Seq;
  rules: NoticeRules;
  readonly orders: Map<string, KnownOrder>;
  readonly clients: Map<string, Card>;
  readonly notices: Map<string, Notice>;
}

export interface ShopCases {
  /** Reads what has changed. `true`: something that notices depend on. */
  refresh(store: string): Promise<boolean>;
  /** When clients of a shop are told, as its settings said at the last refresh. */
  rulesOf(store: string): NoticeRules;
  /** All that is due now, told or not. @param now epoch ms */
  due(store: string, now: number, timeZone: string): ShopCase[];
  /** As it stands in the database at this moment; `null`: no longer due under this key. */
  stillDue(store: string, key: string, about: string, now: number, timeZone: string): Promise<ShopCase | null>;
}

const TYPES = ['order', 'client', 'notice'] as const;

export function createShopCases(engine: Engine): ShopCases {
  const shops = new Map<string, Held>();
  const turns = new Map<string, Promise<unknown>>();

  async function rulesIn(store: string): Promise<NoticeRules> {
    const known = settings.safeParse(await (await engine.open(CATALOG)).get(`settings:store-${store}`));
    return opticsRules(known.data?.optics, 'UTC').notices;
  }

  async function load(store: string): Promise<Held> {
    const database = await engine.open(storeDatabase(store));
    const rules = await rulesIn(store);
    const held: Held = { since: (await database.info()).seq, rules, orders: new Map(), clients: new Map(), notices: new Map() };
    for (const type of TYPES) {
      const { endkey } = rangeOf(type);
      let { startkey } = rangeOf(type);
      for (;;) {
        const docs = await database.range({ startkey, endkey, limit: PAGE });
        for (const doc of docs) take(held, doc._id, doc);
        if (docs.length < PAGE) break;
        startkey = `${docs.at(-1)!._id}\u0000`;
      }
    }
    shops.set(store, held);
    return held;
  }

  async function read(store: string): Promise<boolean> {
    const held = shops.get(store);
    if (!held) return Boolean(await load(store));
    held.rules = await rulesIn(store);
    const database = await engine.open(storeDatabase(store));
    let touched = false;
    for (;;) {
      const { rows, lastSeq } = await database.changes({ since: held.since, limit: PAGE, includeDocs: true });
      for (const { id, deleted, doc } of rows) touched = take(held, id, deleted ? null : doc) || touched;
      held.since = lastSeq;
      if (rows.length < PAGE) return touched;
    }
  }

  const caseOf = (held: Held, notice: DueNotice | null, order: KnownOrder | null, client: string | null): ShopCase | null => {
    if (notice === null) return null;
    const id = client === null ? null : standingId(client, (one) => held.clients.get(one));
    const card = (id === null ? null : held.clients.get(id)) ?? null;
    const told = held.notices.get(`notice:${notice.key}`);
    const called = order === null && card !== null ? viewsOfRecall(card) : [];
    const before = [...(order?.view.notices ?? called), ...(told ? viewsOfNotice(told) : [])];
    return { notice, client: noticeClientOf(card, notice.kind), before, card, order };
  };

  function due(store: string, now: number, timeZone: string): ShopCase[] {
    const held = shops.get(store);
    if (!held) return [];
    const today = localDate(now, timeZone);
    const fromOrders = [...held.orders].map(([id, order]) =>
      caseOf(held, orderNotice(id, order.view, now, timeZone, held.rules), order, order.client),
    );
    const fromClients = [...held.clients.values()].map((card) =>
      card.mergedInto ? null : caseOf(held, recallNotice(card._id, card.recall?.on ?? null, now, timeZone), null, card._id),
    );
    return [...fromOrders, ...fromClients].filter(
      (one): one is ShopCase => one !== null && daysBetween(one.notice.day, today) <= OLDEST_DAYS,
    );
  }

  return {
    refresh(store) {
      const next = (turns.get(store) ?? Promise.resolve()).catch(() => undefined).then(() => read(store));
      turns.set(store, next);
      return next;
    },
    rulesOf: (store) => shops.get(store)?.rules ?? USUAL_NOTICE_RULES,
    due,
    async stillDue(store, key, about, now, timeZone) {
      await this.refresh(store);
      const held = shops.get(store)!;
      const order = held.orders.get(about) ?? null;
      const card = held.clients.get(about);
      const notice = order
        ? orderNotice(about, order.view, now, timeZone, held.rules)
        : recallNotice(about, card?.recall?.on ?? null, now, timeZone);
      return notice?.key === key ? caseOf(held, notice, order, order ? order.client : about) : null;
    },
  };
}

/** Orders that are over give rise to nothing; documents of a shape that this program does not know are left alone. */
function take({ orders, clients, notices }: Held, id: string, doc: StoredDocument | null): boolean {
  switch (typeOfId(id)) {
    case 'order': {
      const known = doc ? orderShape.safeParse(doc) : null;
      const view = known?.success ? replayOrder(known.data.events) : null;
      if (!known?.success || !view || view.state === 'delivered' || view.state === 'cancelled') return orders.delete(id);
      orders.set(id, { view, client: known.data.client, number: known.data.number });
      return true;
    }
    case 'client': {
      const known = doc ? clientShape.safeParse(doc) : null;
      if (!known?.success) return clients.delete(id);
      const { _id, name, phone, email, noNotices, consentMessages, recall, recallCall, mergedInto } = known.data;
      clients.set(id, { _id, name, phone, email, noNotices, consentMessages, recall, recallCall, mergedInto });
      return true;
    }
    case 'notice': {
      const known = doc ? noticeShape.safeParse(doc) : null;
      if (known?.success) notices.set(id, known.data);
      else notices.delete(id);
      return known?.success ?? false;
    }
    default:
      return false;
  }
}
