import { findDuplicates, type Duplicate } from '$design/clients/duplicates.ts';
import { relativesOf, type Relative } from '$design/clients/family.ts';
import { idsOf, isMerged, standingId } from '$design/clients/merged-into.ts';
import { storeDatabase } from '$design/databases.ts';
import type { Client } from '$design/documents/people.ts';
import { rangeOf } from '$design/ids.ts';
import { clientTraits, findClients, type ClientTraits } from '$design/search/client-search.ts';
import { normalise } from '$design/search/fold.ts';
import type { DataChange } from '../storage/change-hub.ts';
import type { Databases } from '../storage/databases.ts';
import type { ClientLookup } from './cards.model.ts';

export interface ShelfDeps {
  readonly databases: Pick<Databases, 'range' | 'get' | 'known'>;
  readonly place: () => { readonly store: string };
}

interface Held extends ClientTraits {
  readonly client: Client;
  readonly standing: string;
}

/** Cards read at a time: between two pages whatever waits on this page goes first. */
const PAGE = 500;
const byName = new Intl.Collator('ru').compare;

/** All cards of the shop in memory: read when somebody first asks, followed from then on. Merges are followed for whoever asks. */
export class ClientShelf implements ClientLookup {
  private readonly cards = new Map<string, Client>();
  private sorted: readonly Held[] | null = null;
  private found: readonly Duplicate[] | null = null;
  private reading: Promise<void> | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly deps: ShelfDeps;

  constructor(deps: ShelfDeps) {
    this.deps = deps;
  }

  get database(): string {
    return storeDatabase(this.deps.place().store);
  }

  async get(id: string): Promise<Client | null> {
    await this.read();
    return this.cards.get(standingId(id, this.lookUp)) ?? null;
  }

  async idsOf(id: string): Promise<readonly string[]> {
    await this.read();
    return idsOf(id, this.cards.values(), this.lookUp);
  }

  async find(text: string, most: number): Promise<{ clients: readonly Client[]; total: number }> {
    await this.read();
    const all = this.inOrder();
    const typed = text.trim();
    if (typed === '') return this.standing(all, most);
    const onCard = all.filter(({ client }) => isCard(client, typed));
    return this.standing(onCard.length > 0 ? onCard : findClients(all, typed, Infinity), most);
  }

  byCard(code: string): Client | null {
    const found = [...this.cards.values()].find((client) => isCard(client, code));
    return (found && this.cards.get(standingId(found._id, this.lookUp))) ?? null;
  }

  /** As it lies in the database, merged or not; for who writes. */
  async exact(id: string): Promise<Client | null> {
    await this.read();
    return this.cards.get(id) ?? null;
  }

  /** Standing cards, by name. */
  async all(): Promise<readonly Client[]> {
    await this.read();
    return this.inOrder()
      .filter(({ client, standing }) => client._id === standing)
      .map(({ client }) => client);
  }

  async duplicates(): Promise<readonly Duplicate[]> {
    await this.read();
    this.found ??= findDuplicates([...this.cards.values()]);
    return this.found;
  }

  async relatives(id: string): Promise<readonly Relative[]> {
    const own = await this.idsOf(id);
    return relativesOf(own, this.cards.values(), (other) => standingId(other, this.lookUp)).filter(({ client }) =>
      this.cards.has(client),
    );
  }

  async takenIn(id: string): Promise<readonly Client[]> {
    const [, ...taken] = await this.idsOf(id);
    return taken.flatMap((one) => this.cards.get(one) ?? []);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  /** What this device just wrote is there before the hub has told. */
  take(client: Client): void {
    this.cards.set(client._id, client);
    this.moved();
  }

  async changed({ database, ids }: DataChange): Promise<void> {
    const cards = ids.filter((id) => id.startsWith('client:'));
    if (this.reading === null || database !== this.database || cards.length === 0) return;
    await this.reading;
    const read = await Promise.all(cards.map((id) => this.deps.databases.get<Client>(database, id).catch(() => null)));
    for (const [i, id] of cards.entries()) {
      if (read[i]) this.cards.set(id, read[i]);
      else this.cards.delete(id);
    }
    this.moved();
  }

  private readonly lookUp = (id: string): Client | undefined => this.cards.get(id);

  private moved(): void {
    this.sorted = null;
    this.found = null;
    for (const listener of [...this.listeners]) listener();
  }

  private standing(found: readonly Held[], most: number): { clients: readonly Client[]; total: number } {
    const ids = [...new Set(found.map(({ standing }) => standing))];
    return { clients: ids.slice(0, most).flatMap((id) => this.cards.get(id) ?? []), total: ids.length };
  }

  private inOrder(): readonly Held[] {
    this.sorted ??= [...this.cards.values()]
      .sort((a, b) => byName(a.name, b.name))
      .map((client) => ({
        ...clientTraits(client),
        ...{ client, standing: isMerged(client) ? standingId(client._id, this.lookUp) : client._id },
      }));
    return this.sorted;
  }

  private read(): Promise<void> {
    // Before the first exchange this device holds nothing of the shop, and must not make an empty database of it.
    if (this.reading === null && !this.deps.databases.known().includes(this.database)) return Promise.resolve();
    this.reading ??= this.readAll().catch((error: unknown) => {
      this.reading = null;
      throw error;
    });
    return this.reading;
  }

  private async readAll(): Promise<void> {
    const name = this.database;
    const { startkey, endkey } = rangeOf('client');
    for (let from = startkey; ;) {
      const page = await this.deps.databases.range<Client>(name, from, endkey, { limit: PAGE });
      for (const client of page) this.cards.set(client._id, client);
      if (page.length < PAGE) break;
      from = `${page.at(-1)!._id}\u0000`;
    }
    this.moved();
  }
}

const isCard = ({ card }: Client, code: string): boolean => card != null && normalise(card) === normalise(code);
