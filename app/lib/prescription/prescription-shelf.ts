import { rangeOf } from '$design/ids.ts';
import type { AnyPrescription } from '$design/optics/prescription/life-cycle.ts';
import type { Databases } from '../storage/databases.ts';

const TYPES = ['prescription', 'contact-lens-prescription'] as const;
const isPrescription = (id: string): boolean => TYPES.some((type) => id.startsWith(`${type}:`));
/** Documents read at a time: between two pages whatever waits goes first. */
const PAGE = 500;

interface Deps {
  readonly databases: Pick<Databases, 'range' | 'get' | 'known'>;
  readonly database: () => string;
}

/** The shop's prescriptions by client, read when somebody first asks and followed from then on. */
export class PrescriptionShelf {
  private readonly held = new Map<string, AnyPrescription>();
  private readonly byClient = new Map<string, Set<string>>();
  private reading: Promise<void> | null = null;
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  /** Of one person, whose cards these are: newest first by date, then by clock. */
  async of(...clients: readonly string[]): Promise<AnyPrescription[]> {
    await this.read();
    const docs = clients.flatMap((client) => [...(this.byClient.get(client) ?? [])]).map((id) => this.held.get(id)!);
    return docs.sort((a, b) => (a.date === b.date ? (a.hlc < b.hlc ? 1 : -1) : a.date < b.date ? 1 : -1));
  }

  /** Documents of a database came in or were written; resolves with whether one of them was a prescription. */
  async changed(database: string, ids: readonly string[]): Promise<boolean> {
    const ours = database === this.deps.database() ? ids.filter(isPrescription) : [];
    if (ours.length === 0) return false;
    if (this.reading === null) return true;
    await this.reading;
    for (const id of ours) {
      const doc = await this.deps.databases.get<AnyPrescription>(database, id).catch(() => null);
      if (doc) this.take(doc);
      else this.drop(id);
    }
    return true;
  }

  private read(): Promise<void> {
    // Before the first exchange this device holds nothing of the shop, and must not make an empty database of it.
    if (!this.deps.databases.known().includes(this.deps.database())) return Promise.resolve();
    this.reading ??= this.readAll().catch((error: unknown) => {
      this.reading = null;
      throw error;
    });
    return this.reading;
  }

  private async readAll(): Promise<void> {
    for (const type of TYPES) {
      const { startkey, endkey } = rangeOf(type);
      for (let from = startkey; ;) {
        const page = await this.deps.databases.range<AnyPrescription>(this.deps.database(), from, endkey, { limit: PAGE });
        for (const doc of page) this.take(doc);
        if (page.length < PAGE) break;
        from = `${page.at(-1)!._id}\u0000`;
      }
    }
  }

  private take(doc: AnyPrescription): void {
    if (this.held.get(doc._id)?.client !== doc.client) this.drop(doc._id);
    this.held.set(doc._id, doc);
    const ids = this.byClient.get(doc.client) ?? new Set();
    this.byClient.set(doc.client, ids.add(doc._id));
  }

  private drop(id: string): void {
    const doc = this.held.get(id);
    if (!doc) return;
    this.held.delete(id);
    this.byClient.get(doc.client)?.delete(id);
  }
}
