import type { Staff } from '$design/documents/people.ts';
import type { StockSheet, StockTake, StockZone } from '$design/documents/stock-take.ts';
import { keyOfId, rangeOf, typeOfId } from '$design/ids.ts';
import type { Databases } from '../storage/databases.ts';

type Doc = StockTake | StockZone | StockSheet;
const PARTS = ['stock-zone', 'stock-sheet'] as const;

/** Documents of one take in memory: read once, then only what changes. */
export class TakeShelf {
  private readonly held = new Map<string, Doc>();
  /** Names of the shop's people, by id. */
  readonly staff = new Map<string, string>();
  private readonly databases: Pick<Databases, 'range' | 'all'>;
  private readonly database: string;
  readonly id: string;

  constructor(databases: Pick<Databases, 'range' | 'all'>, database: string, id: string) {
    this.databases = databases;
    this.database = database;
    this.id = id;
  }

  async read(): Promise<void> {
    const parts = PARTS.map((type) => `${type}:${keyOfId(this.id)}~`);
    const docs = await Promise.all([
      this.databases.all<Doc>(this.database, [this.id]),
      ...parts.map((prefix) => this.databases.range<Doc>(this.database, prefix, `${prefix}\ufff0`)),
    ]);
    for (const doc of docs.flat()) this.held.set(doc._id, doc);
    const { startkey, endkey } = rangeOf('staff');
    for (const { _id, name } of await this.databases.range<Staff>(this.database, startkey, endkey)) this.staff.set(_id, name);
  }

  isPart(id: string): boolean {
    return (
      id === this.id || ((PARTS as readonly string[]).includes(typeOfId(id)) && keyOfId(id).startsWith(`${keyOfId(this.id)}~`))
    );
  }

  async changed(ids: readonly string[]): Promise<void> {
    for (const doc of await this.databases.all<Doc>(this.database, ids)) this.held.set(doc._id, doc);
  }

  get take(): StockTake | null {
    return (this.held.get(this.id) as StockTake | undefined) ?? null;
  }
  get zones(): StockZone[] {
    return this.of<StockZone>('stock-zone');
  }
  get sheets(): StockSheet[] {
    return this.of<StockSheet>('stock-sheet');
  }

  private of<T extends Doc>(type: T['type']): T[] {
    return [...this.held.values()].filter((doc): doc is T => doc.type === type).sort((a, b) => (a._id < b._id ? -1 : 1));
  }
}
