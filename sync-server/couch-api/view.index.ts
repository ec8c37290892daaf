import { collate } from 'pouchdb-collate';
import type { Pouch } from '../engine/pouch.pool.ts';
import type { Sandbox } from './sandbox.ts';

export interface ViewRow {
  readonly id: string;
  readonly key: unknown;
  readonly value: unknown;
}

/** Indexes of views, made when they are asked for. */
export interface Views {
  /** All rows of a map function in CouchDB's order. */
  rows(database: string, pouch: Pouch, map: string): Promise<readonly ViewRow[]>;
}

interface Index {
  readonly seq: number;
  readonly rows: readonly ViewRow[];
}

/** Only the administrator asks for views, and seldom: the last few are kept in memory, none on the disk. */
const KEPT = 8;
/** Between two bundles others are served. */
const DOCS_AT_ONCE = 100;

export function createViews(sandbox: Sandbox): Views {
  const kept = new Map<string, Index>();
  return {
    async rows(database, pouch, map) {
      const key = `${database}\n${map}`;
      const { update_seq } = await pouch.info();
      const known = kept.get(key);
      kept.delete(key);
      const index =
        known?.seq === Number(update_seq) ? known : { seq: Number(update_seq), rows: await build(pouch, map, sandbox) };
      kept.set(key, index);
      while (kept.size > KEPT) kept.delete(kept.keys().next().value!);
      return index.rows;
    },
  };
}

async function build(pouch: Pouch, map: string, sandbox: Sandbox): Promise<ViewRow[]> {
  const rows: ViewRow[] = [];
  let after: string | null = null;
  for (;;) {
    const from: object = after === null ? {} : { startkey: after, skip: 1 };
    const page = await pouch.allDocs({ include_docs: true, limit: DOCS_AT_ONCE, ...from });
    const docs = page.rows.flatMap((row) => (row.doc && !row.id.startsWith('_design/') ? [row.doc] : []));
    const emitted = sandbox.map(map, docs);
    docs.forEach((doc, i) => {
      for (const { key, value } of emitted[i]!) rows.push({ id: doc._id, key, value });
    });
    if (page.rows.length < DOCS_AT_ONCE) break;
    after = page.rows.at(-1)!.id;
  }
  return rows.sort((a, b) => collate(a.key, b.key) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
