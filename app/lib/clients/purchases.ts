import type { Refund, Sale } from '$design/documents/facts.ts';
import { rangeOf } from '$design/ids.ts';
import { localDate } from '$design/time/local-time.ts';
import { voidIdOf } from '$design/sale/sale-document.ts';
import type { DataChange } from '../storage/change-hub.ts';
import type { Databases } from '../storage/databases.ts';
import type { Facts } from '../storage/facts.ts';
import type { Purchase } from './cards.model.ts';

export interface PurchasesDeps {
  readonly databases: Pick<Databases, 'range' | 'ids' | 'get'>;
  readonly facts: Pick<Facts, 'names'>;
  readonly place: () => { readonly timeZone: string };
}

/** Facts read at a time: between two pages whatever waits on this page goes first. */
const PAGE = 300;

/** Who bought what, of the months that this device holds: gone through once, when somebody first asks, and followed from then on. */
export class Purchases {
  private readonly rows = new Map<string, Purchase & { readonly client: string }>();
  private readonly voided = new Set<string>();
  private reading: Promise<void> | null = null;
  private readonly deps: PurchasesDeps;

  constructor(deps: PurchasesDeps) {
    this.deps = deps;
  }

  /** Of these ids of one person, newest first. */
  async of(ids: readonly string[]): Promise<readonly Purchase[]> {
    this.reading ??= this.readAll().catch((error: unknown) => {
      this.reading = null;
      throw error;
    });
    await this.reading;
    const own = new Set(ids);
    return [...this.rows.values()]
      .filter(({ client, sale }) => own.has(client) && !this.voided.has(voidIdOf(sale)))
      .sort((a, b) => b.at - a.at);
  }

  async changed({ database, ids }: DataChange): Promise<void> {
    if (this.reading === null) return;
    for (const id of ids) {
      if (id.startsWith('sale-void:')) this.voided.add(id);
      if (!id.startsWith('sale:') && !id.startsWith('refund:')) continue;
      const fact = await this.deps.databases.get<Sale | Refund>(database, id).catch(() => null);
      if (fact) await this.take(fact);
    }
  }

  private async readAll(): Promise<void> {
    for (const name of this.deps.facts.names()) {
      for (const type of ['sale', 'refund'] as const) await this.readType(name, type);
      const { startkey, endkey } = rangeOf('sale-void');
      for (const id of await this.deps.databases.ids(name, startkey, endkey)) this.voided.add(id);
    }
  }

  private async readType(name: string, type: 'sale' | 'refund'): Promise<void> {
    const { startkey, endkey } = rangeOf(type);
    for (let from = startkey; ;) {
      const page = await this.deps.databases.range<Sale | Refund>(name, from, endkey, { limit: PAGE });
      for (const fact of page) await this.take(fact);
      if (page.length < PAGE) return;
      from = `${page.at(-1)!._id}\u0000`;
    }
  }

  private async take(fact: Sale | Refund): Promise<void> {
    const client = fact.type === 'sale' ? fact.client : await this.clientOf(fact);
    if (!client) return;
    this.rows.set(fact._id, {
      ...{ client, sale: fact._id, at: fact.at, total: fact.total, kind: fact.type },
      day: localDate(fact.at, this.deps.place().timeZone),
      goods: fact.lines.map(({ name }) => name),
    });
  }

  /** A refund names its sale; sales are read before refunds, month by month from the newest. */
  private async clientOf(refund: Refund): Promise<string | null> {
    const { sale } = refund.original;
    if (!sale) return null;
    const known = this.rows.get(sale);
    if (known) return known.client;
    for (const name of this.deps.facts.names()) {
      const found = await this.deps.databases.get<Sale>(name, sale);
      if (found) return found.client;
    }
    return null;
  }
}
