import { typeOfId } from '../../design/ids.ts';
import type { ChangesEnd, ChangesQuery, ReplicationStore, RowText } from './replication.ts';

/** What a device reads a database through. */
export type ReadingStore = Pick<ReplicationStore, 'info' | 'changes' | 'bulkGet' | 'get' | 'attachment'>;

/**
 * A database as a device sees it that may read documents of some types only: the others are not there. A page of changes is filled up from
 * behind, for PouchDB takes a short one for the end.
 */
export function storeOfTypes(store: ReadingStore, types: readonly string[]): ReadingStore {
  const shows = (id: string): boolean => types.includes(typeOfId(id));

  async function* changes(name: string, query: ChangesQuery): AsyncGenerator<RowText, ChangesEnd> {
    let { since, limit } = query;
    for (;;) {
      const rows = store.changes(name, { ...query, since, limit });
      for (;;) {
        const next = await rows.next();
        if (next.done) {
          const { last_seq: last, pending } = next.value;
          if (query.descending || limit <= 0 || pending === 0) return next.value;
          since = last;
          break;
        }
        if (!shows(idOf(next.value))) continue;
        limit -= 1;
        yield next.value;
      }
    }
  }

  return {
    info: (name) => store.info(name),
    changes,
    bulkGet: (name, wanted, query) =>
      store.bulkGet(
        name,
        wanted.filter(({ id }) => shows(id)),
        query,
      ),
    get: (name, id, query) => (shows(id) ? store.get(name, id, query) : Promise.resolve(null)),
    attachment: (name, id, attachment, rev) => (shows(id) ? store.attachment(name, id, attachment, rev) : Promise.resolve(null)),
  };
}

const idOf = (row: RowText): string =>
  (JSON.parse(typeof row === 'string' ? row : Buffer.from(row).toString('utf8')) as { id: string }).id;
