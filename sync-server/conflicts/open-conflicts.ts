import { CATALOG, CONTROL, COSTS, PRODUCTS, storeDatabase } from '../../design/databases.ts';
import { conflict as conflictShape, type Conflict } from '../../design/documents/conflict.ts';
import { DomainError } from '../../design/errors.ts';
import { rangeOf } from '../../design/ids.ts';
import type { Engine, Seq } from '../engine/engine.ts';
import type { Stamps } from '../stamps.ts';

/** Conflicts that nobody has looked at yet, of all shops and of the chain. */
export interface OpenConflicts {
  /** The newest first. */
  list(): Promise<Conflict[]>;
  /** A person has looked at it. @throws DomainError NOT_FOUND */
  seen(database: string, id: string): Promise<void>;
}

export function createOpenConflicts(engine: Engine, stores: () => readonly string[], stamps: Stamps): OpenConflicts {
  const held = new Map<string, { seq: Seq; open: Conflict[] }>();

  /** Read anew only where something was written since: a scrape of the figures must not read every shop's records. */
  async function openIn(home: string): Promise<Conflict[]> {
    const database = await engine.open(home);
    const { seq } = await database.info();
    const known = held.get(home);
    if (known?.seq === seq) return known.open;
    const docs = await database.range(rangeOf('conflict'));
    const open = docs.flatMap((doc) => conflictShape.safeParse(doc).data ?? []).filter(({ status }) => status === 'open');
    held.set(home, { seq, open });
    return open;
  }

  return {
    async list() {
      const homes = [CONTROL, ...stores().map(storeDatabase)];
      const open: Conflict[] = [];
      for (const home of homes) open.push(...(await openIn(home)));
      return open.sort((a, b) => (a.hlc < b.hlc ? 1 : -1));
    },
    async seen(database, id) {
      const isChain = database === CATALOG || database === PRODUCTS || database === COSTS;
      const known = stores().some((store) => storeDatabase(store) === database);
      if (!isChain && !known) throw new DomainError('NOT_FOUND');
      const home = await engine.open(isChain ? CONTROL : database);
      const doc = await home.get(id);
      if (!doc || doc['type'] !== 'conflict' || doc['database'] !== database) throw new DomainError('NOT_FOUND');
      const hlc = stamps();
      const status = { status: 'seen', hlc, by: null, pos: null, stamps: { ...(doc['stamps'] as object), status: hlc } };
      const result = await home.put({ ...doc, ...status });
      if (!result.ok) throw new DomainError('DOCUMENT_CONFLICT');
    },
  };
}
