import { parseDatabaseName } from '$design/databases.ts';
import { isServersOwn } from '$design/documents/server-types.ts';
import type { LocalDatabase } from '../storage/database.types.ts';
import type { PulledDocument } from './pull.ts';

/** Databases that devices only read. */
const READ_ONLY: readonly string[] = ['catalog', 'chain', 'chain-cost'];

interface Row {
  readonly id?: string;
  readonly value?: { readonly rev: string };
}
interface Leaf {
  readonly _rev: string;
  readonly _deleted?: boolean;
}

async function leavesOf(db: LocalDatabase, id: string): Promise<Leaf[]> {
  const rows = (await db.get(id, { open_revs: 'all' })) as unknown as ({ readonly ok: Leaf } | { readonly missing: string })[];
  return rows.flatMap((row) => ('ok' in row ? [row.ok] : []));
}

/**
 * A server restored to yesterday writes on from older revisions than a device holds, and PouchDB goes on preferring the longer history:
 * a price, a right or a day's figures of before the restore would stand here until the server has written as often again. What only the
 * server writes has no other truth than the server's: versions that it does not know are let go as soon as it says something else.
 * @returns documents of the batch that stand now where another version hid them
 */
export async function letGoOfLost(
  database: string,
  docs: readonly PulledDocument[],
  local: LocalDatabase,
  remote: LocalDatabase,
): Promise<PulledDocument[]> {
  const isRead = READ_ONLY.includes(parseDatabaseName(database)?.kind ?? '');
  const own = docs.filter(({ _id }) => !_id.startsWith('_design/') && (isRead || isServersOwn(_id)));
  if (own.length === 0) return [];
  const { rows } = (await local.allDocs({ keys: own.map(({ _id }) => _id) })) as unknown as { rows: Row[] };
  const hidden = own.filter(({ _rev }, i) => rows[i]?.value !== undefined && rows[i].value.rev !== _rev);
  for (const { _id } of hidden) {
    const said = new Set((await leavesOf(remote, _id)).map(({ _rev }) => _rev));
    // Nothing is let go for an answer that says nothing.
    if (said.size === 0) continue;
    const here = (await leavesOf(local, _id)).filter(({ _rev, _deleted }) => _deleted !== true && !said.has(_rev));
    for (const { _rev } of here) await local.remove(_id, _rev);
  }
  return hidden;
}
