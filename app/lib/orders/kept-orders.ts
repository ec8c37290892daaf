import { canonicalJson } from '$design/canonical-json.ts';
import type { CatalogueEntry } from '$design/documents/catalogue.ts';
import { detailsOf, type DraftLens, type PairDraft } from '$design/orders/pair-draft.ts';
import { keyOfId } from '$design/ids.ts';
import { DAY } from '$design/time/clock.ts';
import { parseHlc } from '$design/time/hlc.ts';
import type { OpticsDeps } from '../optics/optics.deps.ts';
import type { LocalStore } from '../storage/local-store.ts';
import type { HeldOrder } from './order-shelf.ts';

const KEY = 'order-forms';
/** Longer than that nobody remembers what it was about, and the prices are others. */
const KEPT_FOR = 7 * DAY;
const MOST_KEPT = 10;

export interface FormClient {
  readonly id: string;
  readonly name: string;
}

/** A new order as the hands left it: nothing of it is a document yet. */
export interface KeptOrder {
  readonly id: string;
  readonly client: FormClient | null;
  readonly draft: PairDraft;
  readonly options: readonly string[];
  readonly day: string | null;
  readonly because: string;
  /** epoch ms of the last change. */
  readonly at: number;
}

/** Forms of new orders, kept on this device over reloads and crashes until they are written or thrown away, as the cart is. */
export class KeptOrders {
  private readonly store: LocalStore;
  private readonly now: () => number;
  readonly newId: () => string;

  constructor({ store, now, uuid }: Pick<OpticsDeps, 'store' | 'now' | 'uuid'>) {
    [this.store, this.now, this.newId] = [store, now, uuid];
  }

  /** The latest first. */
  all(): readonly KeptOrder[] {
    const since = this.now() - KEPT_FOR;
    return (this.store.read<readonly KeptOrder[]>(KEY) ?? []).filter(({ at }) => at > since);
  }
  keep(form: Omit<KeptOrder, 'at'>): void {
    const others = this.all().filter(({ id }) => id !== form.id);
    this.store.write(KEY, [{ ...form, at: this.now() }, ...others].slice(0, MOST_KEPT));
  }
  drop(id: string): void {
    const others = this.all().filter((one) => one.id !== id);
    if (others.length === 0) this.store.remove(KEY);
    else this.store.write(KEY, others);
  }
}

/**
 * Was this form written as an order already, and the device died before it forgot the form? Offering it again would make the glasses twice.
 */
export function isWritten({ client, draft, at }: KeptOrder, orders: readonly HeldOrder[]): boolean {
  // As it comes back from a database: nothing undefined.
  const wanted = canonicalJson(JSON.parse(JSON.stringify(detailsOf(draft))));
  return orders.some(({ order }) => {
    const born = parseHlc(keyOfId(order._id))?.wall ?? 0;
    if (order.client !== (client?.id ?? null) || born < at) return false;
    return order.events.some((event) => event.kind === 'pair' && canonicalJson(event.set) === wanted);
  });
}

/** With the articles as they are sold today; what is not sold any more is left out, and whoever goes on chooses anew. */
export function soldToday(draft: PairDraft, entries: readonly CatalogueEntry[]): PairDraft {
  const bySku = new Map(entries.map((entry) => [entry.sku, entry]));
  const lens = (one: DraftLens | null): DraftLens | null => {
    const entry = one && bySku.get(one.entry.sku);
    return one && entry?.lens ? { ...one, entry } : null;
  };
  const { frame } = draft;
  const ours = frame?.whose === 'ours' ? bySku.get(frame.entry.sku) : undefined;
  return {
    ...draft,
    frame: frame?.whose === 'ours' ? (ours ? { ...frame, entry: ours } : null) : frame,
    ...{ od: lens(draft.od), os: lens(draft.os) },
    work: draft.work.flatMap(({ sku }) => bySku.get(sku) ?? []),
  };
}

/** The articles that a draft is made of. */
export const skusOf = ({ frame, od, os, work }: PairDraft): readonly string[] => [
  ...new Set([
    ...(frame?.whose === 'ours' ? [frame.entry.sku] : []),
    ...[od, os].flatMap((lens) => lens?.entry.sku ?? []),
    ...work.map(({ sku }) => sku),
  ]),
];
